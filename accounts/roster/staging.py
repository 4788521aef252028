"""The staged picture of a roster: what it says about staff, places and terms, validated.

Dates: ``begins`` is the first day; ``ends`` is exclusive, the first day that no longer counts,
as OneRoster defines it. A ``deleted`` item is one that the roster marks as to be deleted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from accounts.roster.findings import Finding, Severity
from accounts.roster.vocabulary import (
    SUGGESTED_EVALUATORS,
    EvaluatesAt,
    OrgType,
    role_suggests_coach,
    title_suggests_coach,
)


class Mode(StrEnum):
    """Bulk: who is absent is to be removed. Delta: only what changed is listed."""

    BULK = "bulk"
    DELTA = "delta"


@dataclass(slots=True)
class StagedOrg:
    sourced_id: str
    name: str
    type: OrgType
    parent: str
    identifier: str
    deleted: bool
    line: int


@dataclass(slots=True)
class StagedTerm:
    """``school_year`` is the year in which the school year ends."""

    sourced_id: str
    title: str
    type: str
    begins: date
    ends: date
    school_year: int
    parent: str
    deleted: bool
    line: int


@dataclass(slots=True)
class StagedPerson:
    """``email`` may be empty; ``enabled`` is the roster's own on and off."""

    sourced_id: str
    given_name: str
    family_name: str
    email: str
    title: str
    enabled: bool
    deleted: bool
    line: int

    @property
    def suggested_coach(self) -> bool:
        return title_suggests_coach(self.title)


@dataclass(slots=True)
class StagedRole:
    """One person's role at one org, in OneRoster's words."""

    sourced_id: str
    person: str
    org: str
    role: str
    primary: bool
    begins: date | None
    ends: date | None
    deleted: bool
    line: int

    @property
    def suggested_evaluator(self) -> EvaluatesAt | None:
        return SUGGESTED_EVALUATORS.get(self.role)

    @property
    def suggested_coach(self) -> bool:
        return role_suggests_coach(self.role)


@dataclass(frozen=True, slots=True)
class Known:
    """What the district already has by sourced id, for deltas that don't repeat it."""

    people: frozenset[str] = frozenset()
    orgs: Mapping[str, OrgType] = field(default_factory=dict)


@dataclass(slots=True)
class StagedRoster:
    """``skipped_people`` and ``skipped_orgs`` stand in rows with errors: they are not absent."""

    name: str
    version: str = ""
    mode: Mode = Mode.BULK
    orgs: dict[str, StagedOrg] = field(default_factory=dict)
    terms: dict[str, StagedTerm] = field(default_factory=dict)
    people: dict[str, StagedPerson] = field(default_factory=dict)
    roles: list[StagedRole] = field(default_factory=list)
    has_orgs: bool = False
    has_roles: bool = False
    skipped_people: set[str] = field(default_factory=set)
    skipped_orgs: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    left_behind: Counter[str] = field(default_factory=Counter)
    not_read: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [found for found in self.findings if found.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [found for found in self.findings if found.severity is Severity.WARNING]

    def roles_of(self) -> dict[str, list[StagedRole]]:
        """The roles by person, in the roster's order."""
        by_person: dict[str, list[StagedRole]] = {}
        for role in self.roles:
            by_person.setdefault(role.person, []).append(role)
        return by_person
