-- Names of teachers in what a coach writes to a mentor: each becomes "Partner 3", a number of this
-- coach's that stays, unless that teacher has agreed to be named.
--
-- Only what the coach writes is changed. Were the mentor's words changed too, the mentor could type
-- names and read off whose partner each is; so a line that stands there already stays as it is.

-- Everybody whom a member has coached; those with `readable` only in circles that are theirs to read.
CREATE OR REPLACE FUNCTION alongside.coached_by(coach uuid, readable boolean) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT q.member_id FROM public.access_participant p
      JOIN public.access_circle c ON c.id = p.circle_id
      JOIN public.coaching_partnership w ON w.id = c.partnership_id AND w.kind <> 'mentoring'
      JOIN public.access_participant q ON q.circle_id = p.circle_id AND q.part = 'partner'
     WHERE p.member_id = coach AND p.part = 'coach'
       AND (NOT readable OR p.circle_id = ANY (ARRAY(SELECT alongside.mine())))
$$;

-- Those whose mentors may know the caller's name, if the caller says so.
CREATE OR REPLACE FUNCTION alongside.my_supporters() RETURNS SETOF uuid ROWS 5
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT p.member_id FROM public.access_participant p
      JOIN public.access_circle c ON c.id = p.circle_id
      JOIN public.coaching_partnership w ON w.id = c.partnership_id AND w.kind <> 'mentoring'
      JOIN public.access_participant q ON q.circle_id = p.circle_id AND q.part = 'partner'
     WHERE p.part = 'coach' AND q.member_id = alongside.me()
       AND p.circle_id = ANY (ARRAY(SELECT alongside.mine()))
$$;

CREATE OR REPLACE FUNCTION alongside.may_be_named(coach uuid, partner uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT EXISTS (SELECT 1 FROM public.mentoring_namegiven g
                    WHERE g.coach_id = coach AND g.partner_id = partner AND g.taken_back_at IS NULL)
$$;

-- Whether the caller is the coach who is supported in this circle.
CREATE OR REPLACE FUNCTION alongside.writes_to_mentor(circle uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.access_circle c
          JOIN public.coaching_partnership w ON w.id = c.partnership_id AND w.kind = 'mentoring'
         WHERE c.id = circle) THEN
        RETURN false;
    END IF;
    RETURN EXISTS (
        SELECT 1 FROM public.access_participant p
         WHERE p.circle_id = circle AND p.member_id = alongside.me() AND p.part = 'partner');
END $$;

-- A number for everybody who has none yet. Dealt at random among twice as many, so that it says
-- neither when somebody came nor how they stand in the review.
CREATE OR REPLACE FUNCTION alongside.number_partners(coach uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM alongside.coached_by(coach, false) c(id)
         WHERE NOT EXISTS (SELECT 1 FROM public.mentoring_partnernumber n
                            WHERE n.coach_id = coach AND n.partner_id = c.id)) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(coach::text, 9));
    INSERT INTO public.mentoring_partnernumber (id, district_id, coach_id, partner_id, number)
    SELECT gen_random_uuid(), m.district_id, coach, one.id, free.number
      FROM (SELECT c.id, row_number() OVER (ORDER BY gen_random_uuid()) AS place
              FROM alongside.coached_by(coach, false) c(id)
             WHERE NOT EXISTS (SELECT 1 FROM public.mentoring_partnernumber n
                                WHERE n.coach_id = coach AND n.partner_id = c.id)) one
      JOIN (SELECT s.number, row_number() OVER (ORDER BY gen_random_uuid()) AS place
              FROM generate_series(1, greatest(50, 2 * (
                    SELECT count(*) FROM alongside.coached_by(coach, false)))::int) s(number)
             WHERE NOT EXISTS (SELECT 1 FROM public.mentoring_partnernumber n
                                WHERE n.coach_id = coach AND n.number = s.number)) free
     USING (place)
      JOIN public.accounts_member m ON m.id = coach;
END $$;

