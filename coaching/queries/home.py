"""What a person's home shows: partnerships by how long they have waited, and what is due.

From partnerships, places and pulses; no list here walks through sessions.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from access.models import Circle, Participant
from coaching.enums import PartnershipStatus, PlaceStatus, SessionStatus, Term
from coaching.models import Partnership, Place, Pulse, Session
from coaching.queries.sessions import name_of, with_people
from goals.models import Cycle, Goal, NextStep
from goals.queries import steps_with_words

ROWS = 25
MOST_ROWS = 500
USUAL_CADENCE = 14
DAY_ROWS = 12
STEP_ROWS = 12
MOST_STEPS = 300
REACH_OUT, IN_TOUCH, DOOR_OPEN, PAUSED = range(4)
BANDS = {
    REACH_OUT: "Reach out to",
    IN_TOUCH: "In touch",
    DOOR_OPEN: "Door open (quick help)",
    PAUSED: "Paused",
}


@dataclass
class Row:
    """One partnership as a line of the page."""

    partnership: Partnership
    name: str
    last_contact: datetime | None
    next_planned: datetime | None
    band: int
    about: str = ""
    step: NextStep | None = None

    @property
    def state(self) -> str:
        return {REACH_OUT: "attention", PAUSED: "paused"}.get(self.band, "")

    @property
    def state_word(self) -> str:
        return {REACH_OUT: "reach out", PAUSED: "paused"}.get(self.band, "")


@dataclass
class Home:
    bands: list[tuple[str, list[Row]]] = field(default_factory=list)
    has_more: bool = False
    working_with: list[Row] = field(default_factory=list)
    proposals: list[Row] = field(default_factory=list)
    today: list[Session] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    @property
    def reach_out(self) -> list[Row]:
        return next((rows for title, rows in self.bands if title == BANDS[REACH_OUT]), [])

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.bands, self.working_with, self.proposals, self.today, self.steps, self.goals)
        )


def home_of(member_id: UUID, *, rows: int = ROWS) -> Home:
    """All of it, in eight statements at most."""
    coached = list(coached_by(member_id)[: rows + 1])
    others = list(others_of(member_id)[:ROWS])
    shown = [row_of(one, member_id) for one in [*coached[:rows], *others]]
    circles = [row.partnership.circle_id for row in shown if row.partnership.circle_id]
    goals = goals_for(member_id, circles)
    tell_what_about(shown, goals)
    steps = open_steps(member_id, circles)
    add_next_steps(shown, steps)
    coached_rows = shown[: len(coached[:rows])]
    other_rows = shown[len(coached_rows) :]
    return Home(
        bands=in_bands(coached_rows),
        has_more=len(coached) > rows,
        working_with=[row for row in other_rows if row.partnership.my_place == PlaceStatus.JOINED],  # type: ignore[attr-defined]  # annotated
        proposals=[row for row in other_rows if row.partnership.my_place != PlaceStatus.JOINED],  # type: ignore[attr-defined]  # annotated
        today=list(sessions_today(member_id)[:DAY_ROWS]),
        steps=[step for step in steps if step.owner_id == member_id][:STEP_ROWS],
        goals=[goal for goal in goals if goal.owner_id == member_id],
    )


def coached_by(member_id: UUID) -> QuerySet[Partnership]:
    """Whom this person supports: longest overdue first, then in touch, door open, paused."""
    due = ExpressionWrapper(
        Coalesce("last_contact", "opened_at") + F("cadence"), output_field=DateTimeField()
    )
    cadence = ExpressionWrapper(
        Coalesce("coach_role__cadence_days", Value(USUAL_CADENCE)) * Value(timedelta(days=1)),
        output_field=DurationField(),
    )
    band = Case(
        When(status=PartnershipStatus.PAUSED, then=Value(PAUSED)),
        When(term=Term.QUICK, then=Value(DOOR_OPEN)),
        When(Q(due__lt=Now()) & (Q(planned=None) | Q(planned__lt=Now())), then=Value(REACH_OUT)),
        default=Value(IN_TOUCH),
        output_field=IntegerField(),
    )
    return (
        _with_pulse(_mine(member_id, part=Participant.Part.COACH))
        .filter(status__in=(PartnershipStatus.ACTIVE, PartnershipStatus.PAUSED))
        .annotate(cadence=cadence)
        .annotate(due=due)
        .annotate(band=band)
        .order_by("band", "due", "pk")
    )


def others_of(member_id: UUID) -> QuerySet[Partnership]:
    """Where this person is supported, and what they were asked to join."""
    place = _places_of(member_id)
    supported = Q(my_part=Participant.Part.PARTNER, my_place=PlaceStatus.JOINED)
    return (
        _with_pulse(Partnership.objects.all())
        .annotate(
            my_part=Subquery(place.values("part")[:1]),
            my_place=Subquery(place.values("status")[:1]),
            band=Value(IN_TOUCH),
        )
        .filter(supported | Q(my_place=PlaceStatus.PROPOSED))
        .exclude(status=PartnershipStatus.ENDED)
        .order_by("-opened_at", "pk")
    )


def _places_of(member_id: UUID) -> QuerySet[Place]:
    return Place.objects.filter(partnership=OuterRef("pk"), member_id=member_id)


def _mine(member_id: UUID, *, part: str) -> QuerySet[Partnership]:
    place = _places_of(member_id).filter(part=part, status=PlaceStatus.JOINED)
    return Partnership.objects.filter(Exists(place))


def _with_pulse(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    pulse = Pulse.objects.filter(partnership=OuterRef("pk"))
    return partnerships.annotate(
        last_contact=Subquery(pulse.values("last_contact")[:1]),
        planned=Subquery(pulse.values("next_planned")[:1]),
    ).prefetch_related(with_people())


def row_of(partnership: Any, member_id: UUID) -> Row:
    return Row(
        partnership=partnership,
        name=name_of(partnership, member_id),
        last_contact=partnership.last_contact,
        next_planned=partnership.planned,
        band=partnership.band,
    )


def in_bands(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    bands = [(title, [row for row in rows if row.band == band]) for band, title in BANDS.items()]
    return [(title, members) for title, members in bands if members]


def goals_for(member_id: UUID, circles: Collection[UUID]) -> list[Goal]:
    """Goals worked on in these circles, and one's own, each with the stage of its cycle."""
    cycle = Cycle.objects.filter(goal=OuterRef("pk"), ended_on=None).order_by("-created_at")
    open_circle = Circle.objects.filter(pk=OuterRef("circle_id"), closed_at=None)
    return list(
        Goal.objects.filter(Q(circle_id__in=circles) | Q(owner_id=member_id))
        .filter(Exists(open_circle), status="active")
        .annotate(stage=Subquery(cycle.values("stage_name")[:1]))
        .order_by("-created_at")
    )


