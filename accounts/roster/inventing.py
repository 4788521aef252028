"""Invents a believable roster, to try the import with and to measure it.

The same arguments give the same roster. Students, families, passwords and demographics are
in it on purpose: real exports hold them, and the reader has to leave them behind.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.roster.names import COACH_TITLES, FAMILY, GIVEN, SCHOOL_WORDS, TEACHER_TITLES

Table = list[list[str]]

LEVELS = ("Elementary School", "Elementary School", "Middle School", "High School")
DISTRICT_ID = "D-1"


@dataclass(slots=True)
class Invented:
    """``tables`` maps a file name to its rows, header first."""

    version: str
    tables: dict[str, Table] = field(default_factory=dict)

    def rows(self) -> int:
        return sum(len(table) - 1 for table in self.tables.values())


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    given: str
    family: str
    email: str
    title: str
    role: str
    orgs: tuple[str, ...]


def invent_roster(
    *, schools: int, staff: int, version: str, students: int = 0, seed: int = 1
) -> Invented:
    """A bulk roster of OneRoster ``version`` 1.1 or 1.2, without defects."""
    if version not in ("1.1", "1.2"):
        raise ValueError("A roster is invented as OneRoster 1.1 or 1.2.")
    if schools < 1 or staff < 2 * schools:
        raise ValueError("A school needs a principal and at least one teacher.")
    dice = random.Random(seed)  # noqa: S311 - the same seed has to give the same roster
    school_ids = [f"S-{number:03}" for number in range(1, schools + 1)]
    people = [*_staff(dice, school_ids, staff, version), *_students(dice, school_ids, students)]
    roster = Invented(version)
    roster.tables["manifest.csv"] = _manifest(version)
    roster.tables["orgs.csv"] = _orgs(school_ids)
    roster.tables["academicSessions.csv"] = _terms()
    if version == "1.1":
        roster.tables["users.csv"] = _users_11(people)
    else:
        roster.tables["users.csv"] = _users_12(people)
        roster.tables["roles.csv"] = _roles_12(people)
    roster.tables["demographics.csv"] = _demographics(dice, people)
    return roster


def _staff(
    dice: random.Random, school_ids: list[str], number: int, version: str
) -> Iterator[_Person]:
    taken: set[str] = set()
    for position in range(number):
        school = school_ids[position % len(school_ids)]
        turn = position // len(school_ids)
        orgs: tuple[str, ...] = (school,)
        role, title = "teacher", dice.choice(TEACHER_TITLES)
        if turn == 0:
            role, title = ("administrator" if version == "1.1" else "principal"), "Principal"
        elif position == number - 1:
            role, title = "districtAdministrator", "Assistant Superintendent"
            role, orgs = ("administrator" if version == "1.1" else role), (DISTRICT_ID,)
        elif turn == 1 and position % 2 == 0:
            other = school_ids[(position + 1) % len(school_ids)]
            title, orgs = dice.choice(COACH_TITLES), tuple(dict.fromkeys((school, other)))
        elif turn == 2 and version == "1.2":
            role, title = "counselor", "School Counselor"
        elif dice.random() < 0.06:
            role, title = "aide", "Instructional Aide"
        given, family, email = _named(dice, taken)
        yield _Person(f"P-{10001 + position}", given, family, email, title, role, orgs)


def _named(dice: random.Random, taken: set[str]) -> tuple[str, str, str]:
    """A given name, a family name, and an address that nobody else has."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    name = f"{given}.{family}".lower().translate(str.maketrans("áéíóúñë'", "aeioune-"))
    while name in taken:
        name = f"{name}{dice.randrange(10)}"
    taken.add(name)
    return given, family, f"{name}@district.example"


def _students(dice: random.Random, school_ids: list[str], number: int) -> Iterator[_Person]:
    for position in range(number):
        school = school_ids[position % len(school_ids)]
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        role = "guardian" if position % 10 == 9 else "student"
        address = f"u{position}@{role}s.district.example"
        yield _Person(f"U-{200001 + position}", given, family, address, "", role, (school,))


