-- How people come into a circle. The caller is who the seal says, the time is the database's.

CREATE OR REPLACE FUNCTION alongside.my_partnerships() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT c.partnership_id FROM alongside.audience a
      JOIN public.access_circle c ON c.id = a.circle_id
     WHERE a.member_id = (SELECT alongside.me()) AND c.partnership_id IS NOT NULL
    UNION
    SELECT asked.partnership_id
      FROM (SELECT p.partnership_id, p.member_id FROM public.coaching_place p
              JOIN public.coaching_partnership w ON w.id = p.partnership_id
             WHERE p.member_id = (SELECT alongside.me())
               AND (p.status = 'proposed' OR (p.status = 'joined' AND w.status = 'proposed'))
            OFFSET 0) asked  -- keeps the question below for the few that are left
     WHERE NOT alongside.evaluates_in(asked.member_id, asked.partnership_id);
END $$;

-- Whether somebody evaluates one of a partnership's partners, by the rule of the audience.
CREATE OR REPLACE FUNCTION alongside.evaluates_in(person uuid, partnership uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.coaching_place q
          JOIN public.coaching_partnership w ON w.id = q.partnership_id
         WHERE q.partnership_id = partnership AND q.part = 'partner' AND q.member_id <> person
           AND w.kind <> 'leadership_team'
           AND (SELECT true FROM alongside.evaluation e
                 WHERE e.evaluator_id = person AND e.evaluated_id = q.member_id
                   AND e.starts_on <= current_date
                   AND (e.ends_on IS NULL OR e.ends_on > current_date
                        OR w.opened_at::date < e.ends_on)
                 LIMIT 1))
$$;

-- For administrators: partnerships of which they evaluate a partner; from their own lines outward.
CREATE OR REPLACE FUNCTION alongside.denied_partnerships() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.admin();
BEGIN
    -- Most administrators evaluate nobody, and then no partnership need be looked at.
    IF NOT EXISTS (
        SELECT 1 FROM public.access_evaluationline l WHERE l.evaluator_id = person) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT DISTINCT q.partnership_id
      FROM alongside.evaluation e
      JOIN public.coaching_place q ON q.member_id = e.evaluated_id AND q.part = 'partner'
      JOIN public.coaching_partnership w ON w.id = q.partnership_id
     WHERE e.evaluator_id = person AND e.starts_on <= current_date
       AND (e.ends_on IS NULL OR e.ends_on > current_date OR w.opened_at::date < e.ends_on);
END $$;

-- Opens a partnership between the caller and `partners`. Quick help and short-term begin at once;
-- long-term waits for each partner's own click.
CREATE OR REPLACE FUNCTION alongside.open_partnership(
    wanted_kind text, wanted_term text, partners uuid[], named text, wanted_role uuid)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
    home uuid;
    found uuid;
    opened uuid := gen_random_uuid();
    needed text := CASE wanted_kind WHEN 'mentoring' THEN 'mentor' WHEN 'peer' THEN NULL
                   ELSE 'coach' END;
