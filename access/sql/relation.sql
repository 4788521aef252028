-- The relation, read both ways. The two views that combine it are in views.sql.

-- The same question for somebody outside the circle: may a share reach them?
CREATE OR REPLACE FUNCTION alongside.evaluates_a_partner(reader uuid, circle uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.access_participant q
          JOIN public.access_circle c ON c.id = q.circle_id
         WHERE q.circle_id = circle AND q.part = 'partner' AND q.member_id <> reader
           AND (SELECT true FROM alongside.evaluation e
                 WHERE e.evaluator_id = reader AND e.evaluated_id = q.member_id
                   AND e.starts_on <= current_date
                   AND (e.ends_on IS NULL OR e.ends_on > current_date
                        OR c.opened_at < e.ends_at)
                 LIMIT 1))
$$;

-- Whether this administrator evaluates somebody, or ever did: then another one keeps that person's
-- address and places, by which mail and the line would move.
CREATE OR REPLACE FUNCTION alongside.admin_evaluates(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM alongside.evaluation e
         WHERE e.evaluator_id = alongside.admin() AND e.evaluated_id = person
           AND e.starts_on <= current_date)
$$;

-- The same about a whole roster, for whoever uploads or confirms it: whose address it leaves alone, and
-- at which schools it ends nobody's place, because a line over a school reaches those who work there.
CREATE OR REPLACE FUNCTION alongside.importer_evaluates() RETURNS SETOF uuid ROWS 50
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT e.evaluated_id FROM alongside.evaluation e
     WHERE e.evaluator_id = coalesce(alongside.admin(), alongside.importer())
       AND e.starts_on <= current_date
$$;

CREATE OR REPLACE FUNCTION alongside.importer_evaluates_at() RETURNS SETOF uuid ROWS 3
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT l.school_id FROM public.access_evaluationline l
     WHERE l.evaluator_id = coalesce(alongside.admin(), alongside.importer())
       AND l.school_id IS NOT NULL AND l.starts_on <= current_date
       AND (l.ends_on IS NULL OR l.ends_on > current_date)
$$;

-- In PL/pgSQL, as all that policies ask for a list of circles: before PostgreSQL 18 an SQL function
-- is planned anew in every statement.
CREATE OR REPLACE FUNCTION alongside.mine() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT a.circle_id FROM alongside.audience a WHERE a.member_id = (SELECT alongside.me());
END $$;

CREATE OR REPLACE FUNCTION alongside.mine_open() RETURNS SETOF uuid ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT a.circle_id FROM alongside.audience a
      JOIN public.access_circle c ON c.id = a.circle_id
     WHERE a.member_id = (SELECT alongside.me()) AND c.closed_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION alongside.my_schools() RETURNS SETOF uuid ROWS 3
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT a.school_id FROM public.accounts_roleassignment a
     WHERE a.member_id = (SELECT alongside.me()) AND a.school_id IS NOT NULL
       AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on > current_date)
$$;

CREATE OR REPLACE FUNCTION alongside.my_shares() RETURNS SETOF uuid ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT s.id FROM public.access_share s
      JOIN public.accounts_member m ON m.id = s.reader_id
     WHERE s.reader_id = (SELECT alongside.me()) AND s.taken_back_at IS NULL
       AND s.until >= alongside.day_in(s.district_id)
       -- What was lent before an identity was tied was lent to the person, not yet to whoever came.
       AND s.shared_at >= coalesce(m.identity_since, '-infinity')
       AND NOT alongside.evaluates_a_partner(s.reader_id, s.circle_id)
$$;

CREATE OR REPLACE FUNCTION alongside.shared_with_me() RETURNS SETOF uuid ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT s.item_id FROM public.access_share s
     WHERE s.id = ANY (ARRAY(SELECT alongside.my_shares()))
$$;

-- Circle and item together: an id alone would let somebody lend what stands in another circle.
CREATE OR REPLACE FUNCTION alongside.shared_places() RETURNS SETOF text ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT s.circle_id::text || s.item_id::text FROM public.access_share s
     WHERE s.id = ANY (ARRAY(SELECT alongside.my_shares()))
$$;

