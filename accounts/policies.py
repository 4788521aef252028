"""Who may see and change districts, schools, people and roles.

Everyone in a district sees its schools, who works there and as what: that is what a school's own web
page shows, and a coach must be able to pick a person. Addresses and evaluation lines are for the
person concerned and the program's administrators; for how much of a week and on which days somebody
works is the administrators' alone.
"""

from access.constraint import RowPolicy
from access.policy import (
    EVERY_ROW,
    INSERT,
    MY_DISTRICT,
    PROGRAM_ADMIN,
    ROSTER_JOB,
    SELECT,
    UPDATE,
    Rule,
)
from access.roles import DEFINER, MEMBER, PROGRAM, SIGNIN, WORKER

THE_DISTRICT = Rule("its members", "id = (SELECT alongside.my_district())")
NOT_BACK_DATED = Rule("never back-dated", "ends_on IS NULL OR ends_on >= current_date")
# The caller's time zone may be a day off.
FROM_TODAY = Rule("from today on", "starts_on >= current_date - 1")
NOT_OFF_A_SCHOOL_THEY_EVALUATE = Rule(
    "but ending nobody's place at a school whose staff the one who confirmed it evaluates",
    "(ends_on IS NULL"
    " OR (school_id = ANY (ARRAY(SELECT alongside.importer_evaluates_at()))) IS NOT TRUE)",
)
NOT_WHOM_THE_IMPORTER_EVALUATES = Rule(
    "but of none whom the one who confirmed it evaluates or ever did",
    "member_id <> ALL (ARRAY(SELECT alongside.importer_evaluates()))",
)
NOT_OVER_WHOM_THEY_EVALUATE = Rule(
    "but none who evaluates this person or ever did",
    "NOT alongside.admin_evaluates(member_id)",
)
WITHOUT_IDENTITY = Rule("without a sign-in identity", "user_id IS NULL")


def everyone_reads(table: str, *, columns: tuple[str, ...] = ()) -> list[RowPolicy]:
    """Members of the district; all columns where none is named."""
    return [RowPolicy(f"{table}_read", SELECT, to=MEMBER, columns=columns, using=MY_DISTRICT)]


def the_kernel_reads(table: str) -> list[RowPolicy]:
    return [RowPolicy(f"{table}_relate", SELECT, to=DEFINER, using=EVERY_ROW)]


def workers_read(table: str) -> list[RowPolicy]:
    return [RowPolicy(f"{table}_work", SELECT, to=WORKER, using=EVERY_ROW)]


def the_program_adds(table: str, *, new: Rule | None = None) -> list[RowPolicy]:
    """Administrators read, and add what then stays as it is."""
    added = PROGRAM_ADMIN & new if new else PROGRAM_ADMIN
    return [
        RowPolicy(f"{table}_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
        RowPolicy(f"{table}_admin_add", INSERT, to=PROGRAM, check=added),
    ]


def the_program_keeps(
    table: str, *, columns: tuple[str, ...], also: Rule | None = None, new: Rule | None = None
) -> list[RowPolicy]:
    """Administrators read, add and change; `also` binds what a change, `new` what a row may be."""
    changed = PROGRAM_ADMIN & also if also else PROGRAM_ADMIN
    return [
        *the_program_adds(table, new=new),
        RowPolicy(
            f"{table}_admin_edit",
            UPDATE,
            to=PROGRAM,
            columns=columns,
            using=PROGRAM_ADMIN,
            check=changed,
        ),
    ]


def rosters_read(table: str) -> list[RowPolicy]:
    return [RowPolicy(f"{table}_roster_read", SELECT, to=WORKER, using=ROSTER_JOB)]


def rosters_write(
    table: str, *, columns: tuple[str, ...], also: Rule | None = None, new: Rule | None = None
) -> list[RowPolicy]:
    """An import adds and changes in the one district whose administrator started it."""
    added = ROSTER_JOB & new if new else ROSTER_JOB
    changed = ROSTER_JOB & also if also else ROSTER_JOB
    return [
        RowPolicy(f"{table}_roster_add", INSERT, to=WORKER, check=added),
        RowPolicy(
            f"{table}_roster_edit",
            UPDATE,
            to=WORKER,
            columns=columns,
            using=ROSTER_JOB,
            check=changed,
        ),
    ]


def the_operator_keeps(table: str, *, columns: tuple[str, ...]) -> list[RowPolicy]:
    """Django's admin, on the sign-in connection: districts and identities, nothing else."""
    return [
        RowPolicy(f"{table}_operator_read", SELECT, to=SIGNIN, using=EVERY_ROW),
        RowPolicy(f"{table}_operator_add", INSERT, to=SIGNIN, check=EVERY_ROW),
        RowPolicy(f"{table}_operator_edit", UPDATE, to=SIGNIN, columns=columns, using=EVERY_ROW),
    ]
