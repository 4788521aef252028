"""users.csv: staff by name and address. Students and families are counted and left behind."""

import re
import sys

from accounts.roster.csvfile import CsvTable, Record
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.fitting import identifier, one_line
from accounts.roster.places import Places
from accounts.roster.rolewords import is_left_behind, read_role, remark_on_left_behind
from accounts.roster.staging import Known, Mode, StagedPerson, StagedRole, StagedRoster
from accounts.roster.status import is_deleted

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
LONGEST_ADDRESS = 254
_BETWEEN_ORGS = re.compile(r"[,;|]")


def read_people(
    table: CsvTable,
    roster: StagedRoster,
    remarks: FindingLog,
    *,
    known: Known,
    places: Places | None = None,
    dropped: set[str] | None = None,
) -> None:
    """Stages staff. ``places`` is given for 1.1, whose rows carry roles; ``dropped`` for 1.2."""
    people = _People(table, roster, remarks)
    staff = {role.person for role in roster.roles}
    known_here = known.people if roster.mode is Mode.DELTA else frozenset()
    explained = dropped or set()
    for record in table.records():
        sourced_id = record["sourcedId"]
        if places is not None:
            people.read_with_role(record, places)
        elif sourced_id in staff or sourced_id in known_here:
            people.read(record)
        elif sourced_id not in explained and sourced_id not in roster.skipped_people:
            people.leave_without_role(record)
    roster.skipped_people |= table.bad_keys
    if places is None:
        _drop_roles_of_nobody(roster, known, remarks)
    else:
        roster.has_roles = True


class _People:
    def __init__(self, table: CsvTable, roster: StagedRoster, remarks: FindingLog) -> None:
        self.table = table
        self.roster = roster
        self.remarks = remarks
        self._line_of_address: dict[str, int] = {}

    def read_with_role(self, record: Record, places: Places) -> None:
        """A 1.1 row: the person and, for each of the orgs, a role there."""
        role = read_role(self.table, record.line, record["role"])
        orgs = [org.strip() for org in _BETWEEN_ORGS.split(record["orgSourcedIds"]) if org.strip()]
        if role is not None and is_left_behind(role):
            self.roster.left_behind[role] += 1
            remark_on_left_behind(self.table, record.line, role, orgs, places)
            return
        deleted = is_deleted(self.table, record)
        there = orgs if deleted else self._orgs_there(record, orgs, places)
        if role is None or (not there and not deleted):
            self.roster.skipped_people.add(record["sourcedId"])
            return
        person = self.read(record)
        if person is None:
            return
        for org in there:
            self.roster.roles.append(
                StagedRole(
                    sourced_id="",
                    person=person.sourced_id,
                    org=sys.intern(org),
                    role=role,
                    primary=org == there[0],
                    begins=None,
                    ends=None,
                    deleted=deleted,
                    line=record.line,
                )
            )

    def _orgs_there(self, record: Record, orgs: list[str], places: Places) -> list[str]:
        """The orgs that exist; an error when none does, a warning when one does not."""
        problems = {org: places.problem_with(org) for org in dict.fromkeys(orgs)}
        there = [org for org, problem in problems.items() if problem is None]
        if not problems:
            self.remarks.error(self.table.file, record.line, "unknown-org", "The row names no org.")
        for problem in filter(None, problems.values()):
            remark = self.remarks.warning if there else self.remarks.error
            remark(self.table.file, record.line, "unknown-org", problem)
        return there

    def read(self, record: Record) -> StagedPerson | None:
        file, line, people = self.table.file, record.line, self.roster.people
        sourced_id = identifier(self.table, record)
        if sourced_id is None:
            return None
        if sourced_id in people:
            self._report_twice(record, people[sourced_id])
            return None
        person = StagedPerson(
            sourced_id=sys.intern(sourced_id),
            given_name=self._tidy(record, "preferredGivenName", "givenName"),
            family_name=self._tidy(record, "preferredFamilyName", "familyName"),
            email="",
            title=self._tidy(record, "title"),
            enabled=record["enabledUser"].casefold() not in ("false", "0", "no"),
            deleted=is_deleted(self.table, record),
            line=line,
        )
        if not person.deleted and not (person.given_name or person.family_name):
            self.remarks.error(file, line, "no-name", "The person has no name.")
            self.roster.skipped_people.add(sourced_id)
            return None
        if not person.deleted:
            person.email = self._address(record)
        people[sourced_id] = person
        return person

    def _tidy(self, record: Record, *columns: str) -> str:
        """The first of the columns that says something."""
        value = next((record[column] for column in columns if record[column]), "")
        # Titles and given names repeat themselves by the thousand.
        return sys.intern(one_line(self.table, record.line, value))

    def _report_twice(self, record: Record, first: StagedPerson) -> None:
        message = f"Person {quoted(first.sourced_id)} already stands on line {first.line}"
        name = (
            self._tidy(record, "preferredGivenName", "givenName"),
            self._tidy(record, "preferredFamilyName", "familyName"),
        )
        same_address = record["email"].casefold() in ("", first.email.casefold())
        if name == (first.given_name, first.family_name) and same_address:
            self.remarks.warning(
                self.table.file, record.line, "row-twice", f"{message}; that row counts."
            )
            return
        self.remarks.error(
            self.table.file,
            record.line,
            "identifier-twice",
            f"{message} as somebody else; that row counts.",
        )

    def _address(self, record: Record) -> str:
        """The contact address, or empty with a warning. The address itself is not repeated."""
        file, line = self.table.file, record.line
        address = record["email"]
        if address and not _is_address(address):
            self.remarks.warning(file, line, "bad-email", "The email is not an address; not read.")
            address = ""
        if not address and _is_address(record["username"]):
            self.remarks.warning_once(
                file, line, "email-from-username", "No email; the username is read as one."
            )
            address = record["username"]
        if not address:
            self.remarks.warning(
                file, line, "no-email", "No email: this person can’t be invited until one is known."
            )
            return ""
        first = self._line_of_address.setdefault(address.casefold(), line)
        if first != line:
            self.remarks.warning(
                file, line, "email-twice", f"The email already stands on line {first}; not read."
            )
            return ""
        return address

    def leave_without_role(self, record: Record) -> None:
        """Nobody can tell whether this is a student, so nothing is kept."""
        self.roster.left_behind["person without a role"] += 1
        if self.roster.mode is Mode.BULK:
            self.remarks.warning_once(
                self.table.file, record.line, "no-role", "The person has no role in roles.csv."
            )


def _is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


def _drop_roles_of_nobody(roster: StagedRoster, known: Known, remarks: FindingLog) -> None:
    """A role of a person who is in no row, here or in the district, is an error."""
    somebody = set(roster.people)
    if roster.mode is Mode.DELTA:
        somebody |= known.people
    for role in roster.roles:
        if role.person not in somebody and role.person not in roster.skipped_people:
            remarks.error(
                "roles.csv",
                role.line,
                "unknown-person",
                f"Person {quoted(role.person)} is not in users.csv.",
            )
            roster.skipped_people.add(role.person)
    roster.roles = [role for role in roster.roles if role.person in somebody]