-- Only the one partner of a circle can lend for it; where several people's words stand together,
-- lending waits for all of them.
CREATE OR REPLACE FUNCTION alongside.lends_for(circle uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT circle = ANY (ARRAY(SELECT alongside.mine()))
       AND ARRAY[alongside.me()] = ARRAY(SELECT p.member_id FROM public.access_participant p
                                          WHERE p.circle_id = circle AND p.part = 'partner')
$$;

CREATE OR REPLACE FUNCTION alongside.may_share(circle uuid, reader uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NOT alongside.lends_for(circle) THEN
        RETURN false;
    END IF;
    IF alongside.evaluates_a_partner(reader, circle) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This person evaluates you, so nothing can be shared with them here. '
            'You can export your record and hand over what you like.';
    END IF;
    RETURN true;
END $$;

-- Whom the one who lends for a circle is not offered: may_share() would refuse them.
CREATE OR REPLACE FUNCTION alongside.never_lent_to(circle uuid) RETURNS SETOF uuid ROWS 10
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT e.evaluator_id FROM alongside.evaluation e
     WHERE alongside.lends_for(circle) AND e.evaluated_id = alongside.me()
       AND alongside.evaluates_a_partner(e.evaluator_id, circle)
$$;

-- Both returned less before, and no function is replaced by one that returns more.
DROP FUNCTION IF EXISTS alongside.audience_of(uuid);
DROP FUNCTION IF EXISTS alongside.audiences_of(uuid[]);

-- Who can see this: from the circle's side, for those who are in it; with the kind of the partnership,
-- by which a part is called.
CREATE FUNCTION alongside.audience_of(circle uuid)
RETURNS TABLE (member_id uuid, name text, part text, since timestamptz, kind text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT a.member_id, m.name, a.part, a.since, coalesce(w.kind, '')
      FROM alongside.audience a
      JOIN public.accounts_member m ON m.id = a.member_id AND m.active
      JOIN public.access_circle c ON c.id = a.circle_id
      LEFT JOIN public.coaching_partnership w ON w.id = c.partnership_id
     WHERE a.circle_id = circle AND circle = ANY (ARRAY(SELECT alongside.mine()))
     ORDER BY a.part DESC, m.name
$$;

-- For a whole list of circles at once, so that a page asks once.
CREATE FUNCTION alongside.audiences_of(circles uuid[])
RETURNS TABLE (circle_id uuid, member_id uuid, name text, part text, since timestamptz, kind text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT a.circle_id, a.member_id, m.name, a.part, a.since, coalesce(w.kind, '')
      FROM alongside.audience a
      JOIN public.accounts_member m ON m.id = a.member_id AND m.active
      JOIN public.access_circle c ON c.id = a.circle_id
      LEFT JOIN public.coaching_partnership w ON w.id = c.partnership_id
     WHERE a.circle_id = ANY (circles) AND a.circle_id = ANY (ARRAY(SELECT alongside.mine()))
     ORDER BY a.part DESC, m.name
$$;

-- A reader outside the circle leaves a trace that the circle can read.
CREATE OR REPLACE FUNCTION alongside.note_look(item uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    INSERT INTO public.access_look (id, district_id, circle_id, item_kind, item_id, reader_id, hour)
    SELECT gen_random_uuid(), s.district_id, s.circle_id, s.item_kind, s.item_id, s.reader_id,
           date_trunc('hour', now())
      FROM public.access_share s
     WHERE s.item_id = item AND s.id = ANY (ARRAY(SELECT alongside.my_shares()))
    ON CONFLICT DO NOTHING
$$;

-- One's own shelf; made on first use.
CREATE OR REPLACE FUNCTION alongside.open_shelf() RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    IF person IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = 'Sign in again to go on.';
    END IF;
    RETURN alongside.shelf_of(person);
END $$;

CREATE OR REPLACE FUNCTION alongside.shelf_of(person uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    shelf uuid;
    place uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 7));
    SELECT c.id INTO shelf FROM public.access_circle c
      JOIN public.access_participant p ON p.circle_id = c.id
     WHERE p.member_id = person AND c.kind = 'shelf';
    IF shelf IS NOT NULL THEN
        RETURN shelf;
    END IF;
    SELECT m.district_id INTO place FROM public.accounts_member m WHERE m.id = person;
    shelf := gen_random_uuid();
    INSERT INTO public.access_circle (id, district_id, kind, admits_evaluator)
    VALUES (shelf, place, 'shelf', false);
    INSERT INTO public.access_participant (id, district_id, circle_id, member_id, part)
    VALUES (gen_random_uuid(), place, shelf, person, 'partner');
    RETURN shelf;
END $$;

-- Nobody who evaluates a partner takes the coach's part, whoever writes the row.
CREATE OR REPLACE FUNCTION alongside.refuse_evaluator_as_coach(
    coach uuid, partner uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    coach_name text;
    partner_name text;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM alongside.evaluation e
         WHERE e.evaluator_id = coach AND e.evaluated_id = partner
           AND e.starts_on <= current_date AND (e.ends_on IS NULL OR e.ends_on > current_date))
    THEN
        RETURN;
    END IF;
    SELECT m.name INTO coach_name FROM public.accounts_member m WHERE m.id = coach;
    SELECT m.name INTO partner_name FROM public.accounts_member m WHERE m.id = partner;
    RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE = format(
        '%s evaluates %s, so they can''t be %s''s coach. Coaching stays apart from evaluation: '
        'choose another coach, or correct the evaluation line if it is wrong.',
        coach_name, partner_name, partner_name);
END $$;

CREATE OR REPLACE FUNCTION alongside.check_participant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    other record;
BEGIN
    IF (SELECT c.admits_evaluator FROM public.access_circle c WHERE c.id = NEW.circle_id) THEN
        RETURN NEW;
    END IF;
    FOR other IN SELECT p.member_id, p.part FROM public.access_participant p
                  WHERE p.circle_id = NEW.circle_id AND p.member_id <> NEW.member_id LOOP
        IF NEW.part = 'coach' AND other.part = 'partner' THEN
            PERFORM alongside.refuse_evaluator_as_coach(NEW.member_id, other.member_id);
        ELSIF NEW.part = 'partner' AND other.part = 'coach' THEN
            PERFORM alongside.refuse_evaluator_as_coach(other.member_id, NEW.member_id);
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- What began while a line held stays denied, so a line or a place that somebody ends today ends now and
-- not at the midnight before.
CREATE OR REPLACE FUNCTION alongside.note_end() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    NEW.ended_at := CASE WHEN NEW.ends_on <= current_date THEN statement_timestamp() END;
    RETURN NEW;
END $$;

-- The functions below run as the writer, whom current_user names: what a kernel function writes is
-- the definer's and passes.

-- A session belongs to its circle's partnership and to its author's own time. Somebody else's fails
-- exactly like one that doesn't exist.
CREATE OR REPLACE FUNCTION alongside.check_session() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_member' AND (
        NOT EXISTS (SELECT 1 FROM public.access_circle c
                     WHERE c.id = NEW.circle_id AND c.partnership_id = NEW.partnership_id)
        OR NEW.entry_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM public.coaching_timeentry t
             WHERE t.id = NEW.entry_id AND t.author_id = NEW.author_id)) THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', MESSAGE =
            'a session names the partnership of its circle and a time entry of its author';
    END IF;
    RETURN NEW;
END $$;

-- An administrator proposes; the chapter and the time are the database's.
CREATE OR REPLACE FUNCTION alongside.check_proposal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_program' THEN
        NEW.circle_id := NULL;
        NEW.opened_at := now();
    END IF;
    RETURN NEW;
END $$;

-- Nobody is proposed by an administrator into a partnership that is under way.
CREATE OR REPLACE FUNCTION alongside.check_proposed_place() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_program' AND EXISTS (
        SELECT 1 FROM public.coaching_partnership w
         WHERE w.id = NEW.partnership_id AND w.status <> 'proposed') THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This partnership is not a proposal anymore: its partner asks others in. '
            'Propose a partnership of its own instead.';
    END IF;
    RETURN NEW;
END $$;

-- For the worker: a reminder is a date of the record, so it goes only to those who may read that, and
-- only while they can still say that it is done. While a partnership is paused it waits.
CREATE OR REPLACE FUNCTION alongside.may_be_reminded(circle uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (
        SELECT 1 FROM alongside.audience a
          JOIN public.access_circle c ON c.id = a.circle_id AND c.closed_at IS NULL
          LEFT JOIN public.coaching_partnership w ON w.id = c.partnership_id
         WHERE a.circle_id = circle AND a.member_id = person
           AND w.status IS DISTINCT FROM 'paused')
$$;
