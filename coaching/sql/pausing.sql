-- A pause: from a day on, until a day if somebody said so, and then it goes on by itself.

-- Runs as the writer. The day on which it goes on lies ahead; whoever resumes earlier ends it that day.
CREATE OR REPLACE FUNCTION alongside.keep_pause() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.status = 'paused' AND NEW.status = 'active' THEN
        NEW.paused_until := least(OLD.paused_until, alongside.day_in(NEW.district_id));
    ELSIF NEW.status <> 'paused' OR OLD.status = 'ended' THEN
        -- An ending that is taken back brings its pause along.
        NEW.paused_until := OLD.paused_until;
    ELSE
        IF OLD.status <> 'paused' THEN
            NEW.paused_on := alongside.day_in(NEW.district_id);
            -- Not said now: what stands there is the end of an earlier pause.
            NEW.paused_until := nullif(NEW.paused_until, OLD.paused_until);
        END IF;
        IF current_user = 'alongside_member'
           AND NEW.paused_until IS DISTINCT FROM OLD.paused_until
           AND NEW.paused_until <= alongside.day_in(NEW.district_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'AL001', MESSAGE =
                'Choose a day that is still to come, or leave it open.';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- For the worker: what was paused until today goes on.
CREATE OR REPLACE FUNCTION alongside.resume_paused() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH resumed AS (
        UPDATE public.coaching_partnership w SET status = 'active'
         WHERE w.status = 'paused' AND w.paused_until <= alongside.day_in(w.district_id)
        RETURNING w.id)
    SELECT count(*) FROM resumed
$$;

-- For the worker: open circles whose last pause ended lately, from which day until which it was. What
-- fell due meanwhile is told now.
CREATE OR REPLACE FUNCTION alongside.resumed_lately()
RETURNS TABLE (circle_id uuid, paused_on date, until date)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT w.circle_id, w.paused_on, w.paused_until FROM public.coaching_partnership w
     WHERE w.status = 'active' AND w.circle_id IS NOT NULL
       AND w.paused_until > alongside.day_in(w.district_id) - 14
$$;
