-- Lines that ran out, and who is cut off by a change.

-- For the worker: ends, as of today, what a roster recorded and no roster renewed for 120 days after
-- the end of its school year. Not an administrator's own: whoever keeps the calendar would end it by
-- that. Answers whom to tell: the administrators, and those whom the lines reached.
DROP FUNCTION IF EXISTS alongside.lapse_lines();
CREATE FUNCTION alongside.lapse_lines()
RETURNS TABLE (district_id uuid, recipient_id uuid, administers boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH lapsed AS (
        UPDATE public.access_evaluationline l SET ends_on = current_date
         WHERE l.source = 'roster' AND l.ends_on IS NULL
           AND NOT alongside.administers(l.evaluator_id)
           AND current_date >= 120 + (
               SELECT min(y.ends_on) FROM public.accounts_schoolyear y
                WHERE y.district_id = l.district_id
                  AND y.ends_on >= coalesce(l.renewed_on, l.starts_on))
        RETURNING l.id, l.district_id)
    SELECT DISTINCT m.district_id, m.id, true FROM public.accounts_member m
     WHERE m.district_id IN (SELECT lapsed.district_id FROM lapsed)
       AND m.active AND alongside.administers(m.id)
     UNION ALL
    SELECT DISTINCT m.district_id, m.id, false
      FROM lapsed CROSS JOIN LATERAL alongside.reached_by(lapsed.id, NULL) AS reached(id)
      JOIN public.accounts_member m ON m.id = reached.id AND m.active
$$;

-- How many circles each of these takes part in and may not read, because they evaluate a partner.
CREATE OR REPLACE FUNCTION alongside.closed_in(place uuid, people uuid[])
RETURNS TABLE (member_id uuid, circles bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT p.member_id, count(*)
      FROM public.access_participant p
     WHERE p.district_id = place AND p.member_id = ANY (people)
       -- Not those that wait for a coach's word: that is nobody's business but theirs.
       AND alongside.evaluates_a_partner(p.member_id, p.circle_id)
       AND NOT EXISTS (
            SELECT 1 FROM alongside.audience a
             WHERE a.circle_id = p.circle_id AND a.member_id = p.member_id)
     GROUP BY p.member_id
$$;

-- For an import, over everybody who evaluates somebody. Asked before and after, so that those newly
-- cut off are told.
CREATE OR REPLACE FUNCTION alongside.closed_to_evaluators(place uuid)
RETURNS TABLE (member_id uuid, circles bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT c.member_id, c.circles
      FROM alongside.closed_in(place, ARRAY(
           SELECT DISTINCT l.evaluator_id FROM public.access_evaluationline l
            WHERE l.district_id = place)) c
       -- The operator's connection holds no seal; it owns the tables anyway.
     WHERE place = alongside.roster_district() OR current_setting('role') = 'alongside_owner'
$$;

-- For an administrator who records a line or places somebody: the same for the people concerned.
CREATE OR REPLACE FUNCTION alongside.closed_to(people uuid[])
RETURNS TABLE (member_id uuid, circles bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT c.member_id, c.circles FROM alongside.closed_in(alongside.admin_district(), people) c
$$;
