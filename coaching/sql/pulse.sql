-- What a partnership's lists are sorted and counted by, kept by trigger.

-- The pulse follows the sessions, and with a mentor the logs that both write in.
CREATE OR REPLACE FUNCTION alongside.begin_pulse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO public.coaching_pulse
        (id, district_id, partnership_id, sessions_held, minutes_held)
    VALUES (gen_random_uuid(), NEW.district_id, NEW.id, 0, 0);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION alongside.last_contact(wanted uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN greatest(
        (SELECT s.held_at FROM public.coaching_session s
          WHERE s.partnership_id = wanted AND s.status = 'held'
            AND s.held_at IS NOT NULL ORDER BY s.held_at DESC LIMIT 1),
        (SELECT max(l.created_at) FROM public.access_circle c
           JOIN public.mentoring_reviewlog l ON l.circle_id = c.id
          WHERE c.partnership_id = wanted));
END $$;

CREATE OR REPLACE FUNCTION alongside.keep_pulse_by_log() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    UPDATE public.coaching_pulse u SET last_contact = alongside.last_contact(u.partnership_id)
      FROM public.access_circle c
     WHERE c.id = NEW.circle_id AND u.partnership_id = c.partnership_id;
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
           last_contact = alongside.last_contact(wanted),
           next_planned = (SELECT min(s.planned_at) FROM public.coaching_session s
                            WHERE s.partnership_id = wanted AND s.status = 'planned')
     WHERE u.partnership_id = wanted;
    RETURN NULL;
END $$;
