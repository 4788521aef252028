-- The relation, combined in one place.

-- Lines, spread over the people who work at a school. ends_on is exclusive; null is open. ends_at is
-- the moment of that end: midnight, or when somebody ended it on that very day. What was called off
-- before it began never was. A line that is marked as never true counts for nobody who agrees, and after
-- the days of waiting only for those who object.
CREATE OR REPLACE VIEW alongside.evaluation AS
SELECT l.district_id, l.evaluator_id, l.person_id AS evaluated_id, l.starts_on, l.ends_on,
       line.ends_at
  FROM public.access_evaluationline l
 CROSS JOIN LATERAL (
       SELECT greatest(l.ends_on::timestamp AT TIME ZONE 'UTC', l.ended_at)) line(ends_at)
 WHERE l.person_id IS NOT NULL
   AND coalesce(l.starts_on::timestamp AT TIME ZONE 'UTC' < line.ends_at, true)
   AND (l.never_true_at IS NULL OR NOT coalesce(
        (SELECT r.agrees FROM public.access_lineanswer r
          WHERE r.line_id = l.id AND r.person_id = l.person_id), l.never_true_from <= now()))
UNION ALL
SELECT l.district_id, l.evaluator_id, a.member_id,
       greatest(l.starts_on, a.starts_on), least(l.ends_on, a.ends_on),
       reach.ends_at
  FROM public.access_evaluationline l
  JOIN public.accounts_roleassignment a
    ON a.district_id = l.district_id AND a.school_id = l.school_id
   AND a.member_id <> l.evaluator_id
 CROSS JOIN LATERAL (
       SELECT greatest(l.ends_on::timestamp AT TIME ZONE 'UTC', l.ended_at)) line(ends_at)
 CROSS JOIN LATERAL (
       SELECT least(line.ends_at,
                    greatest(a.ends_on::timestamp AT TIME ZONE 'UTC', a.ended_at))) reach(ends_at)
 WHERE l.school_id IS NOT NULL
   AND coalesce(greatest(l.starts_on, a.starts_on)::timestamp AT TIME ZONE 'UTC'
        < reach.ends_at, true)
   AND (l.never_true_at IS NULL OR NOT coalesce(
        (SELECT r.agrees FROM public.access_lineanswer r
          WHERE r.line_id = l.id AND r.person_id = a.member_id), l.never_true_from <= now()))
UNION ALL
SELECT l.district_id, l.evaluator_id, m.id, l.starts_on, l.ends_on,
       line.ends_at
  FROM public.access_evaluationline l
  JOIN public.accounts_member m ON m.district_id = l.district_id AND m.id <> l.evaluator_id
 CROSS JOIN LATERAL (
       SELECT greatest(l.ends_on::timestamp AT TIME ZONE 'UTC', l.ended_at)) line(ends_at)
 WHERE l.person_id IS NULL AND l.school_id IS NULL
   AND coalesce(l.starts_on::timestamp AT TIME ZONE 'UTC' < line.ends_at, true)
   AND (l.never_true_at IS NULL OR NOT coalesce(
        (SELECT r.agrees FROM public.access_lineanswer r
          WHERE r.line_id = l.id AND r.person_id = m.id), l.never_true_from <= now()));

-- Whoever evaluates a partner is out, at once and for every circle that was opened before the line
-- ends: an acting principal gets old texts back when every partner has agreed to it since, and
-- only while no line holds. An identity that is younger than a circle is out until a coach who was in
-- that circle as the same person has vouched for it: whoever could write the address of an invitation
-- is not the person.
-- The lines are asked for in a scalar subquery, which stays one: both people reach the indexes of
-- each branch above. As a join it read every circle of the district. Most people evaluate nobody, so
-- that is asked first.
CREATE OR REPLACE VIEW alongside.audience AS
SELECT p.district_id, p.circle_id, p.member_id, p.part, p.joined_at AS since
  FROM public.access_participant p
  JOIN public.access_circle c ON c.id = p.circle_id
  JOIN public.accounts_member m ON m.id = p.member_id
 WHERE (m.identity_since IS NULL OR c.opened_at >= m.identity_since OR EXISTS (
        SELECT 1 FROM public.access_vouch v
          JOIN public.access_participant k
            ON k.circle_id = p.circle_id AND k.member_id = v.vouched_by_id AND k.part = 'coach'
          JOIN public.accounts_member w ON w.id = k.member_id
           AND (w.identity_since IS NULL OR c.opened_at >= w.identity_since)
         WHERE v.member_id = p.member_id AND v.is_them AND v.vouched_at >= m.identity_since))
   AND (c.admits_evaluator
    OR (SELECT true FROM public.access_evaluationline l
         WHERE l.evaluator_id = p.member_id LIMIT 1) IS NULL
    OR NOT EXISTS (
    SELECT 1 FROM public.access_participant q
     WHERE q.circle_id = p.circle_id AND q.part = 'partner' AND q.member_id <> p.member_id
       AND (SELECT true FROM alongside.evaluation e
             WHERE e.evaluator_id = p.member_id AND e.evaluated_id = q.member_id
               AND e.starts_on <= current_date
               AND (e.ends_on IS NULL OR e.ends_on > current_date
                    OR c.opened_at < e.ends_at AND EXISTS (
                        SELECT 1 FROM public.access_participant r
                         WHERE r.circle_id = p.circle_id AND r.part = 'partner'
                           AND r.member_id <> p.member_id
                           AND NOT EXISTS (
                            SELECT 1 FROM public.access_readmission g
                             WHERE g.circle_id = r.circle_id AND g.reader_id = p.member_id
                               AND g.partner_id = r.member_id AND g.taken_back_at IS NULL
                               AND g.agreed_at >= e.ends_at)))
             LIMIT 1)));
