"""Who goes through and who is kept out, policy by policy: what circles read and write. See policy_cases.py."""

from dataclasses import replace
from typing import Any

from tests.access.acts import Act, Adds, Changes, Reads, Removes, Who
from tests.access.case import (
    ALEX,
    BLAKES_PROGRAM,
    CASEY,
    DANA,
    IN_RIVERBEND,
    JORDAN,
    LEE,
    MORGAN,
    NO_PROGRAM,
    PAT,
    QUINN,
    ROBIN,
    SAM,
    TAYLOR,
    THE_PROGRAM,
    Case,
    of,
)
from tests.access.scene import Scene

BACK_DATED = {"created_at": "2020-01-01"}


def circle_reads(*also: Act, never: tuple[Act, ...] = ()) -> Case:
    """To Alex somebody has lent it who had no right to."""
    inside = (Reads(who=CASEY), Reads(who=TAYLOR), Reads(who=ROBIN, row="closed"))
    outside = tuple(Reads(who=who) for who in (JORDAN, ROBIN, DANA, PAT, MORGAN, LEE, ALEX))
    return Case((*inside, *also), (*outside, *never))


def author_adds(
    who: Who = CASEY,
    other: str = "Taylor",
    *,
    wrongs: tuple[Adds, ...] = (),
    triggers: tuple[str, ...] = (),
    **common: Any,
) -> Case:
    """In the open chapter, as oneself, now."""
    right = Adds(who=who, **common)
    kept_out = (
        replace(right, who=JORDAN),
        replace(right, who=DANA),
        replace(right, who=ROBIN, row="closed"),
        replace(right, changed={**right.changed, "author_id": of(other)}),
        replace(right, changed={**right.changed, **BACK_DATED}),
    )
    return Case((right,), (*kept_out, *wrongs), triggers=triggers)


def author_changes(to: str, who: Who = CASEY, other: Who = TAYLOR) -> Case:
    """One's own, while the chapter is open."""
    others = (other, JORDAN, DANA, PAT)
    wrongs = (Changes(who=ROBIN, to=to, row="closed"), *(Changes(who=one, to=to) for one in others))
    return Case((Changes(who=who, to=to),), wrongs)


def circle_changes(to: str, *inside: Who) -> Case:
    """Either side, while the chapter is open."""
    wrongs = (
        Changes(who=ROBIN, to=to, row="closed"),
        *(Changes(who=one, to=to) for one in (JORDAN, DANA, PAT)),
    )
    return Case(tuple(Changes(who=who, to=to) for who in inside or (CASEY, TAYLOR)), wrongs)


def author_removes(*wrongs: Act, triggers: tuple[str, ...] = ()) -> Case:
    others = tuple(Removes(who=one) for one in (TAYLOR, JORDAN, DANA, PAT))
    kept_out = (Removes(who=ROBIN, row="closed"), *others, *wrongs)
    return Case((Removes(who=CASEY),), kept_out, triggers=triggers)


LENT = Reads(who=SAM)
WORDS_STAY = ("keep_written", "keep_notes")
AN_OLD_SESSION = "UPDATE coaching_session SET created_at = now() - interval '11 minutes'"


# What the partner has planned, or held.
HELD_BY_TAYLOR = (
    "UPDATE coaching_session SET entry_id = NULL, author_id ="
    " (SELECT id FROM accounts_member WHERE first_name = 'Taylor')"
)
PLANNED_BY_TAYLOR = f"{HELD_BY_TAYLOR}, status = 'planned'"


def the_visit(scene: Scene) -> object:
    return scene.rows["observations.Visit", "main"]


UNDER_WAY = "UPDATE observations_visit SET status = 'draft'"
# A comment beside a visit that the teacher has not spoken about.
BEFORE_THE_TEACHER = Adds(
    who=CASEY,
    changed={"item_kind": "visit", "item_id": the_visit},
    given="DELETE FROM observations_visitresponse",
)
PROPOSED = "UPDATE observations_visit SET status = 'proposed'"
AGREED = "UPDATE observations_visit SET status = 'agreed'"
WISHED = f"{AGREED}, author_id = teacher_id"
ANOTHER_FOCUS = "focus = 'Another word.'"
UNSHARED = "UPDATE observations_evidence SET shared = false"


