"""roles.csv of OneRoster 1.2: who is what, where, and from when to when."""

import sys

from accounts.roster.csvfile import CsvTable, Record
from accounts.roster.dates import DateColumns, UnreadableDateError
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.fitting import identifier
from accounts.roster.places import Places
from accounts.roster.rolewords import is_left_behind, read_role, remark_on_left_behind
from accounts.roster.staging import StagedRole, StagedRoster
from accounts.roster.status import is_deleted


class _Seen:
    """Which identifiers and which person-place-role triples already stand where."""

    def __init__(self) -> None:
        self.lines: dict[str | tuple[str, str, str], int] = {}

    def report(self, role: StagedRole, file: str, remarks: FindingLog) -> bool:
        triple = (role.person, role.org, role.role)
        if triple in self.lines:
            remarks.warning(
                file, role.line, "row-twice", f"The same role stands on line {self.lines[triple]}."
            )
            return True
        if role.sourced_id in self.lines:
            remarks.error(
                file,
                role.line,
                "identifier-twice",
                f"Role {quoted(role.sourced_id)} already stands on line "
                f"{self.lines[role.sourced_id]}; that one counts.",
            )
            return True
        self.lines[triple] = role.line
        if role.sourced_id:
            self.lines[role.sourced_id] = role.line
        return False


def read_roles(
    table: CsvTable, roster: StagedRoster, places: Places, remarks: FindingLog
) -> set[str]:
    """Stages the staff's roles; returns the identifiers of those who have another kind of role."""
    dates = DateColumns(table.file, remarks)
    pending: list[tuple[StagedRole, str, str]] = []
    left_behind: set[str] = set()
    seen = _Seen()
    for record in table.records():
        dates.see("beginDate", record.line, record["beginDate"])
        dates.see("endDate", record.line, record["endDate"])
        person = record["userSourcedId"]
        word = read_role(table, record.line, record["role"])
        if word is not None and is_left_behind(word):
            remark_on_left_behind(table, record.line, word, [record["orgSourcedId"]], places)
            if person not in left_behind:
                left_behind.add(person)
                roster.left_behind[word] += 1
            continue
        role = _read_role(table, record, word, places, remarks) if word else None
        if role is None or seen.report(role, table.file, remarks):
            roster.skipped_people.add(person)
            continue
        pending.append((role, record["beginDate"], record["endDate"]))
    roster.skipped_people |= table.bad_keys
    dates.settle()
    for role, begins, ends in pending:
        if problem := _set_dates(role, begins, ends, dates):
            remarks.error(table.file, role.line, "bad-date", problem)
            roster.skipped_people.add(role.person)
        else:
            roster.roles.append(role)
    roster.has_roles = True
    return left_behind


def _read_role(
    table: CsvTable, record: Record, word: str, places: Places, remarks: FindingLog
) -> StagedRole | None:
    person = identifier(table, record, "userSourcedId")
    if person is None:
        return None
    deleted = is_deleted(table, record)
    org = record["orgSourcedId"]
    problem = places.problem_with(org)
    if problem and not deleted:
        remarks.error(table.file, record.line, "unknown-org", problem)
        return None
    return StagedRole(
        sourced_id=record["sourcedId"],
        person=sys.intern(person),
        org=sys.intern(org),
        role=word,
        primary=_is_primary(record),
        begins=None,
        ends=None,
        deleted=deleted,
        line=record.line,
    )


def _is_primary(record: Record) -> bool:
    return (record["roleType"] or record["isPrimary"]).casefold() in ("primary", "true", "1", "yes")


def _set_dates(role: StagedRole, begins: str, ends: str, dates: DateColumns) -> str | None:
    """Dates the role; a sentence when that can't be done."""
    try:
        role.begins = dates.read("beginDate", begins)
        role.ends = dates.read("endDate", ends)
    except UnreadableDateError as error:
        return str(error)
    if role.begins and role.ends and role.ends <= role.begins:
        return "The role ends before it begins."
    return None
