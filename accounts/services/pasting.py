"""People pasted from a sheet: read, checked line by line, and added in one go."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from access.models import EvaluationLine
from access.refusals import Refused
from accounts.enums import Role
from accounts.models import Contact, Member, RoleAssignment, School
from accounts.services.invitations import invite_all
from accounts.services.people import ADDRESS_TAKEN, first_name_of, known_addresses

MOST_LINES = 1000
EVALUATOR = "evaluator"
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
COLUMNS = ("name", "email", "schools", "title")
HEADERS = {
    "name": "name",
    "full name": "name",
    "first name": "first",
    "first": "first",
    "last name": "last",
    "last": "last",
    "email": "email",
    "e-mail": "email",
    "email address": "email",
    "mail": "email",
    "address": "email",
    "school": "schools",
    "schools": "schools",
    "building": "schools",
    "campus": "schools",
    "title": "title",
    "job title": "title",
    "position": "title",
    "role": "title",
}
LONGEST = {"name": 200, "email": 254, "schools": 2000, "title": 100}


@dataclass
class PastedPerson:
    """One line that can be used. `known` people are here already and are left as they are."""

    line: int
    name: str
    email: str = ""
    schools: tuple[str, ...] = ()
    title: str = ""
    known: bool = False

    @property
    def suggested(self) -> str:
        """What the title says, for somebody to correct before anything is saved."""
        title = self.title.lower()
        if "coach" in title and "athletic" not in title:
            return Role.MENTOR if "mentor" in title else Role.COACH
        if "principal" in title or "superintendent" in title or "supervisor" in title:
            return EVALUATOR
        return Role.TEACHER


@dataclass
class Pasted:
    """The text as it was understood: people, and lines that need another look."""

    people: list[PastedPerson] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def new(self) -> list[PastedPerson]:
        return [person for person in self.people if not person.known]

    @property
    def known(self) -> list[PastedPerson]:
        return [person for person in self.people if person.known]

    def schools_beside(self, here: Iterable[str]) -> list[str]:
        """Schools that the lines name and the district does not have, in order."""
        names = {name.lower() for name in here}
        wanted = {school.lower(): school for person in self.new for school in person.schools}
        return sorted(school for lower, school in wanted.items() if lower not in names)


def read_pasted(text: str) -> Pasted:
    """Reads tab- or comma-separated lines, with or without a header. Asks the database nothing."""
    pasted = Pasted()
    columns: tuple[str, ...] | None = None
    delimiter = "\t" if "\t" in text else ","
    lines_of: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" \t,"):
            continue
        if number > MOST_LINES:
            pasted.problems.append((number, f"Paste up to {MOST_LINES} lines at a time."))
            break
        cells = cells_of(line, delimiter)
        if columns is None:
            columns = header_of(cells)
            if columns:
                continue
            columns = COLUMNS
        person = person_of(number, dict(zip(columns, cells, strict=False)))
        problem = problem_of(person, lines_of, extra=cells[len(columns) :])
        if problem:
            pasted.problems.append((number, problem))
            continue
        if person.email:
            lines_of[person.email] = number
        pasted.people.append(person)
    return pasted


def cells_of(line: str, delimiter: str) -> list[str]:
    rows = list(csv.reader(StringIO(line), delimiter=delimiter, skipinitialspace=True))
    return [" ".join(cell.split()) for cell in rows[0]] if rows else []


def header_of(cells: list[str]) -> tuple[str, ...] | None:
    """The columns, when the first line names them."""
    named = tuple(HEADERS.get(cell.lower().strip(":*"), "") for cell in cells)
    if any("@" in cell for cell in cells):
        return None
    return named if "name" in named or "last" in named or "email" in named else None


def person_of(number: int, cells: Mapping[str, str]) -> PastedPerson:
    name = cells.get("name") or " ".join(
        filter(None, [cells.get("first", ""), cells.get("last", "")])
    )
    if name.count(",") == 1:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    schools = (part.strip() for part in re.split(r"[;|]", cells.get("schools", "")))
    return PastedPerson(
        line=number,
        name=name,
        email=cells.get("email", "").lower(),
        schools=tuple(dict.fromkeys(school for school in schools if school)),
        title=cells.get("title", ""),
    )


def problem_of(person: PastedPerson, lines_of: Mapping[str, int], *, extra: list[str]) -> str:
    """Why this line can't be used, or nothing."""
    if not person.name:
        return "There is no name."
    if "@" in person.name:
        return (
            "An address stands where the name should be. The order is name, email, school, title."
        )
    if person.email and not ADDRESS.fullmatch(person.email):
        return "The second column is not an email address."
    if person.email in lines_of:
        return f"Line {lines_of[person.email]} has the same address."
    if any(extra):
        return "There are more columns than name, email, school, title."
    too_long = (
        len(person.name) > LONGEST["name"]
        or len(person.email) > LONGEST["email"]
        or len(person.title) > LONGEST["title"]
        or any(len(school) > LONGEST["name"] for school in person.schools)
    )
    return "This is too long for a name, an address, a school or a title." if too_long else ""


def mark_known(pasted: Pasted) -> None:
    """Recognizes people by their address."""
    known = known_addresses(person.email for person in pasted.people)
    for person in pasted.people:
        person.known = person.email in known


def add_pasted(
    *,
    people: list[PastedPerson],
    kinds: Mapping[int, str],
    invite: bool,
    coach_role: Any = None,
) -> int:
    """Adds everyone with what each does, by line number; answers how many. All or nothing."""
    try:
        with transaction.atomic():
            schools = schools_for(people)
            members = add_members(people)
            pairs = list(zip(members, people, strict=True))
            RoleAssignment.objects.bulk_create(
                assignment
                for member, one in pairs
                if kinds[one.line] != EVALUATOR
                for assignment in assignments_for(
                    member,
                    kinds[one.line],
                    [schools[name.lower()] for name in one.schools],
                    coach_role,
                )
            )
            EvaluationLine.objects.bulk_create(
                EvaluationLine(evaluator=member, school_id=schools[name.lower()])
                for member, one in pairs
                if kinds[one.line] == EVALUATOR
                for name in one.schools
            )
            if invite:
                invite_all(members=members)
    except IntegrityError:
        raise Refused(ADDRESS_TAKEN) from None
    return len(people)


def add_members(people: list[PastedPerson]) -> list[Member]:
    """With their addresses, in the same order."""
    members = [
        Member(name=one.name, first_name=first_name_of(one.name), title=one.title) for one in people
    ]
    Member.objects.bulk_create(members)
    Contact.objects.bulk_create(
        Contact(member=member, email=one.email) for member, one in zip(members, people, strict=True)
    )
    return members


def assignments_for(
    member: Member, role: str, schools: list[UUID], coach_role: Any
) -> list[RoleAssignment]:
    """One for each school, or one for the whole district."""
    places: list[UUID | None] = [*schools] or [None]
    return [
        RoleAssignment(
            member=member,
            role=role,
            school_id=school,
            coach_role=coach_role if role == Role.COACH else None,
        )
        for school in places
    ]


def schools_for(people: list[PastedPerson]) -> dict[str, UUID]:
    """Every school of the district by its name in lower case, the missing ones made."""
    here = {name.lower(): pk for pk, name in School.objects.values_list("id", "name")}
    wanted = {school.lower(): school for one in people for school in one.schools}
    missing = [School(name=name) for lower, name in wanted.items() if lower not in here]
    School.objects.bulk_create(missing)
    return here | {school.name.lower(): school.pk for school in missing}