def draft_only(case: Case) -> Case:
    """The same for lines that are not shared yet; of a shared one not even its author's word."""
    return Case(
        tuple(replace(act, given=UNSHARED) for act in case.rights),
        (*(replace(act, given=UNSHARED) for act in case.wrongs), *case.rights),
    )


PROPOSAL: dict[str, Any] = {
    "status": "proposed",
    "revision": 1,
    "agreed_at": None,
    "started_at": None,
    "ended_at": None,
    "shared_at": None,
}
A_TEAM_ROOM = "UPDATE access_circle SET admits_evaluator = true"
# Casey has come to evaluate Taylor, with whom the time was spent.
THEIR_EVALUATOR = (
    "UPDATE coaching_session s SET entry_id = t.id FROM coaching_timeentry t"
    " WHERE t.author_id = s.author_id;"
    " UPDATE access_evaluationline SET never_true_at = NULL, ends_on = NULL, evaluator_id ="
    " (SELECT id FROM accounts_member WHERE first_name = 'Casey') WHERE person_id ="
    " (SELECT id FROM accounts_member WHERE first_name = 'Taylor')"
)
BY_DANA = (
    "UPDATE coaching_privatenote SET author_id ="
    " (SELECT id FROM accounts_member WHERE first_name = 'Dana')"
)
ONLY_WRITER = Case(
    (Reads(who=CASEY), Reads(who=ROBIN, row="closed")),
    (
        Reads(who=TAYLOR),
        Reads(who=CASEY, row="closed"),
        Reads(who=JORDAN),
        Reads(who=DANA, given=BY_DANA),
    ),
)