def _manifest(version: str) -> Table:
    files = {"academicSessions", "demographics", "orgs", "users"}
    absent = {
        "categories",
        "classes",
        "courses",
        "enrollments",
        "lineItems",
        "results",
        "resources",
    }
    if version == "1.2":
        files.add("roles")
        absent.add("userProfiles")
    modes = {**dict.fromkeys(files, "bulk"), **dict.fromkeys(absent, "absent")}
    return [
        ["propertyName", "value"],
        ["manifest.version", "1.0"],
        ["oneroster.version", version],
        *([f"file.{name}", modes[name]] for name in sorted(modes)),
        ["source.systemName", "Invented"],
    ]


def _orgs(school_ids: list[str]) -> Table:
    rows = [
        ["sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"]
    ]
    rows.append([DISTRICT_ID, "", "", "Riverbend Unified School District", "district", "0600", ""])
    for position, school in enumerate(school_ids):
        word = SCHOOL_WORDS[position % len(SCHOOL_WORDS)]
        again = position // len(SCHOOL_WORDS)
        name = f"{word} {'' if not again else f'{again + 1} '}{LEVELS[position % len(LEVELS)]}"
        rows.append([school, "", "", name, "school", f"06{position:04}", DISTRICT_ID])
    return rows


def _terms() -> Table:
    header = ["sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate"]
    header += ["parentSourcedId", "schoolYear"]
    year, fall, spring = "Y-2027", "T-2027-1", "T-2027-2"
    return [
        header,
        [year, "", "", "2026–27", "schoolYear", "2026-08-17", "2027-06-12", "", "2027"],
        [fall, "", "", "Fall semester", "semester", "2026-08-17", "2027-01-09", year, "2027"],
        [spring, "", "", "Spring semester", "semester", "2027-01-09", "2027-06-12", year, "2027"],
        ["Q-1", "", "", "Quarter 1", "gradingPeriod", "2026-08-17", "2026-10-24", fall, "2027"],
        ["Q-2", "", "", "Quarter 2", "gradingPeriod", "2026-10-24", "2027-01-09", fall, "2027"],
        ["Q-3", "", "", "Quarter 3", "gradingPeriod", "2027-01-09", "2027-03-27", spring, "2027"],
        ["Q-4", "", "", "Quarter 4", "gradingPeriod", "2027-03-27", "2027-06-12", spring, "2027"],
    ]


_USER_START = ["sourcedId", "status", "dateLastModified", "enabledUser"]
_USER_END = ["identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password"]


def _user_end(person: _Person) -> list[str]:
    student = person.role == "student"
    grade, password = ("05", "never-to-be-kept") if student else ("", "")
    return [person.id[2:], person.email, "", "555-0100", "", grade, password, person.title]


def _users_11(people: list[_Person]) -> Table:
    header = [
        *_USER_START,
        "orgSourcedIds",
        "role",
        "username",
        "userIds",
        "givenName",
        "familyName",
    ]
    rows = [[*header, "middleName", *_USER_END, "metadata.jobTitle"]]
    for person in people:
        orgs = ",".join(person.orgs)
        start = [person.id, "", "", "true", orgs, person.role, person.email.split("@")[0], ""]
        rows.append([*start, person.given, person.family, "", *_user_end(person)])
    return rows


def _users_12(people: list[_Person]) -> Table:
    header = [*_USER_START, "username", "userIds", "givenName", "familyName", "middleName"]
    rows = [[*header, *_USER_END, "metadata.jobTitle"]]
    for person in people:
        start = [person.id, "", "", "true", person.email.split("@")[0], ""]
        rows.append([*start, person.given, person.family, "", *_user_end(person)])
    return rows


def _roles_12(people: list[_Person]) -> Table:
    header = ["sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role"]
    rows = [[*header, "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"]]
    for person in people:
        for position, org in enumerate(person.orgs):
            kind = "secondary" if position else "primary"
            dates = ["2026-08-17", "2027-06-30"]
            sourced_id = f"R-{person.id[2:]}-{position}"
            rows.append([sourced_id, "", "", person.id, kind, person.role, *dates, org, ""])
    return rows


def _demographics(dice: random.Random, people: list[_Person]) -> Table:
    rows = [["sourcedId", "status", "dateLastModified", "birthDate", "sex"]]
    for person in people:
        if person.role == "student":
            born = f"2015-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
            rows.append([person.id, "", "", born, ""])
    return rows
