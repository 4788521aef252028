"""Named reads: the mentor's coaches, the caseload review, and who reads a circle.

The review's rows come from functions of the database that give neither names nor ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from access.models import (
    Circle,
    EvaluationLine,
    LineAnswer,
    Look,
    Participant,
    Readmission,
    Share,
)
from accounts.enums import Role
from accounts.models import RoleAssignment
from accounts.queries import holding_for, standing
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus
from coaching.models import Partnership, RoleAgreement
from mentoring.models import ReviewLog

COACHES = """
SELECT c.coach_id, c.name, c.partnership_id, c.circle_id, l.*
  FROM alongside.my_coaches() c CROSS JOIN LATERAL alongside.caseload_load(c.coach_id) l
"""
LOAD = """
SELECT NULL, '', NULL, NULL, l.* FROM alongside.caseload_load(%s) l
"""
REVIEW = "SELECT * FROM alongside.caseload_review(%s)"
TIME = "SELECT category, minutes FROM alongside.caseload_time(%s)"
GAP_WEEKS = 3
BANDS = {
    "in_touch": "in touch",
    "reach_out": "to reach out to",
    "door_open": "door open",
    "paused": "paused",
}
LOAD_BAR = 240


class KindsLeft(Func):
    template = "(SELECT jsonb_object_agg(p.partnership_id, p.kind) FROM alongside.my_past() p)"
    output_field = JSONField()


@dataclass(frozen=True)
class Change:
    """A figure of the caseload on the day of the last log, and now."""

    label: str
    before: int
    now: int


@dataclass(frozen=True)
class Coach:
    """A coach with the load of their caseload; partnership and circle are shared with the mentor.

    `at_most` is how many partners the coach's roles allow, scaled by FTE; None without a coach role.
    """

    id: UUID | None
    name: str
    partnership_id: UUID | None
    circle_id: UUID | None
    partners: int
    in_touch: int
    waiting: int
    door_open: int
    paused: int
    at_most: int | None

    def since(self, log: ReviewLog) -> list[Change]:
        """What is different from the day of that log; empty where nothing is or was kept."""
        pairs = (
            ("partners", log.partners, self.partners),
            ("in touch", log.in_touch, self.in_touch),
            ("to reach out to", log.waiting, self.waiting),
            ("paused", log.paused, self.paused),
        )
        return [
            Change(label, before, now)
            for label, before, now in pairs
            if before is not None and before != now
        ]

    @property
    def parts(self) -> list[tuple[str, int, int, int]]:
        """The caseload as one bar: name, people, and where the part begins and how wide it is."""
        drawn, at = [], 0
        counted = (
            ("touch", self.in_touch),
            ("waiting", self.waiting),
            ("rests", self.door_open),
            ("paused", self.paused),
        )
        for name, people in counted:
            width = round(LOAD_BAR * people / self.partners) if self.partners else 0
            drawn.append((name, people, at, width))
            at += width
        return drawn


@dataclass(frozen=True)
class ReviewRow:
    """A partner without a name; `sessions_by_week` is the year so far, oldest week first."""

    pseudonym: str
    stage: str | None
    band: str
    weeks_since_contact: int | None
    sessions_by_week: list[int]

    @property
    def is_waiting(self) -> bool:
        return self.band == "reach_out"

    @property
    def band_words(self) -> str:
        return BANDS[self.band]

    @property
    def strip(self) -> list[str]:
        """For each week: met, in a gap of three weeks or more, or neither. Quick help has no gaps."""
        cells = ["is-met" if held else "" for held in self.sessions_by_week]
        if self.band == "door_open":
            return cells
        for begins, ends in _gaps(self.sessions_by_week):
            cells[begins:ends] = ["is-gap"] * (ends - begins)
        return cells

    @property
    def weeks_met(self) -> int:
        return sum(1 for held in self.sessions_by_week if held)

    @property
    def order(self) -> int:
        return int(self.pseudonym.rpartition(" ")[2])


def _gaps(weeks: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches without a session since the first one, of `GAP_WEEKS` or more."""
    met = [number for number, held in enumerate(weeks) if held]
    for last, following in pairwise([*met, len(weeks)]):
        if following - last - 1 >= GAP_WEEKS:
            yield last + 1, following


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


def time_of(coach_id: UUID) -> dict[str, int]:
    """Minutes by category since the school year began; sums alone."""
    return {category: int(minutes) for category, minutes in _rows(TIME, [str(coach_id)])}


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


def current_lines() -> QuerySet[EvaluationLine]:
    """Evaluation lines that this member may read and that hold today."""
    return EvaluationLine.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=Now()), starts_on__lte=Now()
    ).select_related("evaluator", "person", "school")


def lines_of_evaluator(member_id: UUID) -> QuerySet[EvaluationLine]:
    lines = current_lines().filter(standing(), evaluator_id=member_id)
    return lines.order_by("school__name", "person__name")


def evaluators_of(member_id: UUID) -> QuerySet[EvaluationLine]:
    """Lines over this member: a member reads exactly these and their own."""
    lines = current_lines().filter(holding_for(member_id)).exclude(evaluator_id=member_id)
    return lines.order_by("evaluator__name")


def lines_never_true(member_id: UUID) -> QuerySet[EvaluationLine]:
    """Marked lines that reached this member, with `agrees`, their own word; none yet is null."""
    answer = LineAnswer.objects.filter(line=OuterRef("pk"), person=member_id)
    return (
        EvaluationLine.objects.filter(pk__in=RawSQL("SELECT alongside.lines_never_true()", ()))
        .select_related("evaluator", "person", "school", "never_true_by")
        .annotate(
            agrees=Subquery(answer.values("agrees")[:1]),
            in_effect=Q(never_true_from__lte=Now()),
        )
        .order_by("-never_true_at")
    )


@dataclass(frozen=True)
class KeptOut:
    """Somebody whose evaluating has ended, and an earlier circle that stays closed to them until
    each of its partners has agreed."""

    circle_id: UUID
    kind: str
    opened_at: datetime
    closed_at: datetime | None
    member_id: UUID
    name: str
    first_name: str
    agreed: bool
    reads: bool

    @property
    def label(self) -> str:
        return str(PartnershipKind(self.kind).label)


def once_kept_out() -> list[KeptOut]:
    """For a partner, newest circle first; one statement."""
    return [KeptOut(*row) for row in _rows("SELECT * FROM alongside.once_kept_out()")]


def live_readmissions() -> QuerySet[Readmission]:
    return Readmission.objects.filter(taken_back_at=None).select_related("reader", "partner")


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
    """Circles in which this member is the one supported, newest first.

    `left` says the kind of each partnership that the member has left, whose row is closed to them.
    """
    return (
        Circle.objects.annotate(left=KindsLeft())
        .filter(participants__member_id=member_id, participants__part=Participant.Part.PARTNER)
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
