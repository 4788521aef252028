-- Sessions: who meets today, and what keeps one from being taken back.

-- Whether its people meet today, by a session or by a visit, settled or not: they wait for nobody.
CREATE OR REPLACE FUNCTION alongside.meets_today(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.coaching_partnership w
         CROSS JOIN LATERAL (SELECT alongside.today_begins(w.district_id) AS morning) today
         WHERE w.id = wanted AND (EXISTS (
                SELECT 1 FROM public.coaching_session s
                 WHERE s.partnership_id = w.id AND s.status = 'planned'
                   AND s.planned_at >= morning AND s.planned_at < morning + interval '1 day')
            OR EXISTS (
                SELECT 1 FROM public.observations_visit v
                 WHERE v.circle_id = w.circle_id AND v.status IN ('agreed', 'draft')
                   AND v.planned_at >= morning AND v.planned_at < morning + interval '1 day')))
$$;

-- What others have written beside a session does not go with it. This runs as the writer and reads what
-- that person may read.
CREATE OR REPLACE FUNCTION alongside.keep_what_others_wrote() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    IF EXISTS (SELECT 1 FROM public.coaching_sessiontext t
                WHERE t.session_id = OLD.id AND t.author_id <> person)
       OR EXISTS (SELECT 1 FROM public.goals_nextstep s
                   WHERE s.session_id = OLD.id AND s.author_id <> person)
       -- A plan that is taken over keeps its id, and with that what was said about it.
       OR (OLD.author_id = person AND EXISTS (
            SELECT 1 FROM public.comments_comment c
             WHERE c.circle_id = OLD.circle_id AND c.item_id = OLD.id AND c.author_id <> person))
    THEN
        PERFORM alongside.refuse_to_lose_words();
    END IF;
    RETURN OLD;
END $$;

-- A note just for somebody else, which the writer can't read. Only a trigger calls this, so that nobody
-- asks without having something to undo.
CREATE OR REPLACE FUNCTION alongside.keep_notes_of_others() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.coaching_privatenote n
                WHERE n.session_id = OLD.id AND n.author_id <> alongside.me()) THEN
        PERFORM alongside.refuse_to_lose_words();
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION alongside.refuse_to_lose_words() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
        'Somebody else has written beside it by now, so it stays. You can still change it.';
END $$;