RECORDS = {
    "circle_read": circle_reads(),
    "participant_read": circle_reads(),
    "look_read": Case((Reads(who=CASEY), Reads(who=TAYLOR)), (Reads(who=SAM), Reads(who=PAT))),
    "session_read": circle_reads(never=(Reads(who=SAM),)),
    "session_log": author_adds(triggers=("check_session",)),
    "session_mend": author_changes("minutes = 61"),
    "request_read": circle_reads(),
    "wish_read": circle_reads(),
    "answer_read": circle_reads(),
    "wish_write": author_adds(TAYLOR, "Casey", wrongs=(Adds(who=CASEY),)),
    "wish_edit": author_changes("body = 'x'", TAYLOR, CASEY),
    "wish_remove": Case(
        (Removes(who=TAYLOR),),
        (
            Removes(who=ROBIN, row="closed"),
            *(Removes(who=one) for one in (CASEY, JORDAN, DANA, PAT)),
        ),
    ),
    "directory_enter": Case(
        (Adds(who=CASEY),), (Adds(who=TAYLOR), Adds(who=LEE, changed=IN_RIVERBEND))
    ),
    "directory_edit": Case(
        (Changes(who=CASEY, to="about = 'x'"),), (Changes(who=TAYLOR, to="about = 'x'"),)
    ),
    "invited_read": Case((Reads(who=TAYLOR),), (Reads(who=CASEY), Reads(who=PAT), Reads(who=ALEX))),
    "invited_put_away": Case(
        (Changes(who=TAYLOR, to="put_away_at = now()", then="put_away_at IS NOT NULL"),),
        (Changes(who=CASEY, to="put_away_at = now()", then="put_away_at IS NOT NULL"),),
    ),
    "session_settle": Case(
        (
            Changes(who=CASEY, to="reason = 'other'", given=PLANNED_BY_TAYLOR),
            Changes(who=CASEY, to="status = 'not_held'", given=PLANNED_BY_TAYLOR),
        ),
        (
            Changes(
                who=CASEY,
                to="status = 'held', held_at = now()",
                then="status = 'held'",
                given=PLANNED_BY_TAYLOR,
            ),
            Changes(who=CASEY, to="reason = 'other'", given=HELD_BY_TAYLOR),
            Changes(who=ROBIN, to="reason = 'other'", given=PLANNED_BY_TAYLOR, row="closed"),
            *(
                Changes(who=one, to="reason = 'other'", given=PLANNED_BY_TAYLOR)
                for one in (TAYLOR, JORDAN, DANA, PAT)
            ),
        ),
        siblings=("session_mend",),
    ),
    "session_take_over": Case(
        (Removes(who=CASEY, given=PLANNED_BY_TAYLOR),),
        (
            Removes(who=CASEY, given=HELD_BY_TAYLOR),
            Removes(who=CASEY, given=f"{PLANNED_BY_TAYLOR}, revision = 2"),
            Removes(who=ROBIN, given=PLANNED_BY_TAYLOR, row="closed"),
            *(Removes(who=one, given=PLANNED_BY_TAYLOR) for one in (TAYLOR, JORDAN, DANA, PAT)),
        ),
        siblings=("session_undo",),
        triggers=WORDS_STAY,
    ),
    "session_undo": author_removes(Removes(who=CASEY, given=AN_OLD_SESSION), triggers=WORDS_STAY),
    "sessiontext_read": circle_reads(LENT),
    "sessiontext_write": author_adds(),
    "sessiontext_edit": author_changes("body = 'Another word.'"),
    "note_read": ONLY_WRITER,
    "note_write": author_adds(wrongs=(Adds(who=CASEY, changed={"expires_on": "2100-01-01"}),)),
    "note_edit": author_changes("body = 'Another word.'"),
    "note_remove": Case(
        (Removes(who=CASEY), Removes(who=ROBIN, row="closed")),
        (
            Removes(who=TAYLOR),
            Removes(who=CASEY, row="closed"),
            Removes(who=JORDAN),
            Removes(who=DANA, given=BY_DANA),
        ),
    ),
    "comment_read": circle_reads(never=(Reads(who=SAM),)),
    "comment_write": author_adds(wrongs=(BEFORE_THE_TEACHER,)),
    "comment_edit": author_changes("body = 'Another word.'"),
    "comment_remove": author_removes(),
    "goal_read": circle_reads(LENT),
    "goal_set": author_adds(wrongs=(Adds(who=CASEY, given=A_TEAM_ROOM),)),
    "goal_edit": circle_changes("statement = 'Another word.'"),
    "measurement_read": circle_reads(LENT),
    "measurement_add": author_adds(),
    "measurement_remove": author_removes(),
    "outcome_read": circle_reads(never=(Reads(who=SAM),)),
    "outcome_state": author_adds(TAYLOR, "Casey"),
    "outcome_restate": author_changes("reflection = 'Another word.'", TAYLOR, CASEY),
    "cycle_read": circle_reads(never=(Reads(who=SAM),)),
    "cycle_start": author_adds(),
    "cycle_move": circle_changes("stage = 2"),
    "cyclestage_read": circle_reads(),
    "cyclestage_copy": author_adds(),
    "stagemove_read": circle_reads(),
    "stagemove_note": author_adds(),
    "step_read": circle_reads(never=(Reads(who=SAM),)),
    "step_plan": author_adds(),
    "step_mend": circle_changes("done_at = '2100-01-01'"),
    "step_remove": author_removes(),
    "steptext_read": circle_reads(never=(Reads(who=SAM),)),
    "steptext_write": author_adds(),
    "steptext_edit": circle_changes("body = 'Another word.'"),
    "visit_read": circle_reads(LENT),
    "visit_ask": author_adds(
        changed=PROPOSAL,
        wrongs=(
            Adds(who=CASEY, changed={**PROPOSAL, "status": "agreed"}),
            Adds(who=CASEY, changed={**PROPOSAL, "agreed_at": "2100-01-01"}),
            Adds(who=CASEY, changed={**PROPOSAL, "expires_on": "2100-01-01"}),
            Adds(who=CASEY, changed={**PROPOSAL, "started_at": "2100-01-01"}),
            Adds(who=CASEY, changed={**PROPOSAL, "revision": 2}),
            Adds(who=CASEY, changed={**PROPOSAL, "teacher_id": of("Jordan")}),
            Adds(who=CASEY, changed=PROPOSAL, given=A_TEAM_ROOM),
        ),
    ),
    "visit_plan": Case(
        (
            Changes(who=CASEY, to=ANOTHER_FOCUS, given=PROPOSED),
            Changes(who=TAYLOR, to=ANOTHER_FOCUS, given=WISHED),
        ),
        (
            Changes(who=CASEY, to=ANOTHER_FOCUS, given=AGREED),
            Changes(who=TAYLOR, to=ANOTHER_FOCUS, given=f"{WISHED}; {UNDER_WAY}"),
            Changes(who=ROBIN, to=ANOTHER_FOCUS, given=PROPOSED, row="closed"),
            *(
                Changes(who=who, to=ANOTHER_FOCUS, given=PROPOSED)
                for who in (TAYLOR, JORDAN, DANA, PAT)
            ),
        ),
    ),
    "evidence_read": circle_reads(
        LENT,
        Reads(who=CASEY, row="draft"),
        never=(Reads(who=TAYLOR, row="draft"), Reads(who=SAM, row="draft")),
    ),
    "evidence_take": author_adds(given=UNDER_WAY, wrongs=(Adds(who=CASEY),)),
    "evidence_mend": draft_only(author_changes("body = 'Another word.'")),
    "evidence_remove": draft_only(author_removes()),
    "response_read": circle_reads(),
    "response_write": author_adds(TAYLOR, "Casey", wrongs=(Adds(who=CASEY),)),
    "response_edit": author_changes("body = 'Another word.'", TAYLOR, CASEY),
    "reviewlog_read": Case(
        (Reads(who=CASEY), Reads(who=MORGAN), Reads(who=ROBIN, row="closed")),
        tuple(Reads(who=who) for who in (TAYLOR, JORDAN, SAM, PAT, ALEX)),
    ),
    "reviewlog_write": author_adds(MORGAN, "Casey"),
    "reviewlog_edit": circle_changes("working = 'Another word.'", CASEY, MORGAN),
}

