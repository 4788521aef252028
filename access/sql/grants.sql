-- Nobody may call what is not named here.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA alongside FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA alongside TO alongside_owner;
GRANT EXECUTE ON FUNCTION alongside.me(), alongside.my_district(), alongside.mine(),
    alongside.mine_open(), alongside.my_schools(), alongside.my_shares(),
    alongside.shared_with_me(), alongside.shared_places(), alongside.may_share(uuid, uuid),
    alongside.never_lent_to(uuid),
    alongside.audience_of(uuid), alongside.audiences_of(uuid[]), alongside.note_look(uuid),
    alongside.open_shelf(), alongside.my_partnerships(),
    alongside.open_partnership(text, text, uuid[], text, uuid),
    alongside.propose_place(uuid, uuid, text), alongside.answer_place(uuid, text),
    alongside.my_present(), alongside.my_past(), alongside.my_hidden_entries(),
    alongside.take_back_ending(uuid),
    alongside.open_request(uuid, text, uuid, uuid, boolean), alongside.accept_request(uuid, text),
    alongside.pass_request(uuid, uuid, text), alongside.decline_request(uuid, text),
    alongside.take_back_request(uuid), alongside.askable(),
    alongside.waiting_for_me(),
    alongside.lines_never_true(), alongside.once_kept_out(), alongside.may_readmit(uuid, uuid),
    alongside.may_vouch_for(), alongside.newcomers(), alongside.waits_for_vouch(),
    alongside.may_speak(uuid, uuid),
    alongside.my_agreed_visits(), alongside.move_visit(uuid, text, int), alongside.my_coaches(),
    alongside.caseload_load(uuid), alongside.caseload_time(uuid), alongside.caseload_review(uuid),
    alongside.my_supporters(), alongside.my_names_to_find(uuid), alongside.names_somebody(uuid, text)
    TO alongside_member;
GRANT EXECUTE ON FUNCTION alongside.admin(), alongside.admin_district(), alongside.my_district(),
    alongside.denied_partnerships(), alongside.admin_evaluates(uuid),
    alongside.take_back_ending(uuid), alongside.mark_never_true(uuid, text),
    alongside.waiting_requests(),
    alongside.importer_evaluates(), alongside.importer_evaluates_at() TO alongside_program;
GRANT EXECUTE ON FUNCTION alongside.roster_district(), alongside.importer_evaluates(),
    alongside.importer_evaluates_at(),     alongside.may_be_reminded(uuid, uuid) TO alongside_worker;
GRANT EXECUTE ON FUNCTION alongside.memberships(bigint), alongside.invitation(text),
    alongside.accept_invitation(text, bigint) TO alongside_signin_data;

-- Background work (docs/background.md).
GRANT EXECUTE ON FUNCTION alongside.lapse_lines(), alongside.closed_to_evaluators(uuid),
    alongside.mail_came_back(uuid, text), alongside.warn_of_expiring_notes(),
    alongside.remove_expired_notes(), alongside.warn_of_expiring_drafts(),
    alongside.remove_expired_drafts(), alongside.resume_paused(), alongside.resumed_lately()
    TO alongside_worker;
GRANT EXECUTE ON FUNCTION alongside.closed_to(uuid[]), alongside.unreached() TO alongside_program;
-- These run with the rights of whoever asks.
GRANT EXECUTE ON FUNCTION alongside.day_in(uuid) TO alongside_program;
GRANT EXECUTE ON FUNCTION alongside.day_in(uuid), alongside.notes_last_day(uuid),
    alongside.school_day_after(uuid, date, int), alongside.visit_was_over(uuid),
    alongside.draft_last_day(uuid, uuid), alongside.refuse_to_lose_words() TO alongside_member;
