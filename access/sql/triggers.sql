-- Created by the owner of the tables; the functions are the definer's.
CREATE OR REPLACE TRIGGER check_participant BEFORE INSERT ON public.access_participant
    FOR EACH ROW EXECUTE FUNCTION alongside.check_participant();
CREATE OR REPLACE TRIGGER note_end BEFORE UPDATE OF ends_on ON public.access_evaluationline
    FOR EACH ROW WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on)
    EXECUTE FUNCTION alongside.note_end();
CREATE OR REPLACE TRIGGER note_end BEFORE UPDATE OF ends_on ON public.accounts_roleassignment
    FOR EACH ROW WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on)
    EXECUTE FUNCTION alongside.note_end();
CREATE OR REPLACE TRIGGER check_place BEFORE INSERT OR UPDATE ON public.coaching_place
    FOR EACH ROW EXECUTE FUNCTION alongside.check_place();
CREATE OR REPLACE TRIGGER check_status BEFORE UPDATE OF status ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.check_partnership_status();
CREATE OR REPLACE TRIGGER check_term BEFORE UPDATE OF term ON public.coaching_partnership
    FOR EACH ROW WHEN (NEW.term <> OLD.term)
    EXECUTE FUNCTION alongside.check_partnership_term();
CREATE OR REPLACE TRIGGER close_ended AFTER UPDATE OF status ON public.coaching_partnership
    FOR EACH ROW WHEN (NEW.status = 'ended' AND OLD.status <> 'ended')
    EXECUTE FUNCTION alongside.close_ended_partnership();
CREATE OR REPLACE TRIGGER begin_pulse AFTER INSERT ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.begin_pulse();
CREATE OR REPLACE TRIGGER keep_pulse AFTER INSERT OR DELETE OR UPDATE OF status, held_at, planned_at, minutes
    ON public.coaching_session FOR EACH ROW EXECUTE FUNCTION alongside.keep_pulse();
CREATE OR REPLACE TRIGGER check_session BEFORE INSERT OR UPDATE OF entry_id ON public.coaching_session
    FOR EACH ROW EXECUTE FUNCTION alongside.check_session();
CREATE OR REPLACE TRIGGER check_proposal BEFORE INSERT ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.check_proposal();
CREATE OR REPLACE TRIGGER check_proposed_place BEFORE INSERT ON public.coaching_place
    FOR EACH ROW EXECUTE FUNCTION alongside.check_proposed_place();
CREATE OR REPLACE TRIGGER keep_notes BEFORE DELETE ON public.coaching_session
    FOR EACH ROW WHEN (current_user = 'alongside_member')
    EXECUTE FUNCTION alongside.keep_notes_of_others();
CREATE OR REPLACE TRIGGER keep_written BEFORE DELETE ON public.coaching_session
    FOR EACH ROW WHEN (current_user = 'alongside_member')
    EXECUTE FUNCTION alongside.keep_what_others_wrote();
CREATE OR REPLACE TRIGGER sign_message BEFORE INSERT ON public.accounts_outboxmessage
    FOR EACH ROW WHEN (current_user IN ('alongside_member', 'alongside_program'))
    EXECUTE FUNCTION alongside.sign_message();
-- Of no column: this file is run before the last ones are there.
CREATE OR REPLACE TRIGGER keep_pause BEFORE UPDATE ON public.coaching_partnership
    FOR EACH ROW EXECUTE FUNCTION alongside.keep_pause();