TAKEN_BACK: dict[str, Any] = {
    "to": "taken_back_at = statement_timestamp()",
    "then": "taken_back_at IS NOT NULL",
}
SHARES = {
    "share_read": Case(
        (Reads(who=CASEY), Reads(who=TAYLOR), Reads(who=SAM, row="live")),
        # It was taken back from Jordan.
        (Reads(who=JORDAN), Reads(who=SAM), Reads(who=PAT), Reads(who=DANA)),
    ),
    "share_lend": Case(
        (Adds(who=TAYLOR, row="live"),),
        (
            Adds(who=CASEY, row="live"),
            Adds(who=JORDAN, row="live"),
            Adds(who=DANA, row="live"),
            Adds(who=TAYLOR, row="live", changed={"sharer_id": of("Casey")}),
            Adds(who=TAYLOR, row="live", changed={"reader_id": of("Pat")}),
            Adds(who=TAYLOR, row="live", changed={"shared_at": "2100-01-01"}),
            Adds(who=TAYLOR, row="live", changed={"taken_back_at": "2100-01-01"}),
        ),
    ),
    "share_take_back": Case(
        (Changes(who=TAYLOR, row="live", **TAKEN_BACK),),
        (
            Changes(who=CASEY, row="live", **TAKEN_BACK),
            Changes(who=DANA, row="stranded", **TAKEN_BACK),
            Changes(who=TAYLOR, to="until = '2100-01-01'", row="live"),
        ),
    ),
}

