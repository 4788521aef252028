-- The relation, combined in one place.

-- Lines, spread over the people who work at a school. ends_on is exclusive; null is open.
CREATE OR REPLACE VIEW alongside.evaluation AS
SELECT l.district_id, l.evaluator_id, l.person_id AS evaluated_id, l.starts_on, l.ends_on
  FROM public.access_evaluationline l
 WHERE l.person_id IS NOT NULL
UNION ALL
SELECT l.district_id, l.evaluator_id, a.member_id,
       greatest(l.starts_on, a.starts_on), least(l.ends_on, a.ends_on)
  FROM public.access_evaluationline l
  JOIN public.accounts_roleassignment a
    ON a.district_id = l.district_id AND a.school_id = l.school_id
   AND a.member_id <> l.evaluator_id
   AND (l.ends_on IS NULL OR a.starts_on < l.ends_on)
   AND (a.ends_on IS NULL OR l.starts_on < a.ends_on)
 WHERE l.school_id IS NOT NULL
UNION ALL
SELECT l.district_id, l.evaluator_id, m.id, l.starts_on, l.ends_on
  FROM public.access_evaluationline l
  JOIN public.accounts_member m ON m.district_id = l.district_id AND m.id <> l.evaluator_id
 WHERE l.person_id IS NULL AND l.school_id IS NULL;

-- Whoever evaluates a partner is out, at once and for every circle that was opened before the line
-- ends: an acting principal does not get old texts back afterwards.
-- The lines are asked for in a scalar subquery, which stays one: both people reach the indexes of
-- each branch above. As a join it read every circle of the district.
CREATE OR REPLACE VIEW alongside.audience AS
SELECT p.district_id, p.circle_id, p.member_id, p.part, p.joined_at AS since
  FROM public.access_participant p
  JOIN public.access_circle c ON c.id = p.circle_id
 WHERE c.admits_evaluator OR NOT EXISTS (
    SELECT 1 FROM public.access_participant q
     WHERE q.circle_id = p.circle_id AND q.part = 'partner' AND q.member_id <> p.member_id
       AND (SELECT true FROM alongside.evaluation e
             WHERE e.evaluator_id = p.member_id AND e.evaluated_id = q.member_id
               AND e.starts_on <= current_date
               AND (e.ends_on IS NULL OR e.ends_on > current_date OR c.opened_at::date < e.ends_on)
             LIMIT 1));
