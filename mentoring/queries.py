"""Named reads: the mentor's coaches, the caseload review, and who reads a circle.

The review's rows come from functions of the database that give neither names nor ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from access.models import Circle, EvaluationLine, Look, Participant, Share
from accounts.enums import Role
from accounts.models import RoleAssignment
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus
from coaching.models import Partnership, RoleAgreement
from mentoring.models import ReviewLog

COACHES = """
SELECT c.coach_id, c.name, c.circle_id, l.partners, l.in_touch, l.waiting, l.paused
  FROM alongside.my_coaches() c CROSS JOIN LATERAL alongside.caseload_load(c.coach_id) l
"""
LOAD = """
SELECT NULL, '', NULL, partners, in_touch, waiting, paused FROM alongside.caseload_load(%s)
"""
REVIEW = "SELECT * FROM alongside.caseload_review(%s)"
AUDIENCE = "SELECT * FROM alongside.audience_of(%s)"
LOAD_BAR = 240
AUDIENCES = "SELECT * FROM alongside.audiences_of(%s::uuid[])"


# Contact at least every two weeks is what research and most programs ask for.
USUAL_WEEKS = 2


@dataclass(frozen=True)
class Coach:
    """A coach with the load of their caseload; `circle_id` is the one shared with the mentor."""

    id: UUID | None
    name: str
    circle_id: UUID | None
    partners: int
    in_touch: int
    waiting: int
    paused: int

    @property
    def others(self) -> int:
        """Quick help that rests: neither in touch nor waited for."""
        return max(0, self.partners - self.in_touch - self.waiting - self.paused)

    @property
    def parts(self) -> list[tuple[str, int, int, int]]:
        """The caseload as one bar: name, people, and where the part begins and how wide it is."""
        drawn, at = [], 0
        counted = (
            ("touch", self.in_touch),
            ("waiting", self.waiting),
            ("rests", self.others),
            ("paused", self.paused),
        )
        for name, people in counted:
            width = round(LOAD_BAR * people / self.partners) if self.partners else 0
            drawn.append((name, people, at, width))
            at += width
        return drawn


@dataclass(frozen=True)
class ReviewRow:
    pseudonym: str
    stage: str | None
    weeks_since_contact: int | None
    sessions_by_week: list[int]

    @property
    def weeks_met(self) -> int:
        return sum(1 for held in self.sessions_by_week if held)

    @property
    def weeks(self) -> list[str]:
        """Each week as the strip draws it: met, or a gap that lasts until today."""
        states = ["met" if held else "" for held in self.sessions_by_week]
        since = self.weeks_since_contact
        silent = len(states) if since is None else since
        if silent > USUAL_WEEKS:
            first = max(0, len(states) - silent)
            states[first:] = ["gap" for _ in states[first:]]
        return states

    @property
    def silence(self) -> str:
        """What the gap in the strip says to whoever does not see it."""
        return "; quiet since" if "gap" in self.weeks else ""

    @property
    def order(self) -> int:
        return int(self.pseudonym.rpartition(" ")[2])


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a circle."""

    member_id: UUID
    name: str
    part: str
    since: datetime

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def _rows(sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def my_coaches() -> list[Coach]:
    """The coaches whom this member mentors, by name, with their load: one statement."""
    return [Coach(*row) for row in _rows(COACHES)]


def load_of(coach_id: UUID) -> Coach:
    return Coach(*_rows(LOAD, [str(coach_id)])[0])


def caseload(coach_id: UUID) -> list[ReviewRow]:
    """Partner 1, Partner 2 …; empty below five partners, and for whoever may not review."""
    rows = [ReviewRow(*row) for row in _rows(REVIEW, [str(coach_id)])]
    return sorted(rows, key=lambda row: row.order)


def logs_in(circle_id: UUID) -> QuerySet[ReviewLog]:
    return ReviewLog.objects.filter(circle_id=circle_id)


def my_mentoring(member_id: UUID) -> Partnership | None:
    """The open mentor partnership in which this member is the coach who is supported."""
    return (
        Partnership.objects.filter(
            kind=PartnershipKind.MENTORING,
            status__in=[PartnershipStatus.ACTIVE, PartnershipStatus.PAUSED],
            circle_id__isnull=False,
            places__member_id=member_id,
            places__part=Participant.Part.PARTNER,
            places__status=PlaceStatus.JOINED,
        )
        .order_by("-opened_at")
        .first()
    )


def audience_of(circle_id: UUID) -> list[Reader]:
    """Who reads a circle, from the relation of the policies; empty when it isn't the reader's."""
    return [Reader(*row) for row in _rows(AUDIENCE, [str(circle_id)])]


def audiences_of(circle_ids: list[UUID]) -> dict[UUID, list[Reader]]:
    """The same for many circles in one statement."""
    found: dict[UUID, list[Reader]] = {circle_id: [] for circle_id in circle_ids}
    for circle_id, *reader in _rows(AUDIENCES, [[str(one) for one in circle_ids]]):
        found[circle_id].append(Reader(*reader))
    return found


def current_lines() -> QuerySet[EvaluationLine]:
    """Evaluation lines that this member may read and that hold today."""
    return EvaluationLine.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=Now()), starts_on__lte=Now()
    ).select_related("evaluator", "person", "school")


def lines_of_evaluator(member_id: UUID) -> QuerySet[EvaluationLine]:
    return current_lines().filter(evaluator_id=member_id).order_by("school__name", "person__name")


def evaluators_of(member_id: UUID) -> QuerySet[EvaluationLine]:
    """Lines over this member: a member reads exactly these and their own."""
    return current_lines().exclude(evaluator_id=member_id).order_by("evaluator__name")


def current_shares() -> QuerySet[Share]:
    return (
        Share.objects.filter(taken_back_at=None, until__gte=Now())
        .select_related("reader", "sharer")
        .order_by("until", "reader__name")
    )


def looks() -> QuerySet[Look]:
    return Look.objects.select_related("reader").order_by("-hour", "reader__name")


def administrators_among(member_ids: list[UUID]) -> set[UUID]:
    """Who of these also administers the program today."""
    return set(
        RoleAssignment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=Now()),
            member_id__in=member_ids,
            role=Role.ADMIN,
            starts_on__lte=Now(),
        ).values_list("member_id", flat=True)
    )


def circles_of_partner(member_id: UUID) -> QuerySet[Circle]:
    """Circles in which this member is the one supported, newest first."""
    return (
        Circle.objects.filter(
            participants__member_id=member_id, participants__part=Participant.Part.PARTNER
        )
        .select_related("partnership")
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    )


def published_agreements() -> list[RoleAgreement]:
    """The newest version for each coach role in use, by the role's title."""
    newest = (
        RoleAgreement.objects.filter(coach_role__retired_at=None, published_at__isnull=False)
        .select_related("coach_role")
        .order_by("coach_role_id", "-version")
        .distinct("coach_role_id")
    )
    return sorted(newest, key=lambda agreement: agreement.coach_role.title)
