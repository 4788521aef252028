-- Who is asking. Everything here verifies the seal; nothing here trusts a setting.
-- SECURITY DEFINER functions name every object in full and search pg_catalog first, so that no
-- object of the caller's can stand in for one of ours.

CREATE OR REPLACE FUNCTION alongside.sealed(
    wanted_purpose text, wanted_role text, OUT member_id uuid, OUT district_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    part text[] := string_to_array(current_setting('alongside.seal', true), '.');
    key bytea;
BEGIN
    -- Inside this function current_user is the definer; the role setting still names the caller's.
    IF cardinality(part) IS DISTINCT FROM 7 OR part[1] <> 'v1' OR part[3] <> wanted_purpose
       OR current_setting('role') <> wanted_role THEN
        RETURN;
    END IF;
    SELECT k.secret INTO key FROM public.access_sealkey k
     WHERE k.name = part[2] AND k.retired_at IS NULL;
    IF key IS NULL OR part[7] IS DISTINCT FROM encode(sha256(key || sha256(key ||
           convert_to(array_to_string(part[1:6], '.'), 'UTF8'))), 'hex') THEN
        RETURN;
    END IF;
    IF to_timestamp(part[6]::bigint) < clock_timestamp() THEN
        RETURN;
    END IF;
    member_id := part[4]::uuid;
    district_id := part[5]::uuid;
END $$;

-- PL/pgSQL, because as a column default this is evaluated by migrations, before its tables stand.
CREATE OR REPLACE FUNCTION alongside.me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF coalesce(current_setting('alongside.seal', true), '') = '' THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT m.id FROM alongside.sealed('member', 'alongside_member') s
              JOIN public.accounts_member m
                ON m.id = s.member_id AND m.district_id = s.district_id
             WHERE m.active);
END $$;

CREATE OR REPLACE FUNCTION alongside.admin() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.id FROM alongside.sealed('program', 'alongside_program') s
      JOIN public.accounts_member m ON m.id = s.member_id AND m.district_id = s.district_id
     WHERE m.active AND alongside.administers(m.id)
$$;

CREATE OR REPLACE FUNCTION alongside.administers(member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.accounts_roleassignment a
         WHERE a.member_id = member AND a.role = 'admin' AND a.starts_on <= current_date
           AND (a.ends_on IS NULL OR a.ends_on > current_date))
$$;

CREATE OR REPLACE FUNCTION alongside.admin_district() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.district_id FROM public.accounts_member m WHERE m.id = alongside.admin()
$$;

CREATE OR REPLACE FUNCTION alongside.my_district() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF coalesce(current_setting('alongside.seal', true), '') = '' THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT m.district_id FROM public.accounts_member m
             WHERE m.id = coalesce(alongside.me(), alongside.admin()));
END $$;

CREATE OR REPLACE FUNCTION alongside.importer() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.id FROM alongside.sealed('roster', 'alongside_worker') s
      JOIN public.accounts_member m ON m.id = s.member_id AND m.district_id = s.district_id
     WHERE m.active AND alongside.administers(m.id)
$$;

CREATE OR REPLACE FUNCTION alongside.roster_district() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.district_id FROM public.accounts_member m WHERE m.id = alongside.importer()
$$;

-- For the sign-in connection: what one identity belongs to, with today's roles.
CREATE OR REPLACE FUNCTION alongside.memberships(identity bigint)
RETURNS TABLE (member_id uuid, name text, first_name text, roles text[],
               district_id uuid, slug text, district_name text, time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.id, m.name, m.first_name,
           ARRAY(SELECT a.role FROM public.accounts_roleassignment a
                  WHERE a.member_id = m.id AND a.starts_on <= current_date
                    AND (a.ends_on IS NULL OR a.ends_on > current_date)
                 UNION
                 SELECT 'evaluator' FROM public.access_evaluationline l
                  WHERE l.evaluator_id = m.id AND l.starts_on <= current_date
                    AND (l.ends_on IS NULL OR l.ends_on > current_date)
                    AND (l.never_true_from IS NULL OR l.never_true_from > now())),
           d.id, d.slug, d.name, d.time_zone
      FROM public.accounts_member m
      JOIN public.accounts_district d ON d.id = m.district_id
     WHERE m.user_id = identity AND m.active
     ORDER BY d.name
$$;
