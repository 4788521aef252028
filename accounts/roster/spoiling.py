"""Gives a roster the defects that real ones have. Each is one that the reader must name."""

import random
import re
from dataclasses import dataclass
from datetime import date

from accounts.roster.inventing import Invented, Table

MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Spoiled:
    """How the tables are to be written: with a byte-order mark, with CRLF."""

    marked: frozenset[str] = frozenset()
    crlf: frozenset[str] = frozenset()


def spoil_roster(roster: Invented, *, seed: int = 1) -> Spoiled:
    """Changes the tables in place."""
    dice = random.Random(seed)  # noqa: S311 - the same seed has to give the same defects
    users, orgs, terms = (
        roster.tables[name] for name in ("users.csv", "orgs.csv", "academicSessions.csv")
    )
    where_roles = roster.tables.get("roles.csv", users)
    _misspell_header(users, "familyName", "familyname")
    _misspell_header(users, "enabledUser", "enabeldUser")
    _misspell_header(terms, "endDate", "end_date")
    _misspell_header(users, "email", "e-mail")
    _misspell_header(where_roles, "role", "Role")
    _in_another_order(terms, ("startDate", "end_date"))
    if "beginDate" in where_roles[0]:
        _in_another_order(where_roles, ("beginDate", "endDate"))
    _change_case(where_roles, "Role", dice)
    _move_to_nowhere(where_roles, dice)
    _unknown_role(where_roles, dice)
    _twice(users, dice)
    _without_email(users, dice)
    _ragged(users, dice)
    orgs.append(["S-900", "", "", "Annex without a District", "school", "", "D-77"])
    roster.tables["enrollments.csv"] = [["sourcedId", "status", "", "", "role"]]
    return Spoiled(marked=frozenset({"users.csv"}), crlf=frozenset({"users.csv", "orgs.csv"}))


def _misspell_header(table: Table, column: str, spelling: str) -> None:
    table[0][table[0].index(column)] = spelling


def _in_another_order(table: Table, columns: tuple[str, ...]) -> None:
    """ISO to d/m/y."""
    for column in columns:
        position = table[0].index(column)
        for row in table[1:]:
            day = date.fromisoformat(row[position])
            row[position] = f"{day.day}/{day.month}/{day.year}"


def _change_case(table: Table, column: str, dice: random.Random) -> None:
    position = table[0].index(column)
    for row in _some(table, 12, dice):
        row[position] = row[position][:1].upper() + row[position][1:]


def _org_position(table: Table) -> int:
    header = table[0]
    return header.index("orgSourcedIds" if "orgSourcedIds" in header else "orgSourcedId")


def _move_to_nowhere(table: Table, dice: random.Random) -> None:
    position = _org_position(table)
    for row in _some(table, 4, dice):
        row[position] = re.sub(r"S-(\d+).*", r"SCH-\1", row[position])


def _unknown_role(table: Table, dice: random.Random) -> None:
    position = table[0].index("Role")
    for row, word in zip(_some(table, 2, dice), ("teachr", "wizard"), strict=True):
        row[position] = word


def _twice(table: Table, dice: random.Random) -> None:
    first, second = _some(table, 2, dice)
    table.append(list(first))
    other = list(second)
    other[table[0].index("givenName")] = "Somebody"
    table.append(other)


def _without_email(table: Table, dice: random.Random) -> None:
    position = table[0].index("e-mail")
    for row in _some(table, 3, dice):
        row[position] = ""


def _ragged(table: Table, dice: random.Random) -> None:
    short, long = _some(table, 2, dice)
    del short[-3:]
    long.insert(8, "Jr.")


def _some(table: Table, number: int, dice: random.Random) -> Table:
    """Rows of staff: principals stand first and students last, and are left as they are."""
    staff = [row for row in table[20:] if row[0].startswith(("P-", "R-1"))] or table[1:]
    return dice.sample(staff, min(number, len(staff)))
