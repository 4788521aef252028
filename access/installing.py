"""Bringing the kernel's SQL into the database, from migrations.

Functions and views belong to the definer, who owns nothing else; triggers to the tables' owner. The
files are written so that they can be run again: a migration that changes one installs it anew.
"""

from pathlib import Path

from django.db.migrations.operations import RunSQL

from access.roles import DEFINER, OWNER

ROOT = Path(__file__).resolve().parent.parent
# All functions, and last who may call them: that file names every one, so they come together.
FUNCTIONS = (
    "access/sql/identity.sql",
    "access/sql/relation.sql",
    "access/sql/agreements.sql",
    "access/sql/signin.sql",
    "access/sql/lapse.sql",
    "access/sql/mail.sql",
    "coaching/sql/partnerships.sql",
    "coaching/sql/pulse.sql",
    "coaching/sql/pausing.sql",
    "coaching/sql/sessions.sql",
    "coaching/sql/expiry.sql",
    "coaching/sql/requests.sql",
    "observations/sql/visits.sql",
    "observations/sql/expiry.sql",
    "mentoring/sql/names.sql",
    "mentoring/sql/caseload.sql",
    "access/sql/grants.sql",
)


def as_definer(*files: str) -> RunSQL:
    """Functions with string bodies, whose tables may come later."""
    bodies = "\n".join((ROOT / name).read_text() for name in files)
    return RunSQL(
        f"SET LOCAL ROLE {DEFINER}; SET LOCAL check_function_bodies = off;\n{bodies}\n"
        f"SET LOCAL ROLE {OWNER};",
        RunSQL.noop,
        elidable=False,
    )


def as_owner(name: str) -> RunSQL:
    return RunSQL((ROOT / name).read_text(), RunSQL.noop)
