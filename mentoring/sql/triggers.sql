-- Created by the owner of the tables; the functions are the definer's.
CREATE OR REPLACE TRIGGER keep_pulse AFTER INSERT ON public.mentoring_reviewlog
    FOR EACH ROW EXECUTE FUNCTION alongside.keep_pulse_by_log();

-- Wherever a coach may write to a mentor. Notes that are just for oneself are nobody else's to read.
CREATE OR REPLACE TRIGGER leave_names_out
    BEFORE INSERT OR UPDATE OF working, challenges, coach_steps, mentor_steps
    ON public.mentoring_reviewlog FOR EACH ROW
    EXECUTE FUNCTION alongside.leave_names_out('working', 'challenges', 'coach_steps', 'mentor_steps');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF body ON public.comments_comment
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('body');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF body ON public.coaching_sessiontext
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('body');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF body ON public.goals_nextsteptext
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('body');
CREATE OR REPLACE TRIGGER leave_names_out
    BEFORE INSERT OR UPDATE OF statement, focus, measure, unit ON public.goals_goal FOR EACH ROW
    EXECUTE FUNCTION alongside.leave_names_out('statement', 'focus', 'measure', 'unit');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF note ON public.goals_measurement
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('note');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF reflection ON public.goals_outcome
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('reflection');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF focus, collect
    ON public.observations_visit FOR EACH ROW
    EXECUTE FUNCTION alongside.leave_names_out('focus', 'collect');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF body ON public.observations_evidence
    FOR EACH ROW EXECUTE FUNCTION alongside.leave_names_out('body');
CREATE OR REPLACE TRIGGER leave_names_out BEFORE INSERT OR UPDATE OF body
    ON public.observations_visitresponse FOR EACH ROW
    EXECUTE FUNCTION alongside.leave_names_out('body');
CREATE OR REPLACE TRIGGER check_share BEFORE INSERT ON public.access_share
    FOR EACH ROW EXECUTE FUNCTION alongside.check_share();