BEGIN
    SELECT m.district_id INTO home FROM public.accounts_member m WHERE m.id = person;
    IF home IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'Sign in again to go on.';
    END IF;
    IF needed IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM public.accounts_roleassignment a
         WHERE a.member_id = person AND a.role = needed AND a.starts_on <= current_date
           AND (a.ends_on IS NULL OR a.ends_on > current_date)) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = format(
            'Only a %s can open this kind of partnership. Ask a program administrator.', needed);
    END IF;
    IF cardinality(partners) = 0 OR person = ANY (partners) OR EXISTS (
        SELECT 1 FROM unnest(partners) AS wanted(id)
          LEFT JOIN public.accounts_member m
            ON m.id = wanted.id AND m.district_id = home AND m.active
         WHERE m.id IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'Choose somebody else who works in this district.';
    END IF;
    IF wanted_kind = 'leadership_team' AND cardinality(partners) < 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'A leadership team is three people or more. For one person choose another kind.';
    END IF;
    IF cardinality(partners) = 1 THEN
        -- Two taps on Save make one partnership.
        PERFORM pg_advisory_xact_lock(hashtextextended(person::text || partners[1]::text, 8));
        SELECT w.id INTO found FROM public.coaching_partnership w
          JOIN public.coaching_place a ON a.partnership_id = w.id AND a.member_id = person
           AND a.part = 'coach' AND a.status = 'joined'
          JOIN public.coaching_place b ON b.partnership_id = w.id AND b.member_id = partners[1]
           AND b.status IN ('joined', 'proposed')
         WHERE w.kind = wanted_kind AND w.status IN ('active', 'paused', 'proposed')
           AND (wanted_term <> 'quick' OR w.circle_id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM public.coaching_place t
                            WHERE t.partnership_id = w.id AND t.member_id <> ALL (
                                  partners || person))
         LIMIT 1;
        IF found IS NOT NULL THEN
            RETURN found;
        END IF;
    END IF;
    INSERT INTO public.coaching_partnership
        (id, district_id, kind, term, status, team_name, coach_role_id)
    VALUES (opened, home, wanted_kind, wanted_term, 'proposed', named, wanted_role);
    INSERT INTO public.coaching_place (id, district_id, partnership_id, member_id, part, status)
    VALUES (gen_random_uuid(), home, opened, person,
            CASE wanted_kind WHEN 'peer' THEN 'partner' ELSE 'coach' END, 'joined');
    INSERT INTO public.coaching_place (id, district_id, partnership_id, member_id, part, status)
    SELECT gen_random_uuid(), home, opened, wanted.id, 'partner',
           -- A leadership team admits its evaluator, so nobody is put into one.
           CASE WHEN wanted_term = 'long' OR wanted_kind IN ('peer', 'leadership_team')
                THEN 'proposed' ELSE 'joined' END
      FROM unnest(partners) AS wanted(id);
    PERFORM alongside.sync_chapter(opened);
    RETURN opened;
END $$;

-- Those in it ask another person in, and that person's own click decides. Once it is under way a
-- coach only grows a team: nobody comes to sit beside a teacher without the teacher's yes.
CREATE OR REPLACE FUNCTION alongside.propose_place(
    wanted_partnership uuid, person uuid, wanted_part text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.coaching_place p
         WHERE p.partnership_id = wanted_partnership AND p.member_id = alongside.me()
           AND p.status = 'joined' AND NOT alongside.evaluates_in(p.member_id, p.partnership_id))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'Only those in it can ask people in.';
    END IF;
    INSERT INTO public.coaching_place (id, district_id, partnership_id, member_id, part, status)
    SELECT gen_random_uuid(), w.district_id, w.id, person, wanted_part, 'proposed'
      FROM public.coaching_partnership w WHERE w.id = wanted_partnership
    ON CONFLICT (district_id, partnership_id, member_id)
    DO UPDATE SET status = 'proposed' WHERE coaching_place.status IN ('left', 'declined');
    -- After the place, so that an evaluator is refused with the reason that matters more.
    IF NOT EXISTS (
        SELECT 1 FROM public.coaching_partnership w
          JOIN public.coaching_place p ON p.partnership_id = w.id
         WHERE w.id = wanted_partnership AND p.member_id = alongside.me()
           AND (p.part = 'partner' OR w.circle_id IS NULL
                OR (w.kind IN ('team', 'leadership_team') AND wanted_part = 'partner'))) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'Your partner asks others in: a partnership under way opens only with their yes.';
    END IF;
END $$;

-- One's own click: join or decline a proposal, or leave.
CREATE OR REPLACE FUNCTION alongside.answer_place(
    wanted_partnership uuid, answer text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    UPDATE public.coaching_place p SET status = answer
     WHERE p.partnership_id = wanted_partnership AND p.member_id = alongside.me()
       AND ((p.status = 'proposed' AND answer IN ('joined', 'declined'))
            OR (p.status = 'joined' AND answer = 'left'));
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This was answered already. Open the partnership again to see where it stands.';
    END IF;
    PERFORM alongside.sync_chapter(wanted_partnership);
END $$;

-- Closes the open chapter and opens the next whenever the people in it change.
CREATE OR REPLACE FUNCTION alongside.sync_chapter(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    w record;
    goes_on boolean;
    chapter uuid;
BEGIN
    SELECT * INTO w FROM public.coaching_partnership p WHERE p.id = wanted FOR UPDATE;
    -- A coach who has come to evaluate a partner is not carried along: no chapter could open with
    -- them, and then nobody else could leave or join.
    UPDATE public.coaching_place p SET status = 'left'
     WHERE p.partnership_id = wanted AND p.part = 'coach' AND p.status = 'joined'
       AND alongside.evaluates_in(p.member_id, p.partnership_id);
    SELECT w.status <> 'ended' AND count(*) > 1 AND count(*) FILTER (WHERE p.part = 'partner') > 0
           AND (w.kind = 'peer' OR count(*) FILTER (WHERE p.part = 'coach') > 0)
           AND (w.kind <> 'leadership_team' OR count(*) > 2)
      INTO goes_on
      FROM public.coaching_place p WHERE p.partnership_id = wanted AND p.status = 'joined';
    IF goes_on AND w.circle_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM (SELECT p.member_id, p.part FROM public.coaching_place p
                        WHERE p.partnership_id = wanted AND p.status = 'joined') place
          FULL JOIN (SELECT c.member_id, c.part FROM public.access_participant c
                      WHERE c.circle_id = w.circle_id) part
         USING (member_id, part)
         WHERE place.member_id IS NULL OR part.member_id IS NULL) THEN
        RETURN;
    END IF;
    IF w.circle_id IS NOT NULL THEN
        UPDATE public.access_circle SET closed_at = now() WHERE id = w.circle_id;
    END IF;
    IF goes_on THEN
        chapter := gen_random_uuid();
        INSERT INTO public.access_circle (id, district_id, kind, partnership_id, admits_evaluator)
        VALUES (chapter, w.district_id, 'chapter', wanted, w.kind = 'leadership_team');
        INSERT INTO public.access_participant (id, district_id, circle_id, member_id, part)
        SELECT gen_random_uuid(), p.district_id, chapter, p.member_id, p.part
          FROM public.coaching_place p
         WHERE p.partnership_id = wanted AND p.status = 'joined'
         ORDER BY p.part DESC;
    END IF;
    UPDATE public.coaching_partnership p
       SET circle_id = chapter,
           status = CASE WHEN goes_on AND p.status = 'proposed' THEN 'active'
                         WHEN NOT goes_on AND p.status IN ('active', 'paused') THEN 'ended'
                         ELSE p.status END
     WHERE p.id = wanted;
END $$;

-- Whoever may steer a partnership moves it between these; ended stays ended.
CREATE OR REPLACE FUNCTION alongside.check_partnership_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF OLD.status = 'ended' AND NEW.status <> 'ended' THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This partnership has ended. Begin a new one with the same people instead.';
    END IF;
    IF OLD.status = 'proposed' AND NEW.status IN ('active', 'paused') AND NEW.circle_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This partnership begins when its partner agrees.';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION alongside.close_ended_partnership() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NEW.circle_id IS NOT NULL THEN
        PERFORM alongside.sync_chapter(NEW.id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION alongside.check_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    other record;
BEGIN
    IF (SELECT w.kind FROM public.coaching_partnership w WHERE w.id = NEW.partnership_id)
       = 'leadership_team' OR NEW.status NOT IN ('proposed', 'joined') THEN
        RETURN NEW;
    END IF;
    FOR other IN SELECT p.member_id, p.part FROM public.coaching_place p
                  WHERE p.partnership_id = NEW.partnership_id AND p.member_id <> NEW.member_id
                    AND p.status IN ('proposed', 'joined') LOOP
        IF NEW.part = 'coach' AND other.part = 'partner' THEN
            PERFORM alongside.refuse_evaluator_as_coach(NEW.member_id, other.member_id);
        ELSIF NEW.part = 'partner' AND other.part = 'coach' THEN
            PERFORM alongside.refuse_evaluator_as_coach(other.member_id, NEW.member_id);
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- The pulse follows the sessions.
CREATE OR REPLACE FUNCTION alongside.begin_pulse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO public.coaching_pulse
        (id, district_id, partnership_id, sessions_held, minutes_held)
    VALUES (gen_random_uuid(), NEW.district_id, NEW.id, 0, 0);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION alongside.keep_pulse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    wanted uuid := coalesce(NEW.partnership_id, OLD.partnership_id);
    held int := 0;
    minutes int := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status = 'held' THEN
        held := held - 1;
        minutes := minutes - OLD.minutes;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status = 'held' THEN
        held := held + 1;
        minutes := minutes + NEW.minutes;
    END IF;
    UPDATE public.coaching_pulse u
       SET sessions_held = u.sessions_held + held, minutes_held = u.minutes_held + minutes,
           last_contact = (SELECT s.held_at FROM public.coaching_session s
                            WHERE s.partnership_id = wanted AND s.status = 'held'
                              AND s.held_at IS NOT NULL ORDER BY s.held_at DESC LIMIT 1),
           next_planned = (SELECT min(s.planned_at) FROM public.coaching_session s
                            WHERE s.partnership_id = wanted AND s.status = 'planned')
     WHERE u.partnership_id = wanted;
    RETURN NULL;
END $$;