-- Names that are everyday words as well: alone they are a name after a title, or with their capital in
-- the middle of a sentence; those that are written with a capital anyway, only after a title.
CREATE OR REPLACE FUNCTION alongside.is_a_word(name text, has_capital boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(name) = ANY (string_to_array(
        'april art august autumn black christian day east easter english fall french german holiday '
        'june may music north school south spring summer west white winter', ' '))
        OR NOT has_capital AND lower(name) = ANY (string_to_array(
        'able ace amber angel archer ash baker ball banks barber basil bay beach bean bell best berry bill '
        'bird bishop blue bloom bond book booker bowl branch bridge bridges bright brook brooks brown buck '
        'bud bush butcher cane carpenter carol carter case cash chance charity charm chase cherry chip '
        'church clay cliff close cloud cook cooper core cotton crane cross crystal curry daisy dale dawn '
        'dean destiny dot dove drew drum duke dusty earl early eden eve ever faith farmer field fields fine '
        'fish flood flowers ford forest fox frank free friend frost gale gamble garden gates gay gene gentle '
        'ginger glass gold golden good grace grant graves gray green grey guy hall hand harmony hart hay '
        'hazel head heath hill holly home honor hood hope house hunt hunter iris ivory ivy jack jade jay '
        'jewel joy judge justice keen key kind king knight lake lance lane law lily little long lord love '
        'loyal major march mark marks marsh mason means melody mercy merit merry miles mint moon moody moss '
        'nice nick noble oak olive page parks park pat patience peace peak pearl penny people person pierce '
        'pine plant pool poor pope porter post potter power powers price pride prince queen rain rainbow ray '
        'read ready rich ring rise river rivers rob robin rock rocky root rose ruby rush rusty sage sand '
        'sandy self serenity shade sharp shell shepherd shore short sierra silver singer sky small smart '
        'smith snow star stone storm story street strong sue sunny sweet swift temple terrace trace tree '
        'trinity true trust tucker valentine victor violet wade waters ward weaver week welcome will wise '
        'wolf wood woods worth wright young', ' '))
$$;

-- As it is looked for in a text, for PostgreSQL and for the browser alike.
CREATE OR REPLACE FUNCTION alongside.as_pattern(name text, any_case boolean) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(CASE
               WHEN letter ~ '\s' THEN '\s+'
               WHEN letter IN ('''', '’', '‘') THEN '[''’‘]'
               WHEN letter ~ '[].*+?^${}()|\\/[-]' THEN '\' || letter
               WHEN any_case AND lower(letter) <> upper(letter)
                    THEN '[' || lower(letter) || upper(letter) || ']'
               ELSE letter END, '' ORDER BY place)
      FROM regexp_split_to_table(regexp_replace(name, '\s+', ' ', 'g'), '')
           WITH ORDINALITY AS one(letter, place)
$$;

-- What to look for and what to write instead, longest first: whole names in any case, first or last
-- names alone with their capitals. `becomes` is null for a name that may stand: of those in the circle and
-- of partners who agreed. Two partners with one name become "Partner 3 or 7".
CREATE OR REPLACE FUNCTION alongside.names_to_find(coach uuid, circle uuid, people uuid[])
RETURNS TABLE (who text, is_whole boolean, pattern text, becomes text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH person AS (
        SELECT regexp_replace(trim(m.name), '\s+', ' ', 'g') AS name, m.first_name::text,
               inside.member_id IS NOT NULL AS is_inside,
               CASE WHEN inside.member_id IS NULL AND NOT alongside.may_be_named(coach, m.id)
                    THEN n.number END AS number
          FROM public.accounts_member m
          LEFT JOIN public.access_participant inside
            ON inside.circle_id = circle AND inside.member_id = m.id
          LEFT JOIN public.mentoring_partnernumber n ON n.coach_id = coach AND n.partner_id = m.id
         WHERE m.id = ANY (people) OR inside.member_id IS NOT NULL),
    form AS (
        SELECT DISTINCT p.name, p.is_inside, p.number, spelled.form,
               spelled.form ~ '\s' AND length(spelled.form) = length(p.name) AS is_whole
          FROM person p
         CROSS JOIN LATERAL (
               SELECT p.first_name
               UNION ALL
               SELECT unnest(ARRAY[array_to_string(w.words[:n], ' '), array_to_string(w.words[n:], ' ')])
                 FROM regexp_split_to_array(p.name, '\s+') w(words),
                      generate_series(1, cardinality(w.words)) n) part(form)
         CROSS JOIN LATERAL unnest(ARRAY[part.form, regexp_replace(
               normalize(part.form, NFD), '[\u0300-\u036f]', '', 'g')]) spelled(form)
         WHERE length(spelled.form) > 1),
    found AS (
        SELECT f.form, f.is_whole, bool_or(f.is_inside) AS is_inside,
               string_agg(DISTINCT f.name, ' or ') FILTER (WHERE f.number IS NOT NULL) AS who,
               (SELECT 'Partner ' || string_agg(one::text, ' or ' ORDER BY one)
                  FROM unnest(array_agg(DISTINCT f.number)) one) AS becomes,
               bool_and(alongside.is_a_word(word, false)) AS is_word,
               bool_or(alongside.is_a_word(word, true)) AS has_capital
          FROM form f CROSS JOIN LATERAL regexp_split_to_table(f.form, '\s+') word
         GROUP BY f.form, f.is_whole),
    title (words) AS (VALUES ('(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+'))
    SELECT f.who, f.is_whole,
           '(?<![0-9A-Za-zÀ-ɏ])(?:' || CASE
               WHEN f.is_whole THEN '(?:' || t.words || ')?' || alongside.as_pattern(f.form, NOT f.is_word)
               WHEN length(f.form) < 3 OR f.is_word AND f.has_capital
                    THEN t.words || alongside.as_pattern(f.form, false)
               WHEN f.is_word THEN t.words || alongside.as_pattern(f.form, false)
                    || '|(?<=[a-z,;:&] |\()' || alongside.as_pattern(f.form, false)
               ELSE '(?:' || t.words || ')?' || alongside.as_pattern(f.form, false) END
           || ')(?![0-9A-Za-zÀ-ɏ])',
           f.becomes
      FROM found f CROSS JOIN title t
     -- One of those in the circle is called so too: then only the whole name says who is meant.
     WHERE f.is_whole OR f.becomes IS NOT NULL AND NOT f.is_inside
     ORDER BY f.is_whole DESC, length(f.form) DESC, f.form
$$;

-- For the coach's own page.
CREATE OR REPLACE FUNCTION alongside.my_names_to_find(circle uuid)
RETURNS TABLE (who text, is_whole boolean, pattern text, becomes text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    IF NOT alongside.writes_to_mentor(circle) THEN
        RETURN;
    END IF;
    PERFORM alongside.number_partners(person);
    RETURN QUERY SELECT n.* FROM alongside.names_to_find(
        person, circle, ARRAY(SELECT alongside.coached_by(person, true))) n;
END $$;

-- `words` without the names, line by line; a line of `before` stays as it is. A name that may stand is
-- set aside under a sign that nobody types, so that a part of it is not taken for somebody else.
CREATE OR REPLACE FUNCTION alongside.without_names(
    words text, before text, patterns text[], becomes text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stood text[] := regexp_split_to_array(coalesce(before, ''), '\r?\n');
    kept text[] := '{}';
    line text;
    found text;
    written text[] := '{}';
BEGIN
    IF words IS NULL OR patterns IS NULL THEN
        RETURN words;
    END IF;
    FOREACH line IN ARRAY regexp_split_to_array(words, '\n') LOOP
        IF rtrim(line, E'\r') <> ALL (stood) THEN
            FOR n IN 1 .. cardinality(patterns) LOOP
                IF becomes[n] IS NOT NULL THEN
                    line := regexp_replace(line, patterns[n], becomes[n], 'g');
                    CONTINUE;
                END IF;
                LOOP
                    found := substring(line FROM patterns[n]);
                    EXIT WHEN found IS NULL;
                    kept := kept || found;
                    line := regexp_replace(
                        line, patterns[n], chr(57344) || cardinality(kept) || chr(57345));
                END LOOP;
            END LOOP;
        END IF;
        written := written || line;
    END LOOP;
    words := array_to_string(written, E'\n');
    FOR n IN 1 .. cardinality(kept) LOOP
        words := replace(words, chr(57344) || n || chr(57345), kept[n]);
    END LOOP;
    RETURN words;
END $$;

-- What the caller's words are searched for in this circle, and what is written instead.
CREATE OR REPLACE FUNCTION alongside.names_left_out(
    circle uuid, OUT patterns text[], OUT becomes text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    person uuid := alongside.me();
BEGIN
    PERFORM alongside.number_partners(person);
    SELECT array_agg(n.pattern ORDER BY n.ordinality), array_agg(n.becomes ORDER BY n.ordinality)
      INTO patterns, becomes
      FROM alongside.names_to_find(person, circle, ARRAY(
           SELECT alongside.coached_by(person, false))) WITH ORDINALITY n;
END $$;

-- Before a text is written; the columns that hold words are the trigger's arguments. Where a name stands
-- already a number beside it would say whose it is, so there it becomes no number.
CREATE OR REPLACE FUNCTION alongside.leave_names_out() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    typed jsonb := to_jsonb(NEW);
    stood jsonb := '{}';
    changed jsonb := '{}';
    names record;
    said text[];
    called text;
    room int;
BEGIN
    IF NOT alongside.writes_to_mentor(NEW.circle_id) THEN
        RETURN NEW;
    END IF;
    SELECT n.patterns, n.becomes INTO names FROM alongside.names_left_out(NEW.circle_id) n;
    IF TG_OP = 'UPDATE' THEN
        stood := to_jsonb(OLD);
        said := ARRAY(
            SELECT n.becomes FROM unnest(names.patterns, names.becomes) n(pattern, becomes)
             WHERE EXISTS (SELECT 1 FROM unnest(TG_ARGV) words(called)
                            WHERE stood ->> words.called ~ n.pattern));
        names.becomes := ARRAY(
            SELECT CASE WHEN n.becomes = ANY (said) THEN 'a partner' ELSE n.becomes END
              FROM unnest(names.becomes) WITH ORDINALITY n(becomes, place) ORDER BY n.place);
    END IF;
    FOREACH called IN ARRAY TG_ARGV LOOP
        SELECT CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 1000000 END INTO room
          FROM pg_attribute a WHERE a.attrelid = TG_RELID AND a.attname = called;
        changed := changed || jsonb_build_object(called, left(alongside.without_names(
            typed ->> called, stood ->> called, names.patterns, names.becomes), room));
    END LOOP;
    RETURN jsonb_populate_record(NEW, changed);
END $$;

-- An item of such a circle that names somebody is not lent. This reads the item as the one who lends.
CREATE OR REPLACE FUNCTION alongside.names_somebody(circle uuid, words text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN alongside.writes_to_mentor(circle) AND (
        SELECT words <> alongside.without_names(words, NULL, n.patterns, n.becomes)
          FROM alongside.names_left_out(circle) n);
END $$;

CREATE OR REPLACE FUNCTION alongside.check_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_member' AND alongside.names_somebody(NEW.circle_id, (
        SELECT string_agg(item.words, E'\n')
          FROM (SELECT concat_ws(E'\n', g.statement, g.focus, g.measure, g.unit) AS words
                  FROM public.goals_goal g WHERE g.id = NEW.item_id
                UNION ALL
                SELECT m.note FROM public.goals_measurement m WHERE m.goal_id = NEW.item_id
                UNION ALL
                SELECT t.body FROM public.coaching_sessiontext t WHERE t.session_id = NEW.item_id
                UNION ALL
                SELECT concat_ws(E'\n', v.focus, v.collect)
                  FROM public.observations_visit v WHERE v.id = NEW.item_id
                UNION ALL
                SELECT e.body FROM public.observations_evidence e WHERE e.visit_id = NEW.item_id
               ) item)) THEN
        RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
            'This names somebody whom you coach, so it can''t be shared. '
            'Write it without the name, then share it.';
    END IF;
    RETURN NEW;
END $$;
