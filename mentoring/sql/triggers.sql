-- Created by the owner of the tables; the functions are the definer's.
CREATE OR REPLACE TRIGGER keep_pulse AFTER INSERT ON public.mentoring_reviewlog
    FOR EACH ROW EXECUTE FUNCTION alongside.keep_pulse_by_log();
