-- A draft that is not shared within ten school days after the visit is removed; its author is warned
-- three school days before.

-- With the rights of whoever asks: Monday to Friday, without the district's days off.
CREATE OR REPLACE FUNCTION alongside.school_day_after(place uuid, day date, days int) RETURNS date
LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found date := day;
BEGIN
    WHILE days > 0 LOOP
        found := found + 1;
        IF extract(isodow FROM found) < 6 AND NOT EXISTS (
            SELECT 1 FROM public.accounts_noninstructionalday o
             WHERE o.district_id = place AND o.day = found) THEN
            days := days - 1;
        END IF;
    END LOOP;
    RETURN found;
END $$;

-- With the rights of whoever asks: the day on which a visit was over; its last line counts where
-- nobody said so. Null before anything was written.
CREATE OR REPLACE FUNCTION alongside.visit_was_over(visit uuid) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (coalesce(v.ended_at, e.last) AT TIME ZONE d.time_zone)::date
      FROM public.observations_visit v
      JOIN public.accounts_district d ON d.id = v.district_id
     CROSS JOIN LATERAL (SELECT max(o.created_at) AS last FROM public.observations_evidence o
                          WHERE o.visit_id = v.id) e
     WHERE v.id = visit AND e.last IS NOT NULL
$$;

-- With the rights of whoever asks: the last day of a draft that nobody was warned of.
CREATE OR REPLACE FUNCTION alongside.draft_last_day(place uuid, visit uuid) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest(alongside.school_day_after(place, o.day, 10),
                    alongside.school_day_after(place, alongside.day_in(place), 3))
      FROM (SELECT alongside.visit_was_over(visit) AS day) o WHERE o.day IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION alongside.warn_of_expiring_drafts()
RETURNS TABLE (district_id uuid, recipient_id uuid, visit_id uuid, last_day date)
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    WITH ripe AS (
        SELECT v.id FROM public.observations_visit v
         WHERE v.status IN ('agreed', 'draft') AND v.expires_on IS NULL
           AND alongside.day_in(v.district_id) >= alongside.school_day_after(
               v.district_id, alongside.visit_was_over(v.id), 10 - 3)),
    warned AS (
        UPDATE public.observations_visit v
           SET expires_on = alongside.draft_last_day(v.district_id, v.id)
         WHERE v.id IN (SELECT ripe.id FROM ripe) AND v.status IN ('agreed', 'draft')
           AND v.expires_on IS NULL
        RETURNING v.district_id, v.visitor_id, v.id, v.circle_id, v.expires_on)
    SELECT w.district_id, w.visitor_id, w.id, w.expires_on
      FROM warned w
      JOIN public.accounts_member m ON m.id = w.visitor_id AND m.active
      JOIN alongside.audience a ON a.circle_id = w.circle_id AND a.member_id = w.visitor_id
$$;

CREATE OR REPLACE FUNCTION alongside.remove_expired_drafts() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    over uuid[];
BEGIN
    -- The visit first: whoever shares it at the same moment is a moment too late, or we are.
    WITH lapsed AS (
        UPDATE public.observations_visit v SET status = 'expired'
         WHERE v.status IN ('agreed', 'draft')
           AND v.expires_on < alongside.day_in(v.district_id) RETURNING v.id)
    SELECT array_agg(lapsed.id) INTO over FROM lapsed;
    DELETE FROM public.observations_evidence e WHERE e.visit_id = ANY (over) AND NOT e.shared;
    RETURN coalesce(cardinality(over), 0);
END $$;
