"""What the district has now, as an import needs it: by the roster's identifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.roster.staging import Known
from accounts.roster.vocabulary import OrgType

Place = tuple[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class SchoolHere:
    id: UUID
    name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class MemberHere:
    """`contact` is None for somebody who has no contact row yet."""

    id: UUID
    name: str
    first_name: str
    title: str
    active: bool
    email: str
    contact: UUID | None


@dataclass(frozen=True, slots=True)
class AssignmentHere:
    id: UUID
    school: UUID | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class YearHere:
    id: UUID
    name: str
    starts_on: date
    ends_on: date
    has_periods: bool


@dataclass(slots=True)
class Current:
    """`places` are the roster's own staff assignments by member, `granted` whoever holds a granted role.

    `lines` maps evaluator and school (None: the district) to the lines that nobody ended, `None` for
    one that an administrator entered. `orgs` are places that are no schools.
    `retired_emails` are addresses of people who are gone, with their contact rows.
    `evaluated` are the people, and `evaluated_at` the schools, over whom whoever imports has a say:
    their addresses and places there are for another administrator.
    """

    schools: dict[str, SchoolHere] = field(default_factory=dict)
    schools_by_name: dict[str, SchoolHere] = field(default_factory=dict)
    members: dict[str, MemberHere] = field(default_factory=dict)
    members_by_email: dict[str, MemberHere] = field(default_factory=dict)
    email_holders: dict[str, UUID] = field(default_factory=dict)
    retired_emails: dict[str, UUID] = field(default_factory=dict)
    places: dict[UUID, list[AssignmentHere]] = field(default_factory=dict)
    granted: set[UUID] = field(default_factory=set)
    coaches: set[UUID] = field(default_factory=set)
    lines: dict[Place, list[UUID | None]] = field(default_factory=dict)
    evaluated: set[UUID] = field(default_factory=set)
    evaluated_at: set[UUID] = field(default_factory=set)
    years: list[YearHere] = field(default_factory=list)
    orgs: Mapping[str, str] = field(default_factory=dict)

    def known(self) -> Known:
        """What a delta may refer to without repeating it."""
        orgs = dict.fromkeys(self.schools, OrgType.SCHOOL)
        orgs |= dict.fromkeys(self.orgs, OrgType.LOCAL)
        return Known(people=frozenset(self.members), orgs=orgs)
