-- "Just for me" expires 30 days after its chapter closed; its author is warned 7 days before.
-- The worker calls these and reads no note: what comes back is whom to tell, and how many.

-- Today in a district.
CREATE OR REPLACE FUNCTION alongside.day_in(place uuid) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (now() AT TIME ZONE d.time_zone)::date FROM public.accounts_district d WHERE d.id = place
$$;

-- And the moment at which it began.
CREATE OR REPLACE FUNCTION alongside.today_begins(place uuid) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT alongside.day_in(place)::timestamp AT TIME ZONE d.time_zone
      FROM public.accounts_district d WHERE d.id = place
$$;

-- With the rights of whoever asks: the last day of notes of a closed chapter that nobody was warned of.
CREATE OR REPLACE FUNCTION alongside.notes_last_day(circle uuid) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest((c.closed_at AT TIME ZONE d.time_zone)::date + 30,
                    (now() AT TIME ZONE d.time_zone)::date + 7)
      FROM public.access_circle c JOIN public.accounts_district d ON d.id = c.district_id
     WHERE c.id = circle AND c.closed_at IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION alongside.warn_of_expiring_notes()
RETURNS TABLE (district_id uuid, recipient_id uuid, circle_id uuid, last_day date)
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH warned AS (
        UPDATE public.coaching_privatenote n SET expires_on = alongside.notes_last_day(n.circle_id)
          FROM public.access_circle c JOIN public.accounts_district d ON d.id = c.district_id
         WHERE c.id = n.circle_id AND c.closed_at IS NOT NULL AND n.expires_on IS NULL
           AND (now() AT TIME ZONE d.time_zone)::date
               >= (c.closed_at AT TIME ZONE d.time_zone)::date + 30 - 7
        RETURNING n.district_id, n.author_id, n.circle_id, n.expires_on)
    SELECT DISTINCT w.district_id, w.author_id, w.circle_id, w.expires_on
      FROM warned w
      JOIN public.accounts_member m ON m.id = w.author_id AND m.active
      JOIN alongside.audience a ON a.circle_id = w.circle_id AND a.member_id = w.author_id
$$;

CREATE OR REPLACE FUNCTION alongside.remove_expired_notes() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH removed AS (
        DELETE FROM public.coaching_privatenote n
         WHERE n.expires_on < alongside.day_in(n.district_id) RETURNING n.id)
    SELECT count(*) FROM removed
$$;
