-- How people come into a circle. The caller is who the seal says, the time is the database's.

-- Partnerships that the caller is in, or was in until they ended: the last chapter is theirs to read.
CREATE OR REPLACE FUNCTION alongside.my_present() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT c.partnership_id FROM alongside.audience a
      JOIN public.access_circle c ON c.id = a.circle_id
     WHERE a.member_id = (SELECT alongside.me()) AND c.partnership_id IS NOT NULL
       AND (c.closed_at IS NULL OR NOT EXISTS (
            SELECT 1 FROM public.access_circle n
             WHERE n.partnership_id = c.partnership_id
               AND (n.closed_at IS NULL
                    OR (n.closed_at, n.opened_at) > (c.closed_at, c.opened_at))));
END $$;

-- These, and those that the caller is asked to join.
CREATE OR REPLACE FUNCTION alongside.my_partnerships() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT alongside.my_present()
    UNION
    SELECT asked.partnership_id
      FROM (SELECT p.partnership_id, p.member_id FROM public.coaching_place p
              JOIN public.coaching_partnership w ON w.id = p.partnership_id
             WHERE p.member_id = (SELECT alongside.me())
               AND (p.status = 'proposed' OR (p.status = 'joined' AND w.status = 'proposed'))
            OFFSET 0) asked  -- keeps the question below for the few that are left
     WHERE NOT alongside.evaluates_in(asked.member_id, asked.partnership_id);
END $$;

-- Partnerships that the caller has left while others went on: the last chapter that was theirs, and
-- nothing of the present.
CREATE OR REPLACE FUNCTION alongside.my_past()
RETURNS TABLE (partnership_id uuid, kind text, circle_id uuid, left_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT ON (c.partnership_id) c.partnership_id, w.kind, c.id, c.closed_at
      FROM alongside.audience a
      JOIN public.access_circle c ON c.id = a.circle_id
      JOIN public.coaching_partnership w ON w.id = c.partnership_id
     WHERE a.member_id = alongside.me() AND c.closed_at IS NOT NULL
       AND c.partnership_id <> ALL (ARRAY(SELECT alongside.my_partnerships()))
     ORDER BY c.partnership_id, c.closed_at DESC, c.opened_at DESC
$$;

-- The caller's own time that belongs to circles they may not read anymore: with whom it was spent, and
-- when, is closed with them.
CREATE OR REPLACE FUNCTION alongside.my_hidden_entries() RETURNS SETOF uuid ROWS 10
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.access_evaluationline l WHERE l.evaluator_id = person) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT s.entry_id FROM public.coaching_timeentry t
      JOIN public.coaching_session s ON s.entry_id = t.id
     WHERE t.author_id = person AND s.circle_id <> ALL (ARRAY(SELECT alongside.mine()));
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
                        OR w.opened_at < e.ends_at)
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
       AND (e.ends_on IS NULL OR e.ends_on > current_date OR w.opened_at < e.ends_at);
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
    IF wanted_term NOT IN ('quick', 'short', 'long') OR wanted_kind NOT IN ('coaching', 'team',
       'leadership', 'leadership_team', 'peer', 'induction', 'mentoring') THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'There is no such kind of partnership.';
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
           -- One that a line of the past keeps closed to the caller stays so; they begin anew.
           AND w.id = ANY (ARRAY(SELECT alongside.my_partnerships()))
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
           AND p.status = 'joined'
           AND p.partnership_id = ANY (ARRAY(SELECT alongside.my_partnerships())))
       OR wanted_part NOT IN ('coach', 'partner') THEN
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
           AND w.status <> 'ended' AND (p.part = 'partner' OR w.status = 'proposed'
                OR (w.kind IN ('team', 'leadership_team') AND wanted_part = 'partner'
                    -- A team of one teacher is that teacher's, by whatever kind it was begun.
                    AND (SELECT count(*) > 1 FROM public.coaching_place q
                          WHERE q.partnership_id = w.id AND q.part = 'partner'
                            AND q.status = 'joined')))) THEN
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
    IF answer = 'left' THEN
        PERFORM alongside.note_ending(wanted_partnership, true, (
            SELECT w.status FROM public.coaching_partnership w WHERE w.id = wanted_partnership));
    END IF;
    PERFORM alongside.sync_chapter(wanted_partnership);
