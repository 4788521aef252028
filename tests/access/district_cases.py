"""Who goes through and who is kept out, policy by policy: what a district keeps, its rosters and the worker. See policy_cases.py."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from tests.access.acts import SIGN_IN, WORK, Act, Adds, Changes, Reads, Removes, Who
from tests.access.case import (
    ANA,
    BLAKES_PROGRAM,
    BLAKES_ROSTER,
    CASEY,
    DANA,
    IN_RIVERBEND,
    JORDAN,
    NO_PROGRAM,
    NO_ROSTER,
    PAT,
    ROBIN,
    TAYLOR,
    THE_PROGRAM,
    THE_ROSTER,
    Case,
    of,
)

BACK_DATED = {"created_at": "2020-01-01"}
A_DAY_AGO = "ends_on = current_date - 1"


def the_district_reads(*tables: str) -> dict[str, Case]:
    case = Case((Reads(who=CASEY), Reads(who=PAT)), (Reads(who=ANA),))
    return {f"{table}_read": case for table in tables}


def the_program_reads(table: str) -> dict[str, Case]:
    wrongs = tuple(Reads(who=who) for who in NO_PROGRAM)
    return {f"{table}_admin_read": Case((Reads(who=THE_PROGRAM),), wrongs)}


def the_program_adds(table: str, *wrongs: Act, **act: Any) -> dict[str, Case]:
    right = Adds(who=THE_PROGRAM, **act)
    changed = {**right.changed, **IN_RIVERBEND}
    outside = tuple(replace(right, who=who, changed=changed) for who in NO_PROGRAM)
    return {f"{table}_admin_add": Case((right,), (*outside, *wrongs))}


def signed(name: str) -> dict[str, Any]:
    """The key of a message that this person queues."""
    return {"key": lambda scene: f"{scene.people[name].pk}:cause"}


def the_program_changes(
    table: str, to: str, *wrongs: Act, name: str = "edit", also: tuple[Act, ...] = ()
) -> dict[str, Case]:
    outside = tuple(Changes(who=who, to=to) for who in NO_PROGRAM)
    right = Changes(who=THE_PROGRAM, to=to)
    return {f"{table}_admin_{name}": Case((right, *also), (*outside, *wrongs))}


def goes_on(who: Who, table: str, also_given: str = "") -> tuple[Act, ...]:
    """What was to end some day is left open."""
    given = f"UPDATE {table} SET ends_on = '2100-01-01'; {also_given}"
    return (Changes(who=who, to="ends_on = NULL", then="ends_on IS NULL", given=given),)


def the_program_keeps(table: str, to: str, **act: Any) -> dict[str, Case]:
    return {
        **the_program_reads(table),
        **the_program_adds(table, **act),
        **the_program_changes(table, to),
    }


def rosters_read(*tables: str) -> dict[str, Case]:
    case = Case((Reads(who=THE_ROSTER),), tuple(Reads(who=who) for who in NO_ROSTER))
    return {f"{table}_roster_read": case for table in tables}


def rosters_write(
    table: str,
    to: str,
    *,
    wrongs: dict[str, tuple[Act, ...]] | None = None,
    rights: dict[str, tuple[Act, ...]] | None = None,
    **act: Any,
) -> dict[str, Case]:
    add = Adds(who=THE_ROSTER, **act)
    # A job names its district: the default is a person's.
    add = replace(add, changed={**add.changed, **IN_RIVERBEND})
    more, alright = wrongs or {}, rights or {}
    cases = {
        "add": Case((add,), tuple(replace(add, who=who) for who in NO_ROSTER)),
        "edit": Case(
            (Changes(who=THE_ROSTER, to=to),), tuple(Changes(who=who, to=to) for who in NO_ROSTER)
        ),
    }
    return {
        f"{table}_roster_{name}": replace(
            case,
            rights=(*case.rights, *alright.get(name, ())),
            wrongs=(*case.wrongs, *more.get(name, ())),
        )
        for name, case in cases.items()
    }


A_NEW_ONE: dict[str, Any] = {"beside": True}
NOBODY_YET: dict[str, Any] = {**A_NEW_ONE, "row": "newcomer"}
TIED: dict[str, Any] = {
    **A_NEW_ONE,
    "changed": {"user_id": lambda scene: scene.people["Kim"].user_id},
}
ENDS_LATE = "ends_on = '2100-01-01'"
NEW_ADDRESS = "email = id || '@x.test'"
BLAKES_SCHOOL = (
    "UPDATE access_evaluationline SET evaluator_id ="
    " (SELECT id FROM accounts_member WHERE first_name = 'Blake') WHERE school_id IS NOT NULL"
)
FROM_TODAY = {"starts_on": lambda scene: timezone.now().date()}
LONG_AGO = {"starts_on": "2020-01-01"}

DISTRICT = {
    **the_district_reads(
        "district",
        "school",
        "schoolyear",
        "gradingperiod",
        "noninstructionalday",
        "member",
        "roleassignment",
        "coachrole",
        "roleagreement",
        "cycletemplate",
        "templatestage",
        "directory",
        "duty",
    ),
    **the_program_reads("district"),
    "district_admin_edit": the_program_changes("district", "name = 'x'")["district_admin_edit"],
    **the_program_keeps("school", "name = 'x'", **A_NEW_ONE),
    **the_program_keeps("schoolyear", ENDS_LATE, beside=True, changed={"name": "x"}),
    **the_program_keeps("gradingperiod", ENDS_LATE),
    **the_program_keeps("noninstructionalday", "label = 'x'"),
    "noninstructionalday_admin_remove": Case(
        (Removes(who=THE_PROGRAM),), tuple(Removes(who=who) for who in NO_PROGRAM)
    ),
    **the_program_reads("member"),
    **the_program_adds("member", Adds(who=THE_PROGRAM, **TIED), **NOBODY_YET),
    **the_program_changes("member", "title = 'x'"),
    **the_program_reads("contact"),
    **the_program_adds("contact"),
    **the_program_changes(
        "contact",
        "on_leave_until = '2100-01-01'",
        Changes(who=BLAKES_PROGRAM, to="on_leave_until = '2100-01-01'"),
    ),
    **the_program_reads("roleassignment"),
    **the_program_adds(
        "roleassignment", Adds(who=THE_PROGRAM, changed=LONG_AGO), changed=FROM_TODAY
    ),
    **the_program_changes(
        "roleassignment",
        ENDS_LATE,
        Changes(who=THE_PROGRAM, to=A_DAY_AGO),
        # Blake evaluates somebody here.
        Changes(who=BLAKES_PROGRAM, to=ENDS_LATE),
        also=goes_on(THE_PROGRAM, "accounts_roleassignment"),
    ),
    **the_program_keeps("invitation", "expires_at = '2100-01-01'"),
    **the_program_keeps("coachrole", "cadence_days = 99", beside=True, changed={"title": "x"}),
    **the_program_reads("roleagreement"),
    **the_program_adds("roleagreement"),
    **the_program_keeps("cycletemplate", "about = 'x'", beside=True, changed={"name": "x"}),
    **the_program_keeps("templatestage", "prompt = 'x'"),
    "templatestage_admin_remove": Case(
        (Removes(who=THE_PROGRAM),), tuple(Removes(who=who) for who in NO_PROGRAM)
    ),
    **the_program_keeps("duty", "duty = 'x'"),
    "duty_admin_remove": Case(
        (Removes(who=THE_PROGRAM),), tuple(Removes(who=who) for who in NO_PROGRAM)
    ),
    "invited_sent": Case((Reads(who=THE_PROGRAM),), tuple(Reads(who=who) for who in NO_PROGRAM)),
    "invited_send": Case(
        (Adds(who=THE_PROGRAM),),
        (
            *(Adds(who=who, changed=IN_RIVERBEND) for who in NO_PROGRAM),
            Adds(who=BLAKES_PROGRAM),
            Adds(who=THE_PROGRAM, changed={"sent_at": "2020-01-01"}),
            Adds(who=THE_PROGRAM, changed={"put_away_at": "2020-01-01"}),
        ),
    ),
    **the_program_reads("line"),
    **the_program_adds("line"),
    **the_program_changes(
        "line",
        ENDS_LATE,
        Changes(who=BLAKES_PROGRAM, to=ENDS_LATE, row="own_line"),
        Changes(who=THE_PROGRAM, to=A_DAY_AGO),
        name="end",
        also=goes_on(THE_PROGRAM, "access_evaluationline"),
    ),
    **the_program_reads("roster"),
    **the_program_adds(
        "roster",
        Adds(who=THE_PROGRAM, beside=True, changed={"started_by_id": of("Blake")}),
        **A_NEW_ONE,
    ),
    **the_program_changes("roster", "refusal = 'x'", name="decide"),
    **the_program_reads("finding"),
    **the_program_adds("finding"),
    "line_read": Case(
        (
            Reads(who=PAT, row="school_line"),
            Reads(who=JORDAN, row="school_line"),
            Reads(who=DANA, row="persons_line"),
            Reads(who=TAYLOR, row="persons_line"),
            Reads(who=ROBIN, row="district_line"),
            # It reached Jordan, and is said to have been never true.
            Reads(who=JORDAN, row="mistake"),
        ),
        (
            Reads(who=ROBIN, row="school_line"),
            Reads(who=ROBIN, row="persons_line"),
            Reads(who=JORDAN, row="persons_line"),
            Reads(who=ANA, row="district_line"),
            Reads(who=TAYLOR, row="mistake"),
        ),
    ),
    "contact_read": Case((Reads(who=CASEY),), (Reads(who=TAYLOR), Reads(who=PAT), Reads(who=ANA))),
    "contact_edit": Case(
        (Changes(who=CASEY, to="on_leave_until = '2100-01-01'"),),
        (
            Changes(who=TAYLOR, to="on_leave_until = '2100-01-01'"),
            Changes(who=ANA, to="on_leave_until = '2100-01-01'"),
        ),
    ),
    "outbox_queue": Case(
        (Adds(who=CASEY, changed=signed("Casey")),),
        (
            Adds(who=ANA, changed={**IN_RIVERBEND, **signed("Ana")}),
            Adds(who=CASEY, changed=signed("Taylor")),
            *(
                Adds(who=CASEY, changed={**signed("Casey"), **wrong})
                for wrong in (
                    {"secret": "x"},
                    {"sent_at": "2100-01-01"},
                    {"failed_at": "2100-01-01"},
                    {"claimed_at": "2100-01-01"},
                    {"send_after": "2100-01-01"},
                    BACK_DATED,
                )
            ),
        ),
        triggers=("sign_message",),
    ),
    "outbox_admin_queue": Case(
        (Adds(who=THE_PROGRAM, changed=signed("Alex")),),
        (
            Adds(who=THE_PROGRAM, changed=signed("Blake")),
            Adds(who=NO_PROGRAM[0], changed={**IN_RIVERBEND, **signed("Kim")}),
        ),
        triggers=("sign_message",),
    ),
}

WORK_AND_ROSTER = {
    **rosters_read("school", "gradingperiod", "roleassignment", "line"),
    **rosters_write("school", "name = 'x'", **A_NEW_ONE),
    **rosters_write(
        "schoolyear",
        ENDS_LATE,
        beside=True,
        changed={"name": "x"},
    ),
    **rosters_write("gradingperiod", ENDS_LATE),
    **rosters_write(
        "member",
        "title = 'x'",
        wrongs={
            "add": (Adds(who=THE_ROSTER, beside=True, changed={**TIED["changed"], **IN_RIVERBEND}),)
        },
        **NOBODY_YET,
    ),
    **rosters_write(
        "contact",
        NEW_ADDRESS,
        wrongs={"edit": (Changes(who=BLAKES_ROSTER, to=NEW_ADDRESS),)},
    ),
    **rosters_write(
        "roleassignment",
        ENDS_LATE,
        wrongs={
            "add": (Adds(who=THE_ROSTER, changed={**LONG_AGO, **IN_RIVERBEND}),),
            "edit": (
                Changes(who=THE_ROSTER, to=A_DAY_AGO),
                Changes(who=BLAKES_ROSTER, to=ENDS_LATE, given=BLAKES_SCHOOL),
            ),
        },
        rights={
            "edit": (
                *goes_on(THE_ROSTER, "accounts_roleassignment"),
                *goes_on(BLAKES_ROSTER, "accounts_roleassignment", BLAKES_SCHOOL),
            )
        },
        changed=FROM_TODAY,
    ),
    "line_roster_add": Case(
        (Adds(who=THE_ROSTER, changed=IN_RIVERBEND),),
        tuple(Adds(who=who, changed=IN_RIVERBEND) for who in NO_ROSTER),
    ),
    "roster_work_read": Case((Reads(who=WORK),)),
    "roster_work_apply": Case(
        (Changes(who=THE_ROSTER, to="refusal = 'x'"),),
        tuple(Changes(who=who, to="refusal = 'x'") for who in NO_ROSTER),
    ),
    **{
        f"{name}": Case((Reads(who=WORK),))
        for name in (
            "district_work",
            "schoolyear_work",
            "noninstructionalday_work",
            "member_work",
            "contact_work",
            "outbox_work_read",
            "step_remind",
            "request_remind",
        )
    },
    "outbox_work_queue": Case((Adds(who=WORK, changed=IN_RIVERBEND),)),
    "outbox_work_send": Case((Changes(who=WORK, to="attempts = 3"),)),
    "district_operator_read": Case((Reads(who=SIGN_IN),)),
    "district_operator_add": Case((Adds(who=SIGN_IN, beside=True, changed={"slug": "x"}),)),
    "district_operator_edit": Case((Changes(who=SIGN_IN, to="name = 'x'"),)),
}
