-- Created by the owner of the tables; the functions are the definer's.
CREATE TRIGGER check_participant BEFORE INSERT ON public.access_participant
    FOR EACH ROW EXECUTE FUNCTION alongside.check_participant();
CREATE TRIGGER check_place BEFORE INSERT OR UPDATE ON public.coaching_place
    FOR EACH ROW EXECUTE FUNCTION alongside.check_place();
CREATE TRIGGER check_status BEFORE UPDATE OF status ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.check_partnership_status();
CREATE TRIGGER close_ended AFTER UPDATE OF status ON public.coaching_partnership
    FOR EACH ROW WHEN (NEW.status = 'ended' AND OLD.status <> 'ended')
    EXECUTE FUNCTION alongside.close_ended_partnership();
CREATE TRIGGER begin_pulse AFTER INSERT ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.begin_pulse();
CREATE TRIGGER keep_pulse AFTER INSERT OR DELETE OR UPDATE OF status, held_at, planned_at, minutes
    ON public.coaching_session FOR EACH ROW EXECUTE FUNCTION alongside.keep_pulse();
CREATE TRIGGER check_session BEFORE INSERT OR UPDATE OF entry_id ON public.coaching_session
    FOR EACH ROW EXECUTE FUNCTION alongside.check_session();
CREATE TRIGGER check_proposal BEFORE INSERT ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.check_proposal();
CREATE TRIGGER check_proposed_place BEFORE INSERT ON public.coaching_place
    FOR EACH ROW EXECUTE FUNCTION alongside.check_proposed_place();