END $$;

-- What can be taken back for ten minutes: who ended a partnership or left it, and where it stood.
CREATE OR REPLACE FUNCTION alongside.note_ending(
    wanted uuid, leaving boolean, status_before text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    INSERT INTO public.coaching_ending
        (id, district_id, partnership_id, member_id, is_leaving, circle_id, status_before)
    SELECT gen_random_uuid(), w.district_id, w.id, who.id, leaving, w.circle_id, status_before
      FROM public.coaching_partnership w
     CROSS JOIN (SELECT coalesce(alongside.me(), alongside.admin()) AS id) who
     WHERE w.id = wanted AND who.id IS NOT NULL
$$;

-- Whether those who are in a partnership now are exactly those of this chapter.
CREATE OR REPLACE FUNCTION alongside.same_people(wanted uuid, chapter uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM (SELECT p.member_id, p.part FROM public.coaching_place p
                        WHERE p.partnership_id = wanted AND p.status = 'joined') place
          FULL JOIN (SELECT c.member_id, c.part FROM public.access_participant c
                      WHERE c.circle_id = chapter) part
         USING (member_id, part)
         WHERE place.member_id IS NULL OR part.member_id IS NULL)
$$;

-- Whoever just ended it or left takes that back: the chapter opens again with exactly its people, or
-- not at all. Written meanwhile without them stays without them.
CREATE OR REPLACE FUNCTION alongside.take_back_ending(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    w record;
    e record;
BEGIN
    SELECT * INTO w FROM public.coaching_partnership p WHERE p.id = wanted FOR UPDATE;
    SELECT * INTO e FROM public.coaching_ending n WHERE n.partnership_id = wanted
     ORDER BY n.ended_at DESC LIMIT 1;
    IF e.member_id IS DISTINCT FROM coalesce(alongside.me(), alongside.admin())
       OR e.member_id IS NULL OR e.taken_back_at IS NOT NULL
       OR e.ended_at <= statement_timestamp() - interval '10 minutes'
       -- Somebody who evaluates a partner by now gets no chapter back.
       OR alongside.me() IS NOT NULL AND e.circle_id IS NOT NULL
          AND e.circle_id <> ALL (ARRAY(SELECT alongside.mine())) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'Whoever ended this could take it back for ten minutes. '
            'Begin a new partnership with the same people instead.';
    END IF;
    UPDATE public.coaching_ending SET taken_back_at = statement_timestamp() WHERE id = e.id;
    IF e.is_leaving THEN
        UPDATE public.coaching_place p SET status = 'joined'
         WHERE p.partnership_id = wanted AND p.member_id = e.member_id AND p.status = 'left';
    END IF;
    IF e.circle_id IS NULL THEN
        UPDATE public.coaching_partnership SET status = e.status_before
         WHERE id = wanted AND status = 'ended';
        PERFORM alongside.sync_chapter(wanted);
        RETURN;
    END IF;
    IF NOT alongside.same_people(wanted, e.circle_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'Somebody came or went meanwhile, so this can''t be taken back. '
            'Begin a new partnership instead.';
    END IF;
    PERFORM alongside.refuse_evaluator_as_coach(k.member_id, q.member_id)
       FROM public.access_circle c
       JOIN public.access_participant k ON k.circle_id = c.id AND k.part = 'coach'
       JOIN public.access_participant q ON q.circle_id = c.id AND q.part = 'partner'
      WHERE c.id = e.circle_id AND NOT c.admits_evaluator;
    UPDATE public.access_circle SET closed_at = statement_timestamp() WHERE id = w.circle_id;
    UPDATE public.access_circle SET closed_at = NULL WHERE id = e.circle_id;
    UPDATE public.coaching_partnership p
       SET circle_id = e.circle_id,
           status = CASE p.status WHEN 'ended' THEN e.status_before ELSE p.status END
     WHERE p.id = wanted;
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
    -- A coach whom a line keeps out of this chapter is not carried along into the next: with one who
    -- evaluates a partner now none could open, and then nobody else could leave or join.
    UPDATE public.coaching_place p SET status = 'left'
     WHERE p.partnership_id = wanted AND p.part = 'coach' AND p.status = 'joined'
       AND alongside.evaluates_a_partner(p.member_id, w.circle_id)
       AND NOT EXISTS (SELECT 1 FROM alongside.audience a
                        WHERE a.circle_id = w.circle_id AND a.member_id = p.member_id);
    SELECT w.status <> 'ended' AND count(*) > 1 AND count(*) FILTER (WHERE p.part = 'partner') > 0
           AND (w.kind = 'peer' OR count(*) FILTER (WHERE p.part = 'coach') > 0)
           AND (w.kind <> 'leadership_team' OR count(*) > 2)
      INTO goes_on
      FROM public.coaching_place p WHERE p.partnership_id = wanted AND p.status = 'joined';
    IF goes_on AND w.circle_id IS NOT NULL AND alongside.same_people(wanted, w.circle_id) THEN
        RETURN;
    END IF;
    UPDATE public.access_circle SET closed_at = statement_timestamp() WHERE id = w.circle_id;
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
    -- Whoever was to sit beside a teacher comes after this only with the teacher's yes, and nobody comes
    -- into what has ended.
    UPDATE public.coaching_place p SET status = 'declined'
     WHERE p.partnership_id = wanted AND p.status = 'proposed'
       AND (goes_on AND w.status = 'proposed' AND p.part = 'coach'
            OR NOT goes_on AND w.circle_id IS NOT NULL);
    UPDATE public.coaching_partnership p
       SET circle_id = chapter,
           status = CASE WHEN goes_on AND p.status = 'proposed' THEN 'active'
                         WHEN NOT goes_on AND p.status IN ('active', 'paused') THEN 'ended'
                         ELSE p.status END
     WHERE p.id = wanted;
END $$;

-- Whoever may steer a partnership moves it between these; ended stays ended. This runs as the writer,
-- whom current_user names: what a kernel function writes is the definer's.
CREATE OR REPLACE FUNCTION alongside.check_partnership_status() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.status = 'ended' AND NEW.status <> 'ended' AND current_user <> 'alongside_definer' THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This partnership has ended. Begin a new one with the same people instead.';
    END IF;
    IF OLD.status <> 'proposed' AND NEW.status = 'proposed' AND current_user <> 'alongside_definer' THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'What has begun is no proposal anymore. Pause it or end it.';
    END IF;
    IF OLD.status = 'proposed' AND NEW.status IN ('active', 'paused') AND NEW.circle_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This partnership begins when its partner agrees.';
    END IF;
    RETURN NEW;
END $$;

-- It becomes long-term by a partner's own click; whoever supports can propose it.
CREATE OR REPLACE FUNCTION alongside.check_partnership_term() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_member' AND NOT (NEW.term = 'long' AND EXISTS (
        SELECT 1 FROM public.coaching_place p
         WHERE p.partnership_id = NEW.id AND p.member_id = alongside.me()
           AND p.part = 'partner' AND p.status = 'joined')) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'It becomes long-term when the partner says so. You can propose it.';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION alongside.close_ended_partnership() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    -- Not where it ended because somebody left: the chapter is closed then, and that is noted.
    IF NEW.circle_id IS NOT DISTINCT FROM OLD.circle_id THEN
        PERFORM alongside.note_ending(NEW.id, false, OLD.status);
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
