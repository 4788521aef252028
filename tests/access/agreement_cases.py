"""Who goes through and who is kept out, policy by policy: what people have said about a line, about
an old reader, about their name and about a first sign-in. See policy_cases.py."""

from dataclasses import replace

from tests.access.acts import KERNEL, Act, Adds, Changes, Reads, Removes, leaves_undone
from tests.access.case import (
    CASEY,
    JORDAN,
    NO_PROGRAM,
    QUINN,
    ROBIN,
    TAYLOR,
    THE_PROGRAM,
    Case,
    of,
)
from tests.access.scene import Scene

LONG_AGO = "2020-01-01"
ANSWERED = Changes(
    who=JORDAN, to="agrees = false, answered_at = statement_timestamp()", then="NOT agrees"
)
AGREES = Changes(who=JORDAN, to="agrees = true, answered_at = statement_timestamp()", then="agrees")
OBJECTED = "UPDATE access_lineanswer SET agrees = false"
AGREED = Changes(
    who=JORDAN, to="taken_back_at = statement_timestamp()", then="taken_back_at IS NOT NULL"
)
# Jordan has signed in for the first time since that circle began, and nobody has vouched yet.
SIGNED_IN_SINCE = "UPDATE accounts_member SET identity_since = now() WHERE first_name = 'Jordan'"
ALL_MARKED = (
    "UPDATE access_evaluationline SET never_true_by_id = evaluator_id, never_true_at = now(), never_true_from = now()"
    " + interval '7 days', never_true_reason = 'person'"
)


def unmarked_line(scene: Scene) -> object:
    return scene.rows["access.EvaluationLine", "persons_line"]


AGREEMENTS = {
    "line_answer_read": Case((Reads(who=JORDAN),), (Reads(who=TAYLOR), Reads(who=ROBIN))),
    "line_answer_give": Case(
        (Adds(who=JORDAN), Adds(who=JORDAN, given=SIGNED_IN_SINCE, changed={"agrees": False})),
        (
            # Who waits for a coach's word can only object.
            Adds(who=JORDAN, given=SIGNED_IN_SINCE),
            Adds(who=JORDAN, changed={"person_id": of("Taylor")}),
            Adds(who=JORDAN, changed={"answered_at": LONG_AGO}),
            Adds(who=JORDAN, changed={"line_id": unmarked_line}),
            # It did not reach Taylor.
            Adds(who=TAYLOR, changed={"person_id": of("Taylor")}),
        ),
    ),
    "line_answer_change": Case(
        (ANSWERED, replace(ANSWERED, given=SIGNED_IN_SINCE), replace(AGREES, given=OBJECTED)),
        (
            replace(ANSWERED, who=TAYLOR),
            Changes(who=JORDAN, to="agrees = false"),
            replace(AGREES, given=f"{OBJECTED}; {SIGNED_IN_SINCE}"),
        ),
    ),
    "readmission_read": Case(
        (Reads(who=JORDAN), Reads(who=QUINN), Reads(who=JORDAN, given=SIGNED_IN_SINCE)),
        (Reads(who=TAYLOR), Reads(who=CASEY)),
    ),
    "readmission_agree": Case(
        (Adds(who=JORDAN),),
        (
            Adds(who=QUINN, changed={"partner_id": of("Quinn")}),
            Adds(who=JORDAN, changed={"partner_id": of("Quinn")}),
            Adds(who=JORDAN, changed={"reader_id": of("Jordan")}),
            Adds(who=JORDAN, changed={"agreed_at": LONG_AGO}),
            Adds(who=JORDAN, changed={"taken_back_at": LONG_AGO}),
        ),
    ),
    "readmission_take_back": Case(
        (AGREED,),
        (
            replace(AGREED, who=QUINN),
            Changes(who=JORDAN, to="taken_back_at = '2100-01-01'"),
        ),
    ),
    "name_given_read": Case(
        (Reads(who=JORDAN), Reads(who=JORDAN, given=SIGNED_IN_SINCE)),
        (Reads(who=QUINN), Reads(who=TAYLOR)),
    ),
    "name_give": Case(
        (Adds(who=JORDAN),),
        (
            Adds(who=QUINN),
            Adds(who=QUINN, changed={"partner_id": of("Quinn")}),
            Adds(who=JORDAN, changed={"partner_id": of("Taylor")}),
            # Proposed to work with Jordan, and no more.
            Adds(who=JORDAN, changed={"coach_id": of("Robin")}),
            Adds(who=JORDAN, given=SIGNED_IN_SINCE),
            Adds(who=JORDAN, changed={"agreed_at": LONG_AGO}),
            Adds(who=JORDAN, changed={"taken_back_at": LONG_AGO}),
        ),
    ),
    "name_take_back": Case(
        (AGREED, replace(AGREED, given=SIGNED_IN_SINCE)),
        (
            replace(AGREED, who=QUINN),
            replace(AGREED, who=TAYLOR),
            Changes(who=JORDAN, to="taken_back_at = '2100-01-01'"),
        ),
    ),
    "vouch_read": Case((Reads(who=CASEY),), (Reads(who=ROBIN), Reads(who=TAYLOR))),
    "vouch_answer": Case(
        (Adds(who=CASEY),),
        (
            Adds(who=ROBIN, changed={"vouched_by_id": of("Robin")}),
            Adds(who=CASEY, changed={"vouched_by_id": of("Robin")}),
            Adds(who=CASEY, changed={"vouched_at": LONG_AGO}),
            Adds(who=CASEY, changed={"member_id": of("Taylor")}),
        ),
    ),
    "vouch_take_back": Case((Removes(who=CASEY),), (Removes(who=ROBIN), Removes(who=TAYLOR))),
    "vouch_admin_read": Case(
        (Reads(who=THE_PROGRAM),), tuple(Reads(who=who) for who in NO_PROGRAM)
    ),
}

# Once is once, even for the kernel.
AGAIN: dict[str, tuple[Act, ...]] = {
    "line_never_true": (
        Changes(who=KERNEL, to="never_true_reason = 'roster'", given=ALL_MARKED),
        # Without the moment at which it was said.
        Changes(
            who=KERNEL,
            row="persons_line",
            alone=True,
            to="never_true_by_id = evaluator_id, never_true_from = now(), never_true_reason = 'person'",
            then="never_true_reason = 'person'",
        ),
    ),
    "ending_take_back": (
        Changes(
            who=KERNEL,
            to="taken_back_at = '2100-01-01'",
            given="UPDATE coaching_ending SET taken_back_at = '2020-01-01'",
        ),
        leaves_undone("coaching_ending", "taken_back_at"),
    ),
}
