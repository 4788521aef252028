-- What people say about the relation: a line that never was true, an old reader let back, and
-- whether it was them who signed in. What follows from it is in the views of views.sql.

-- Whom a line reaches or reached: by name, by working at the school while it held, or everybody.
-- One person is asked about, or everybody where `person` is null.
CREATE OR REPLACE FUNCTION alongside.reached_by(line uuid, person uuid) RETURNS SETOF uuid ROWS 50
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.id FROM public.access_evaluationline l
      JOIN public.accounts_member m ON m.district_id = l.district_id AND m.id <> l.evaluator_id
       AND m.id = coalesce(person, l.person_id, m.id)
     WHERE l.id = line AND m.id = coalesce(l.person_id, m.id)
       AND (l.school_id IS NULL OR EXISTS (
        SELECT 1 FROM public.accounts_roleassignment a
         WHERE a.member_id = m.id AND a.school_id = l.school_id
           AND (l.ends_on IS NULL OR a.starts_on <= l.ends_on)
           AND (a.ends_on IS NULL OR l.starts_on <= a.ends_on)))
$$;

-- Never by the evaluator, who is the one person to whom it gives something to read. Those whom the
-- line reaches are told here, so that nobody marks one silently.
CREATE OR REPLACE FUNCTION alongside.mark_never_true(line uuid, reason text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.admin();
    wanted record;
    effect timestamptz := statement_timestamp() + interval '7 days';
BEGIN
    SELECT l.evaluator_id, l.district_id, d.slug INTO wanted
      FROM public.access_evaluationline l
      JOIN public.accounts_district d ON d.id = l.district_id
     WHERE l.id = line AND l.district_id = alongside.admin_district();
    IF wanted.evaluator_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'This line is not to be found.';
    END IF;
    IF wanted.evaluator_id = person THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This line is about you. Nobody says of their own evaluating that it never was: '
            'ask another administrator.';
    END IF;
    UPDATE public.access_evaluationline l
       SET never_true_by_id = person, never_true_at = statement_timestamp(),
           never_true_from = effect, never_true_reason = reason
     WHERE l.id = line AND l.never_true_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'This line is marked already.';
    END IF;
    INSERT INTO public.accounts_outboxmessage
        (id, district_id, key, kind, recipient_id, path, secret, attempts)
    SELECT gen_random_uuid(), wanted.district_id, 'line-never-true:' || line || ':' || m.id,
           'line_never_true', m.id, '/d/' || wanted.slug || '/my-access/', '', 0
      FROM public.accounts_member m
     WHERE m.active AND m.id = ANY (ARRAY(SELECT alongside.reached_by(line, NULL)));
    RETURN effect;
END $$;

-- Lines that reached the caller and are marked: the caller's own word about them counts.
CREATE OR REPLACE FUNCTION alongside.lines_never_true() RETURNS SETOF uuid ROWS 3
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT l.id FROM public.access_evaluationline l
     WHERE l.never_true_at IS NOT NULL AND l.district_id = alongside.my_district()
       AND EXISTS (SELECT 1 FROM alongside.reached_by(l.id, alongside.me()))
$$;

-- Who takes part in a circle of which the caller is a partner, and was kept out of it by lines that
-- have ended: whether the caller has agreed since that they read it, and whether they do.
CREATE OR REPLACE FUNCTION alongside.once_kept_out()
RETURNS TABLE (circle_id uuid, kind text, opened_at timestamptz, closed_at timestamptz,
               member_id uuid, name text, first_name text, agreed boolean, reads boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 3
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT k.circle_id, w.kind, c.opened_at, c.closed_at, m.id, m.name, m.first_name,
           EXISTS (SELECT 1 FROM public.access_readmission g
                    WHERE g.circle_id = k.circle_id AND g.reader_id = k.member_id
                      AND g.partner_id = alongside.me() AND g.taken_back_at IS NULL
                      AND g.agreed_at >= k.ended_at),
           EXISTS (SELECT 1 FROM alongside.audience a
                    WHERE a.circle_id = k.circle_id AND a.member_id = k.member_id)
      FROM (SELECT p.circle_id, p.member_id, max(e.ends_at) AS ended_at
              FROM public.access_participant mine
              JOIN public.access_circle c ON c.id = mine.circle_id AND NOT c.admits_evaluator
              JOIN public.access_participant p
                ON p.circle_id = mine.circle_id AND p.member_id <> mine.member_id
              JOIN public.access_participant q ON q.circle_id = mine.circle_id
               AND q.part = 'partner' AND q.member_id <> p.member_id
              JOIN alongside.evaluation e ON e.evaluator_id = p.member_id
               AND e.evaluated_id = q.member_id AND e.starts_on <= current_date
             WHERE mine.member_id = alongside.me() AND mine.part = 'partner'
               AND mine.circle_id = ANY (ARRAY(SELECT alongside.mine()))
             GROUP BY p.circle_id, p.member_id
            HAVING count(*) FILTER (WHERE e.ends_on IS NULL OR e.ends_on > current_date) = 0
               AND count(*) FILTER (WHERE c.opened_at < e.ends_at) > 0) k
      JOIN public.access_circle c ON c.id = k.circle_id
      JOIN public.accounts_member m ON m.id = k.member_id
      LEFT JOIN public.coaching_partnership w ON w.id = c.partnership_id
     ORDER BY c.opened_at DESC, m.name
$$;

CREATE OR REPLACE FUNCTION alongside.may_readmit(circle uuid, reader uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (SELECT 1 FROM alongside.once_kept_out() k
                    WHERE k.circle_id = circle AND k.member_id = reader)
$$;

-- Who has first signed in since a circle began in which the caller supports them. Whoever evaluates
-- them is not asked.
CREATE OR REPLACE FUNCTION alongside.signed_in_since()
RETURNS TABLE (circle_id uuid, member_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT p.circle_id, p.member_id
      FROM public.access_participant mine
      JOIN public.access_circle c ON c.id = mine.circle_id
      JOIN public.access_participant p
        ON p.circle_id = mine.circle_id AND p.member_id <> mine.member_id
      JOIN public.accounts_member m
        ON m.id = p.member_id AND m.active AND m.identity_since > c.opened_at
     WHERE mine.member_id = alongside.me() AND mine.part = 'coach'
       AND NOT EXISTS (
        SELECT 1 FROM alongside.evaluation e
         WHERE e.evaluator_id = mine.member_id AND e.evaluated_id = p.member_id
           AND e.starts_on <= current_date AND (e.ends_on IS NULL OR e.ends_on > current_date))
$$;

CREATE OR REPLACE FUNCTION alongside.may_vouch_for() RETURNS SETOF uuid ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT s.member_id FROM alongside.signed_in_since() s
     WHERE s.circle_id = ANY (ARRAY(SELECT alongside.mine()))
$$;

-- Whether circles from before the caller's identity wait for a coach's word. Somebody who evaluates a
-- partner of such a circle is not told of it.
CREATE OR REPLACE FUNCTION alongside.waits_for_vouch() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.accounts_member m
          JOIN public.access_participant p ON p.member_id = m.id
          JOIN public.access_circle c ON c.id = p.circle_id AND c.opened_at < m.identity_since
         WHERE m.id = alongside.me() AND NOT EXISTS (
            SELECT 1 FROM alongside.audience a
             WHERE a.circle_id = p.circle_id AND a.member_id = p.member_id)
           AND NOT alongside.evaluates_a_partner(p.member_id, p.circle_id))
$$;

-- For home and the partnership's page: of whom it is asked whether it was them, `doubted` where the
-- caller couldn't say so; and the caller's own row while earlier circles wait for a coach's word.
-- Usually nobody in the caller's circles is new, and then nothing else need be asked.
CREATE OR REPLACE FUNCTION alongside.newcomers()
RETURNS TABLE (member_id uuid, name text, first_name text, since timestamptz, doubted boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.access_participant mine
          JOIN public.access_circle c ON c.id = mine.circle_id
          JOIN public.access_participant p ON p.circle_id = mine.circle_id
          JOIN public.accounts_member m ON m.id = p.member_id AND m.identity_since > c.opened_at
         WHERE mine.member_id = person) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT DISTINCT m.id, m.name::text, m.first_name::text, m.identity_since, v.id IS NOT NULL
      FROM alongside.signed_in_since() s
      JOIN public.accounts_member m ON m.id = s.member_id
      LEFT JOIN public.access_vouch v
        ON v.member_id = m.id AND v.vouched_by_id = person AND v.vouched_at >= m.identity_since
     WHERE v.is_them IS NOT TRUE AND s.circle_id = ANY (ARRAY(SELECT alongside.mine()))
    UNION ALL
    SELECT m.id, m.name::text, m.first_name::text, m.identity_since, false
      FROM public.accounts_member m
     WHERE m.id = person AND m.identity_since IS NOT NULL AND alongside.waits_for_vouch();
END $$;
