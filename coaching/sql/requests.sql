-- Asking for coaching (docs/asking.md). The asker is who the seal says, and so is whoever answers.

-- Coaches of a role, or all of them, who work where the asker does or everywhere; never one who
-- evaluates the asker.
CREATE OR REPLACE FUNCTION alongside.coaches_for(person uuid, wanted_role uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT a.member_id
      FROM public.accounts_member asker
      JOIN public.accounts_roleassignment a ON a.district_id = asker.district_id
       AND a.role = 'coach' AND a.member_id <> asker.id AND a.starts_on <= current_date
       AND (a.ends_on IS NULL OR a.ends_on > current_date)
       AND (wanted_role IS NULL OR a.coach_role_id = wanted_role)
      JOIN public.accounts_member m ON m.id = a.member_id AND m.active
     WHERE asker.id = person
       AND (a.school_id IS NULL OR a.school_id = ANY (ARRAY(SELECT alongside.my_schools())))
       AND NOT EXISTS (
            SELECT 1 FROM alongside.evaluation e
             WHERE e.evaluator_id = a.member_id AND e.evaluated_id = person
               AND e.starts_on <= current_date
               AND (e.ends_on IS NULL OR e.ends_on > current_date))
$$;

CREATE OR REPLACE FUNCTION alongside.coaches(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.accounts_roleassignment a
          JOIN public.accounts_member m ON m.id = a.member_id AND m.active
         WHERE m.id = person AND a.role = 'coach' AND a.starts_on <= current_date
           AND (a.ends_on IS NULL OR a.ends_on > current_date))
$$;

-- For the form: the coaches whom the caller may ask first, by name.
CREATE OR REPLACE FUNCTION alongside.askable() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT alongside.coaches_for(alongside.me(), NULL)
$$;

-- The circle of one asker and those asked.
CREATE OR REPLACE FUNCTION alongside.open_request_circle(asker uuid, asked uuid[]) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    home uuid := (SELECT m.district_id FROM public.accounts_member m WHERE m.id = asker);
    opened uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.access_circle (id, district_id, kind, admits_evaluator)
    VALUES (opened, home, 'request', false);
    INSERT INTO public.access_participant (id, district_id, circle_id, member_id, part)
    VALUES (gen_random_uuid(), home, opened, asker, 'partner');
    INSERT INTO public.access_participant (id, district_id, circle_id, member_id, part)
    SELECT gen_random_uuid(), home, opened, coach.id, 'coach' FROM unnest(asked) AS coach(id);
    RETURN opened;
END $$;

-- `wanted` is made by the form, so that two taps on Ask make one request. One coach, those of a role,
-- or whoever fits where both are null.
CREATE OR REPLACE FUNCTION alongside.open_request(
    wanted uuid, wanted_size text, wanted_coach uuid, wanted_role uuid, passable boolean)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
    home uuid := alongside.my_district();
    asked uuid[];
    opened uuid;
BEGIN
    IF person IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'Sign in again to go on.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 10));
    SELECT r.circle_id INTO opened FROM public.coaching_request r
     WHERE r.id = wanted AND r.author_id = person;
    IF opened IS NOT NULL THEN
        RETURN opened;
    END IF;
    IF wanted_coach IS NULL THEN
        asked := ARRAY(SELECT alongside.coaches_for(person, wanted_role));
    ELSIF wanted_coach <> person AND alongside.coaches(wanted_coach) AND EXISTS (
        SELECT 1 FROM public.accounts_member m
         WHERE m.id = wanted_coach AND m.district_id = home) THEN
        asked := ARRAY[wanted_coach];
    END IF;
    IF coalesce(cardinality(asked), 0) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'Nobody like this coaches where you work. Ask a coach by name, or whoever fits.';
    END IF;
    opened := alongside.open_request_circle(person, asked);
    INSERT INTO public.coaching_request
        (id, district_id, circle_id, author_id, size, coach_role_id, may_be_passed)
    VALUES (wanted, home, opened, person, wanted_size,
            CASE WHEN wanted_coach IS NULL THEN wanted_role END, passable);
    RETURN opened;
END $$;

-- For home: what was put to the caller and waits for an answer, longest first. It begins with the few
-- requests that are open, because a coach may stand in very many circles.
CREATE OR REPLACE FUNCTION alongside.waiting_for_me()
RETURNS TABLE (id uuid, size text, asker text, asked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
    home uuid := (SELECT m.district_id FROM public.accounts_member m WHERE m.id = person);
BEGIN
    RETURN QUERY
    SELECT r.id, r.size::text, m.name::text, r.created_at
      FROM public.coaching_request r
      JOIN public.access_participant p
        ON p.circle_id = r.circle_id AND p.member_id = person AND p.part = 'coach'
      JOIN public.accounts_member m ON m.id = r.author_id
     WHERE r.district_id = home AND r.status = 'open'
       AND EXISTS (SELECT 1 FROM alongside.audience a
                    WHERE a.circle_id = r.circle_id AND a.member_id = person)
       AND NOT EXISTS (SELECT 1 FROM public.coaching_answer n
                        WHERE n.request_id = r.id AND n.author_id = person)
     ORDER BY r.created_at LIMIT 12;
END $$;

-- A request that is open, was put to the caller and not answered by them yet; locked. Answers its circle.
CREATE OR REPLACE FUNCTION alongside.asked_of_me(wanted uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    found uuid;
BEGIN
    SELECT r.circle_id INTO found FROM public.coaching_request r
     WHERE r.id = wanted AND r.status = 'open' AND r.author_id <> alongside.me()
       AND r.circle_id = ANY (ARRAY(SELECT alongside.mine_open()))
       AND NOT EXISTS (SELECT 1 FROM public.coaching_answer n
                        WHERE n.request_id = wanted AND n.author_id = alongside.me())
       FOR UPDATE;
    IF found IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This request was answered already, or taken back.';
    END IF;
    RETURN found;
END $$;

CREATE OR REPLACE FUNCTION alongside.note_answer(wanted uuid, given text, said text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    INSERT INTO public.coaching_answer
        (id, district_id, circle_id, author_id, request_id, answer, body)
    SELECT gen_random_uuid(), r.district_id, r.circle_id, alongside.me(), r.id, given, said
      FROM public.coaching_request r WHERE r.id = wanted
$$;

-- Settled: nobody writes in its circle any more.
CREATE OR REPLACE FUNCTION alongside.settle_request(
    wanted uuid, outcome text, by_whom uuid, pair uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    UPDATE public.coaching_request r
       SET status = outcome, answered_by_id = by_whom, answered_at = statement_timestamp(),
           partnership_id = pair
     WHERE r.id = wanted;
    UPDATE public.access_circle c SET closed_at = statement_timestamp()
     WHERE c.id = (SELECT r.circle_id FROM public.coaching_request r WHERE r.id = wanted);
$$;

-- Yes: the partnership begins, or the one that is open goes on, and the words go there. Answers it.
CREATE OR REPLACE FUNCTION alongside.accept_request(wanted uuid, said text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    asker uuid;
    term text;
    kind text;
    role uuid;
    pair uuid;
    chapter uuid;
BEGIN
    PERFORM alongside.asked_of_me(wanted);
    SELECT r.author_id, r.coach_role_id,
           CASE r.size WHEN 'ten_minutes' THEN 'quick' ELSE 'short' END,
           -- Principals are coached too, also by somebody whom they evaluate and who says yes.
           CASE WHEN EXISTS (
                SELECT 1 FROM public.access_evaluationline l
                 WHERE l.evaluator_id = r.author_id AND l.starts_on <= current_date
                   AND (l.ends_on IS NULL OR l.ends_on > current_date))
                THEN 'leadership' ELSE 'coaching' END
      INTO asker, role, term, kind
      FROM public.coaching_request r WHERE r.id = wanted;
    pair := alongside.open_partnership(kind, term, ARRAY[asker], '', role);
    SELECT p.circle_id INTO chapter FROM public.coaching_partnership p WHERE p.id = pair;
    IF chapter IS NULL THEN
        -- A proposal lies open between them; what was asked for need not wait for it.
        pair := alongside.open_partnership(kind, 'quick', ARRAY[asker], '', role);
        SELECT p.circle_id INTO chapter FROM public.coaching_partnership p WHERE p.id = pair;
    END IF;
    PERFORM alongside.note_answer(wanted, 'accepted', said);
    UPDATE public.coaching_wish w SET circle_id = chapter WHERE w.request_id = wanted;
    PERFORM alongside.settle_request(wanted, 'accepted', alongside.me(), pair);
    RETURN pair;
END $$;

-- Passed along to one colleague, where the asker allowed it: a request of its own, to which the words
-- go. In a pool everybody was asked already.
CREATE OR REPLACE FUNCTION alongside.pass_request(wanted uuid, colleague uuid, said text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    r record;
    opened uuid;
    passed uuid := gen_random_uuid();
BEGIN
    PERFORM alongside.asked_of_me(wanted);
    SELECT * INTO r FROM public.coaching_request q WHERE q.id = wanted;
    IF NOT r.may_be_passed OR 1 < (
        SELECT count(*) FROM public.access_participant p
         WHERE p.circle_id = r.circle_id AND p.part = 'coach') THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This request is not to be passed along. Say "Not this time", and the asker chooses.';
    END IF;
    IF colleague IN (r.author_id, alongside.me()) OR NOT alongside.coaches(colleague)
       OR NOT EXISTS (SELECT 1 FROM public.accounts_member m
                       WHERE m.id = colleague AND m.district_id = r.district_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'Choose a colleague who coaches here.';
    END IF;
    opened := alongside.open_request_circle(r.author_id, ARRAY[colleague]);
    INSERT INTO public.coaching_request
        (id, district_id, circle_id, author_id, created_at, size, coach_role_id, may_be_passed,
         passed_from_id, passed_by_id)
    VALUES (passed, r.district_id, opened, r.author_id, r.created_at, r.size, r.coach_role_id, true,
            r.id, alongside.me());
    PERFORM alongside.note_answer(wanted, 'passed', said);
    UPDATE public.coaching_wish w SET circle_id = opened, request_id = passed
     WHERE w.request_id = wanted;
    PERFORM alongside.settle_request(wanted, 'passed', alongside.me(), NULL);
    RETURN passed;
END $$;

-- Not this time: settled when nobody is left who could say yes, and then the words are the asker's alone
-- again. Answers whether it is.
CREATE OR REPLACE FUNCTION alongside.decline_request(wanted uuid, said text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    circle uuid := alongside.asked_of_me(wanted);
BEGIN
    PERFORM alongside.note_answer(wanted, 'declined', said);
    IF EXISTS (
        SELECT 1 FROM alongside.audience a
          JOIN public.accounts_member m ON m.id = a.member_id AND m.active
         WHERE a.circle_id = circle AND a.part = 'coach' AND NOT EXISTS (
            SELECT 1 FROM public.coaching_answer n
             WHERE n.request_id = wanted AND n.author_id = a.member_id)) THEN
        RETURN false;
    END IF;
    UPDATE public.coaching_wish w SET circle_id = alongside.shelf_of(r.author_id)
      FROM public.coaching_request r WHERE r.id = wanted AND w.request_id = wanted;
    PERFORM alongside.settle_request(wanted, 'declined', NULL, NULL);
    RETURN true;
END $$;

-- By the asker, while nobody said yes. The words are theirs to remove.
CREATE OR REPLACE FUNCTION alongside.take_back_request(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    PERFORM 1 FROM public.coaching_request r
      WHERE r.id = wanted AND r.author_id = alongside.me() AND r.status = 'open' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This request was answered already, or taken back.';
    END IF;
    PERFORM alongside.settle_request(wanted, 'taken_back', NULL, NULL);
END $$;

-- For administrators: how many have waited more than two days. Not whose, and not of whom.
CREATE OR REPLACE FUNCTION alongside.waiting_requests() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT count(*) FROM public.coaching_request r
     WHERE r.district_id = alongside.admin_district() AND r.status = 'open'
       AND r.created_at < now() - interval '2 days'
$$;
