-- A visit moves by consent: the teacher agrees, the visitor shares, the teacher may withdraw.

CREATE OR REPLACE FUNCTION alongside.my_agreed_visits() RETURNS SETOF uuid ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT v.id FROM public.observations_visit v
     WHERE v.visitor_id = alongside.me() AND v.status IN ('agreed', 'draft')
       AND v.circle_id = ANY (ARRAY(SELECT alongside.mine_open()))
$$;

-- Moves that the caller may make: the teacher answers and withdraws; the visitor calls off, begins and
-- shares.
-- `seen` is the version of the plan that a yes is to.
DROP FUNCTION IF EXISTS alongside.move_visit(uuid, text);
CREATE OR REPLACE FUNCTION alongside.move_visit(wanted uuid, answer text, seen int) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v record;
    person uuid := alongside.me();
    shelf uuid;
BEGIN
    SELECT o.id, o.circle_id, o.teacher_id, o.visitor_id, o.status, o.revision INTO v
      FROM public.observations_visit o
     WHERE o.id = wanted AND o.circle_id = ANY (ARRAY(SELECT alongside.mine()))
       -- Whoever proposes names the teacher: consent is a partner's, never the visitor's own.
       AND o.teacher_id <> o.visitor_id
       AND EXISTS (SELECT 1 FROM public.access_participant p
                    WHERE p.circle_id = o.circle_id AND p.member_id = o.teacher_id
                      AND p.part = 'partner')
       FOR UPDATE;
    IF v.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'This visit is not to be found.';
    ELSIF answer = 'agreed' AND seen IS DISTINCT FROM v.revision THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'The plan was changed meanwhile. Read it again before you agree.';
    ELSIF answer IN ('agreed', 'declined') AND person = v.teacher_id
          AND person <> v.visitor_id AND v.status IN ('proposed', 'agreed') THEN
        UPDATE public.observations_visit SET status = answer,
               agreed_at = CASE answer WHEN 'agreed' THEN now() END
         WHERE id = wanted;
        DELETE FROM public.observations_evidence
         WHERE answer = 'declined' AND visit_id = wanted AND NOT shared;
    ELSIF answer = 'called_off' AND person = v.visitor_id AND v.status IN ('proposed', 'agreed') THEN
        UPDATE public.observations_visit SET status = answer, agreed_at = NULL WHERE id = wanted;
        DELETE FROM public.observations_evidence WHERE visit_id = wanted AND NOT shared;
    ELSIF answer = 'draft' AND person = v.visitor_id AND v.status = 'agreed' THEN
        UPDATE public.observations_visit SET status = 'draft', started_at = now()
         WHERE id = wanted;
    ELSIF answer = 'ended' AND person = v.visitor_id AND v.status = 'draft' THEN
        UPDATE public.observations_visit SET ended_at = coalesce(ended_at, now()) WHERE id = wanted;
    ELSIF answer = 'shared' AND person = v.visitor_id AND v.status = 'draft' THEN
        UPDATE public.observations_evidence SET shared = true WHERE visit_id = wanted;
        UPDATE public.observations_visit
           SET status = 'shared', shared_at = now(), ended_at = coalesce(ended_at, now())
         WHERE id = wanted;
    ELSIF answer = 'withdrawn' AND person = v.teacher_id
          AND v.status IN ('agreed', 'draft', 'shared') THEN
        shelf := alongside.shelf_of(person);
        SET CONSTRAINTS public.evidence_visit, public.response_visit DEFERRED;
        UPDATE public.observations_visit
           SET status = 'withdrawn', circle_id = shelf, goal_id = NULL WHERE id = wanted;
        UPDATE public.observations_evidence SET circle_id = shelf, shared = true
         WHERE visit_id = wanted;
        UPDATE public.observations_visitresponse SET circle_id = shelf WHERE visit_id = wanted;
        UPDATE public.comments_comment SET circle_id = shelf
         WHERE item_id = wanted AND circle_id = v.circle_id;
    ELSE
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This visit has moved on meanwhile. Open it again to see where it stands.';
    END IF;
    RETURN answer;
END $$;

-- Whether the caller may add a word to an item of this circle. At a visit the teacher speaks first,
-- once the evidence is shared, so that nobody's reading stands before theirs.
CREATE OR REPLACE FUNCTION alongside.may_speak(circle uuid, item uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT circle = ANY (ARRAY(SELECT alongside.mine_open())) AND NOT EXISTS (
        SELECT 1 FROM public.observations_visit v
         WHERE v.id = item AND v.circle_id = circle AND NOT (
               v.teacher_id = alongside.me() AND v.status IN ('shared', 'withdrawn')
               OR v.status = 'shared' AND EXISTS (
                SELECT 1 FROM public.observations_visitresponse r
                 WHERE r.visit_id = v.id AND r.author_id = v.teacher_id)))
$$;
