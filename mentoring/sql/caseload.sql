-- The caseload review: for the coach's mentor and for the coach. Pseudonyms, stages and gaps by the
-- week; no ids, schools, grades, focus or exact dates; under five partners, totals only.

CREATE OR REPLACE FUNCTION alongside.my_coaches()
RETURNS TABLE (coach_id uuid, name text, partnership_id uuid, circle_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT c.member_id, m.name, w.id, w.circle_id
      FROM public.coaching_place p
      JOIN public.coaching_partnership w ON w.id = p.partnership_id
       AND w.kind = 'mentoring' AND w.status IN ('active', 'paused')
      JOIN public.coaching_place c ON c.partnership_id = w.id AND c.part = 'partner'
       AND c.status = 'joined'
      JOIN public.accounts_member m ON m.id = c.member_id AND m.active
     WHERE p.member_id = alongside.me() AND p.part = 'coach' AND p.status = 'joined'
       AND w.circle_id = ANY (ARRAY(SELECT alongside.mine_open()))
     ORDER BY m.name
$$;

CREATE OR REPLACE FUNCTION alongside.may_review(coach uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT coach = alongside.me()
        OR EXISTS (SELECT 1 FROM alongside.my_coaches() c WHERE c.coach_id = coach)
$$;

-- A partnership whose partner the reader evaluates is left out, even without a name.
CREATE OR REPLACE FUNCTION alongside.reviewed(coach uuid)
RETURNS TABLE (partnership_id uuid, circle_id uuid, status text, term text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT w.id, w.circle_id, w.status, w.term
      FROM public.coaching_place p
      JOIN public.coaching_partnership w ON w.id = p.partnership_id
       AND w.kind <> 'mentoring' AND w.status IN ('active', 'paused')
     WHERE alongside.may_review(coach)
       AND p.member_id = coach AND p.part = 'coach' AND p.status = 'joined'
       AND NOT alongside.evaluates_in(alongside.me(), w.id)
$$;

CREATE OR REPLACE FUNCTION alongside.caseload_load(coach uuid)
RETURNS TABLE (partners bigint, in_touch bigint, waiting bigint, paused bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT count(*),
           count(*) FILTER (WHERE r.status = 'active' AND u.last_contact > now() - interval '14 days'),
           count(*) FILTER (WHERE r.status = 'active' AND r.term <> 'quick'
                            AND (u.last_contact IS NULL
                                 OR u.last_contact <= now() - interval '14 days')),
           count(*) FILTER (WHERE r.status = 'paused')
      FROM alongside.reviewed(coach) r
      JOIN public.coaching_pulse u ON u.partnership_id = r.partnership_id
$$;

CREATE OR REPLACE FUNCTION alongside.caseload_review(coach uuid)
RETURNS TABLE (pseudonym text, stage text, weeks_since_contact int, sessions_by_week int[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    period text;
BEGIN
    IF (SELECT count(*) FROM alongside.reviewed(coach)) < 5 THEN
        RETURN;
    END IF;
    -- Reshuffled each grading period, so that "Partner 3" can't be followed through the year.
    SELECT coalesce(max(g.id::text), to_char(current_date, 'YYYY-Q')) INTO period
      FROM public.accounts_gradingperiod g
      JOIN public.accounts_member m ON m.id = coach AND m.district_id = g.district_id
     WHERE current_date BETWEEN g.starts_on AND g.ends_on;
    RETURN QUERY
    SELECT 'Partner ' || row_number() OVER (
               ORDER BY sha256(convert_to(r.partnership_id::text || period, 'UTF8'))),
           (SELECT c.stage_name::text FROM public.goals_cycle c
             WHERE c.circle_id = r.circle_id AND c.ended_on IS NULL
             ORDER BY c.created_at DESC LIMIT 1),
           CASE WHEN u.last_contact IS NOT NULL THEN
               ((date_trunc('week', now())::date - date_trunc('week', u.last_contact)::date) / 7)
           END,
           ARRAY(SELECT (SELECT count(*)::int FROM public.coaching_session s
                          WHERE s.partnership_id = r.partnership_id AND s.status = 'held'
                            AND s.held_at >= date_trunc('week', now()) - make_interval(weeks => w)
                            AND s.held_at < date_trunc('week', now())
                                            - make_interval(weeks => w - 1))
                   FROM generate_series(11, 0, -1) AS w)
      FROM alongside.reviewed(coach) r
      JOIN public.coaching_pulse u ON u.partnership_id = r.partnership_id
     ORDER BY 1;
END $$;
