"""What a role is called in the file, and what it means."""

import re

from accounts.roster.csvfile import CsvTable
from accounts.roster.findings import quoted
from accounts.roster.places import Places
from accounts.roster.vocabulary import (
    DROPPED_ROLES,
    EXTENSION,
    ROLE_BY_PLAIN,
    ROLES_READ_AS,
    STAFF_ROLES,
    Suggestions,
    plain,
)

_SUGGESTIONS = Suggestions((*STAFF_ROLES, *DROPPED_ROLES))
_FAMILY_OR_STUDENT = re.compile(r"student|pupil|learner|parent|guardian|famil|alum", re.IGNORECASE)


def read_role(table: CsvTable, line: int, raw: str) -> str | None:
    """OneRoster's word for the role, or None after reporting the row."""
    if raw.casefold().startswith(EXTENSION):
        name = raw[len(EXTENSION) :].strip()
        # An extension of ours to nobody: one that names students is no more kept than they are.
        return "student" if _FAMILY_OR_STUDENT.search(name) else EXTENSION + name
    word = plain(raw)
    known = ROLE_BY_PLAIN.get(word) or ROLES_READ_AS.get(word)
    if known is None:
        table.remarks.error(table.file, line, "unknown-role", _unknown(raw))
        return None
    if raw != known:
        table.remarks.warning_once(
            table.file, line, "role-spelling", f"Role {quoted(raw)} is read as {known}."
        )
    return known


def _unknown(raw: str) -> str:
    if not raw:
        return "The row names no role."
    nearest = _SUGGESTIONS.nearest(raw)
    sentence = f"Role {quoted(raw)} is not known."
    return f"{sentence} Did you mean {quoted(nearest)}?" if nearest else sentence


def is_left_behind(role: str) -> bool:
    return role in DROPPED_ROLES


def remark_on_left_behind(
    table: CsvTable, line: int, role: str, orgs: list[str], places: Places
) -> None:
    """A row that is not kept may still show that the roster's identifiers don't fit."""
    for org in orgs:
        if problem := places.problem_with(org):
            table.remarks.warning_once(
                table.file, line, "unknown-org", f"{problem} (A {role}’s row, not kept anyway.)"
            )