PARTNERSHIPS = {
    "partnership_read": Case(
        # Quinn is asked to join, Robin has left.
        (Reads(who=CASEY), Reads(who=TAYLOR), Reads(who=QUINN), Reads(who=JORDAN, row="proposed")),
        tuple(Reads(who=who) for who in (ROBIN, JORDAN, DANA, PAT, LEE)),
    ),
    "partnership_steer": Case(
        (
            Changes(who=CASEY, to="team_name = 'Us'"),
            Changes(who=TAYLOR, to="team_name = 'Us'"),
            Changes(who=JORDAN, to="team_name = 'Us'", row="proposed"),
        ),
        (
            Changes(who=ROBIN, to="team_name = 'Us'"),
            Changes(who=QUINN, to="team_name = 'Us'"),
            Changes(who=JORDAN, to="team_name = 'Us'"),
            Changes(who=DANA, to="team_name = 'Us'"),
            Changes(who=CASEY, to="team_name = 'Us'", row="proposed"),
        ),
    ),
    "place_read": Case(
        (Reads(who=CASEY), Reads(who=TAYLOR), Reads(who=JORDAN, row="proposed")),
        (Reads(who=JORDAN), Reads(who=DANA), Reads(who=PAT), Reads(who=LEE)),
    ),
    "pulse_read": Case(
        (Reads(who=CASEY), Reads(who=TAYLOR)),
        tuple(Reads(who=who) for who in (QUINN, ROBIN, JORDAN, DANA, PAT, LEE)),
    ),
    "partnership_admin_read": Case(
        (Reads(who=THE_PROGRAM),), tuple(Reads(who=who) for who in NO_PROGRAM)
    ),
    "partnership_admin_propose": Case(
        (Adds(who=THE_PROGRAM, row="proposed"),),
        (
            *(Adds(who=who, row="proposed", changed=IN_RIVERBEND) for who in NO_PROGRAM),
            Adds(who=THE_PROGRAM, row="proposed", changed={"status": "active"}),
        ),
    ),
    "partnership_admin_steer": Case(
        (Changes(who=THE_PROGRAM, to="team_name = 'Us'"),),
        tuple(Changes(who=who, to="team_name = 'Us'") for who in NO_PROGRAM),
    ),
    "place_admin_read": Case(
        (Reads(who=THE_PROGRAM),), tuple(Reads(who=who) for who in NO_PROGRAM)
    ),
    "place_admin_propose": Case(
        (Adds(who=THE_PROGRAM, row="proposed"),),
        (
            *(Adds(who=who, row="proposed", changed=IN_RIVERBEND) for who in NO_PROGRAM),
            Adds(who=THE_PROGRAM, row="proposed", changed={"status": "joined"}),
        ),
    ),
    "pulse_admin_read": Case(
        (Reads(who=THE_PROGRAM),),
        (Reads(who=BLAKES_PROGRAM), *(Reads(who=who) for who in NO_PROGRAM)),
    ),
}

MY_TIME = {
    "entry_read": Case(
        (Reads(who=CASEY),),
        (
            Reads(who=TAYLOR),
            Reads(who=ROBIN),
            Reads(who=PAT),
            Reads(who=CASEY, given=THEIR_EVALUATOR),
        ),
    ),
    "entry_log": Case(
        (Adds(who=CASEY),),
        (
            Adds(who=ROBIN, changed={"author_id": of("Casey")}),
            Adds(who=CASEY, changed=BACK_DATED),
        ),
    ),
    "entry_mend": Case(
        (Changes(who=CASEY, to="label = 'x'"),),
        (
            Changes(who=TAYLOR, to="label = 'x'"),
            Changes(who=ROBIN, to="label = 'x'"),
            Changes(who=CASEY, to="label = 'x'", given=THEIR_EVALUATOR),
        ),
    ),
    "entry_undo": Case(
        (Removes(who=CASEY),),
        (
            Removes(who=TAYLOR),
            Removes(who=ROBIN),
            Removes(who=CASEY, given=THEIR_EVALUATOR),
        ),
    ),
}
