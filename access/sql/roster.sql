-- For an import: who takes part in a circle that is still open and may not read it, because they
-- evaluate a partner. Asked before and after, so that those newly cut off are told.
-- Only members' ids leave here: not which circle, and nobody else's part in it.
-- closed_to_evaluators() in lapse.sql has taken its place; a worker of the version before calls it.
CREATE OR REPLACE FUNCTION alongside.denied_participants(place uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT p.member_id
      FROM public.access_participant p
      JOIN public.access_circle c ON c.id = p.circle_id
     WHERE c.district_id = place AND c.closed_at IS NULL
       -- The operator's connection holds no seal; it owns the tables anyway.
       AND (place = alongside.roster_district() OR current_setting('role') = 'alongside_owner')
       AND NOT EXISTS (
            SELECT 1 FROM alongside.audience a
             WHERE a.circle_id = p.circle_id AND a.member_id = p.member_id)
$$;
