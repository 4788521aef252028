"""What an import would do: plain rows to add, change and end."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.roster.staging import StagedPerson

MOST_ENDED = 0.2


@dataclass(frozen=True, slots=True)
class Decisions:
    """By the roster's identifiers: who evaluates teachers, and who becomes a coach."""

    evaluators: dict[str, bool] = field(default_factory=dict)
    coaches: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewSchool:
    id: UUID
    sourced_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangedSchool:
    """`closes` is True for one that is gone, False for one that is open (again)."""

    id: UUID
    sourced_id: str
    name: str
    closes: bool


@dataclass(frozen=True, slots=True)
class NewMember:
    id: UUID
    person: StagedPerson


@dataclass(frozen=True, slots=True)
class ChangedMember:
    id: UUID
    sourced_id: str
    name: str
    first_name: str
    title: str


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A place of work; `fte` below 1 for a coach of several schools."""

    member: UUID
    school: UUID | None
    starts_on: date
    ends_on: date | None
    fte: float = 1.0


@dataclass(frozen=True, slots=True)
class NewLine:
    """Over everyone at the school, or, without one, everyone in the district."""

    evaluator: UUID
    school: UUID | None


@dataclass(frozen=True, slots=True)
class NewYear:
    id: UUID
    name: str
    starts_on: date
    last_day: date


@dataclass(frozen=True, slots=True)
class NewPeriod:
    year: UUID
    name: str
    starts_on: date
    last_day: date


@dataclass(slots=True)
class Plan:
    new_schools: list[NewSchool] = field(default_factory=list)
    changed_schools: list[ChangedSchool] = field(default_factory=list)
    new_members: list[NewMember] = field(default_factory=list)
    changed_members: list[ChangedMember] = field(default_factory=list)
    ended_members: list[UUID] = field(default_factory=list)
    ended_names: list[str] = field(default_factory=list)
    released_emails: list[tuple[UUID, str]] = field(default_factory=list)
    new_emails: list[tuple[UUID, str]] = field(default_factory=list)
    changed_emails: list[tuple[UUID, str]] = field(default_factory=list)
    new_assignments: list[NewAssignment] = field(default_factory=list)
    redated_assignments: list[tuple[UUID, date | None]] = field(default_factory=list)
    ended_assignments: list[UUID] = field(default_factory=list)
    new_lines: list[NewLine] = field(default_factory=list)
    renewed_lines: list[UUID] = field(default_factory=list)
    new_coaches: list[NewAssignment] = field(default_factory=list)
    new_years: list[NewYear] = field(default_factory=list)
    new_periods: list[NewPeriod] = field(default_factory=list)
    orgs: dict[str, str] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)
    people_here: int = 0

    @property
    def ends_too_many(self) -> bool:
        """More than a fifth of the people would be ended: more likely a wrong file."""
        return len(self.ended_members) > MOST_ENDED * self.people_here

    @property
    def is_empty(self) -> bool:
        return not any(self.counts().values())

    def counts(self) -> dict[str, int]:
        """What the summary shows."""
        closing = sum(school.closes for school in self.changed_schools)
        new = {member.id for member in self.new_members}
        ended = set(self.ended_members)
        return {
            "schools_added": len(self.new_schools),
            "schools_changed": len(self.changed_schools) - closing,
            "schools_removed": closing,
            "people_added": len(self.new_members),
            "people_changed": len(self.touched - new - ended),
            "people_removed": len(self.ended_members),
            "lines_added": len(self.new_lines),
            "coaches_added": len({coach.member for coach in self.new_coaches}),
            "years_added": len(self.new_years),
            "periods_added": len(self.new_periods),
        }
