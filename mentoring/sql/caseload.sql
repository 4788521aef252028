-- The caseload review: for the coach's mentor and for the coach. Pseudonyms, stages and gaps by the
-- week; no ids, schools, grades, focus or exact dates; under five partners, totals only.

-- Long-term, because that is what the coach has said yes to: nobody opens a caseload by logging a talk.
CREATE OR REPLACE FUNCTION alongside.my_coaches()
RETURNS TABLE (coach_id uuid, name text, partnership_id uuid, circle_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT c.member_id, m.name, w.id, w.circle_id
      FROM public.coaching_place p
      JOIN public.coaching_partnership w ON w.id = p.partnership_id
       AND w.kind = 'mentoring' AND w.term = 'long' AND w.status IN ('active', 'paused')
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

-- What these return has changed before, and PostgreSQL replaces no function that returns otherwise.
DROP FUNCTION IF EXISTS alongside.caseload_review(uuid);
DROP FUNCTION IF EXISTS alongside.caseload_load(uuid);
DROP FUNCTION IF EXISTS alongside.reviewed(uuid);

-- A partnership whose partner the reader evaluates is left out, even without a name. The bands are
-- those of the coach's home (coaching/queries/home.py): due by the cadence of the stage, else of the
-- coach role, else two weeks after the last contact.
CREATE FUNCTION alongside.reviewed(coach uuid)
RETURNS TABLE (partnership_id uuid, circle_id uuid, stage text, last_contact timestamptz, band text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT w.id, w.circle_id, cycle.stage_name::text, u.last_contact,
           CASE WHEN w.status = 'paused' THEN 'paused'
                WHEN w.term = 'quick' THEN 'door_open'
                WHEN coalesce(u.last_contact, w.opened_at) + make_interval(
                     days => coalesce(cycle.stage_cadence_days, r.cadence_days, 14)) < now()
                     AND (u.next_planned IS NULL
                          OR u.next_planned < alongside.today_begins(w.district_id))
                     AND NOT alongside.meets_today(w.id) THEN 'reach_out'
                ELSE 'in_touch' END
      FROM public.coaching_place p
      JOIN public.coaching_partnership w ON w.id = p.partnership_id
       AND w.kind <> 'mentoring' AND w.status IN ('active', 'paused')
      JOIN public.coaching_pulse u ON u.partnership_id = w.id
      LEFT JOIN public.coaching_coachrole r ON r.id = w.coach_role_id
      LEFT JOIN LATERAL (
            SELECT c.stage_name, c.stage_cadence_days FROM public.goals_cycle c
             WHERE c.circle_id = w.circle_id AND c.ended_on IS NULL
             ORDER BY c.created_at DESC LIMIT 1) cycle ON true
     WHERE alongside.may_review(coach)
       AND p.member_id = coach AND p.part = 'coach' AND p.status = 'joined'
       AND NOT alongside.evaluates_in(alongside.me(), w.id)
$$;

-- Everybody who is supported in it has agreed that this coach's mentor knows their name.
CREATE OR REPLACE FUNCTION alongside.is_named(coach uuid, circle uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT coalesce(bool_and(alongside.may_be_named(coach, q.member_id)), false)
      FROM public.access_participant q
     WHERE q.circle_id = circle AND q.part = 'partner'
$$;

-- `at_most` is the caseload of the coach's roles, scaled by the share of a week.
CREATE FUNCTION alongside.caseload_load(coach uuid)
RETURNS TABLE (partners bigint, in_touch bigint, waiting bigint, door_open bigint, paused bigint,
               at_most int)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT count(*), count(*) FILTER (WHERE r.band = 'in_touch'),
           count(*) FILTER (WHERE r.band = 'reach_out'),
           count(*) FILTER (WHERE r.band = 'door_open'),
           count(*) FILTER (WHERE r.band = 'paused'),
           (SELECT round(sum(k.caseload_limit * a.fte))::int
              FROM public.accounts_roleassignment a
              JOIN public.coaching_coachrole k ON k.id = a.coach_role_id
             WHERE alongside.may_review(coach)
               AND a.member_id = coach AND a.role = 'coach' AND a.starts_on <= current_date
               AND (a.ends_on IS NULL OR a.ends_on > current_date))
      FROM alongside.reviewed(coach) r
$$;

-- The Monday with which the review begins: of the school year, else of twelve weeks.
CREATE OR REPLACE FUNCTION alongside.review_begins(coach uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT date_trunc('week', coalesce((
        SELECT min(g.starts_on) FROM public.accounts_gradingperiod g
          JOIN public.accounts_gradingperiod n ON n.year_id = g.year_id
          JOIN public.accounts_member m ON m.id = coach AND m.district_id = n.district_id
         WHERE current_date BETWEEN n.starts_on AND n.ends_on),
        current_date - 77))::date
$$;

-- Where the coach's time went since then, by category: sums alone, without what was spent with somebody
-- whom the reader evaluates.
CREATE OR REPLACE FUNCTION alongside.caseload_time(coach uuid)
RETURNS TABLE (category text, minutes bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT t.category::text, sum(t.minutes) FROM public.coaching_timeentry t
     WHERE alongside.may_review(coach) AND t.author_id = coach
       AND t.started_at >= alongside.review_begins(coach)
       AND ((SELECT true FROM public.access_evaluationline l
              WHERE l.evaluator_id = alongside.me() LIMIT 1) IS NULL
            OR NOT EXISTS (
             SELECT 1 FROM public.coaching_session s
              WHERE s.entry_id = t.id AND alongside.evaluates_in(alongside.me(), s.partnership_id)))
     GROUP BY t.category
$$;

CREATE FUNCTION alongside.caseload_review(coach uuid)
RETURNS TABLE (label text, is_named boolean, stage text, band text, weeks_since_contact int,
               sessions_by_week int[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    period text;
    first date := alongside.review_begins(coach);
    weeks int := (date_trunc('week', now())::date - first) / 7;
    few boolean;
BEGIN
    -- Those who agreed to be named hide nobody: the others are counted for themselves.
    SELECT count(*) FILTER (WHERE NOT alongside.is_named(coach, r.circle_id)) < 5 INTO few
      FROM alongside.reviewed(coach) r;
    -- Reshuffled each grading period, so that "Partner C" can't be followed through the year; by what
    -- only those in the circle can read, so that nobody works out who it is. A letter, because the
    -- numbers of the log (names.sql) stay: neither is to be taken for the other.
    SELECT coalesce(max(g.id::text), to_char(current_date, 'YYYY-Q')) INTO period
      FROM public.accounts_gradingperiod g
      JOIN public.accounts_member m ON m.id = coach AND m.district_id = g.district_id
     WHERE current_date BETWEEN g.starts_on AND g.ends_on;
    RETURN QUERY
    SELECT CASE WHEN r.is_named THEN (
               SELECT string_agg(m.name, ', ' ORDER BY m.name) FROM public.access_participant q
                 JOIN public.accounts_member m ON m.id = q.member_id
                WHERE q.circle_id = r.circle_id AND q.part = 'partner')
           ELSE 'Partner ' || CASE WHEN r.place > 26 THEN chr(64 + (r.place - 1) / 26) ELSE '' END
                || chr(65 + (r.place - 1) % 26) END,
           r.is_named, r.stage, r.band,
           CASE WHEN r.last_contact IS NOT NULL THEN
               ((date_trunc('week', now())::date - date_trunc('week', r.last_contact)::date) / 7)
           END,
           ARRAY(SELECT coalesce(held.sessions, 0) FROM generate_series(0, weeks) AS w
                   LEFT JOIN (
                        SELECT (date_trunc('week', s.held_at)::date - first) / 7 AS week,
                               count(*)::int AS sessions
                          FROM public.coaching_session s
                         WHERE s.partnership_id = r.partnership_id AND s.status = 'held'
                           AND s.held_at >= first
                         GROUP BY 1) held ON held.week = w
                  ORDER BY w)
      FROM (SELECT one.*, alongside.is_named(coach, one.circle_id) AS is_named,
                   row_number() OVER (ORDER BY sha256(convert_to(period || (
                       SELECT min(q.id::text) FROM public.access_participant q
                        WHERE q.circle_id = one.circle_id AND q.part = 'partner'), 'UTF8')))::int AS place
              FROM alongside.reviewed(coach) one) r
     WHERE r.is_named OR NOT few
     ORDER BY r.is_named DESC, CASE WHEN r.is_named THEN 0 ELSE r.place END, 1;
END $$;