def tell_what_about(rows: Sequence[Row], goals: Sequence[Goal]) -> None:
    """The newest goal of each circle, with its stage."""
    newest: dict[UUID, Goal] = {}
    for goal in goals:
        newest.setdefault(goal.circle_id, goal)
    for row in rows:
        about = newest.get(row.partnership.circle_id) if row.partnership.circle_id else None
        if about is not None:
            stage: str | None = about.stage  # type: ignore[attr-defined]  # annotated
            row.about = f"{about.statement.rstrip('. ')} · {stage}" if stage else about.statement


def open_steps(member_id: UUID, circles: Collection[UUID]) -> list[NextStep]:
    """What this person said they would do, and what is open in these circles, due first."""
    found = (
        steps_with_words()
        .filter(Q(circle_id__in=circles) | Q(owner_id=member_id), done_at=None)
        .filter(circle__closed_at=None)
    )
    return list(found.order_by("due_on", "created_at")[:MOST_STEPS])


def add_next_steps(rows: Sequence[Row], steps: Sequence[NextStep]) -> None:
    """The open step of each circle that is due first."""
    first: dict[UUID, NextStep] = {}
    for step in steps:
        first.setdefault(step.circle_id, step)
    for row in rows:
        if row.partnership.circle_id:
            row.step = first.get(row.partnership.circle_id)


def sessions_today(member_id: UUID) -> QuerySet[Session]:
    """What is planned until tonight, and what was planned before and still needs a word."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time()))
    return (
        Session.objects.filter(status=SessionStatus.PLANNED, planned_at__lt=midnight)
        .filter(circle__closed_at=None)
        .select_related("author", "partnership")
        .prefetch_related(with_people("partnership__places"))
        .order_by("planned_at", "pk")
    )
