"""One partnership's page: what happened, what is coming, and where its goals stand.

Each noun is one statement, whatever hangs on it: a goal brings its cycle, stages, moves and
measurements along.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from coaching.enums import SessionStatus
from coaching.models import Partnership, Session, SessionText, Wish
from comments.models import Comment
from goals.enums import GoalStatus
from goals.models import Cycle, CycleStage, Goal, Measurement, NextStep, StageMove
from goals.queries import steps_with_words
from observations.models import Visit

STEPS_SHOWN = 25


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    kind: str
    at: datetime
    item: Any


@dataclass(frozen=True)
class Move:
    """A cycle came to a stage."""

    goal_id: UUID
    stage: str
    by: str
    is_back: bool


@dataclass(frozen=True)
class Stage:
    """As the track draws it."""

    name: str
    position: int
    state: str
    since: datetime


@dataclass(frozen=True)
class UnderWay:
    """The cycle of a goal that is worked on."""

    pk: UUID
    stage: int
    stages: list[Stage] = field(default_factory=list)

    @property
    def previous(self) -> Stage | None:
        return next((s for s in reversed(self.stages) if s.position < self.stage), None)

    @property
    def following(self) -> Stage | None:
        return next((s for s in self.stages if s.position > self.stage), None)

    @property
    def current(self) -> Stage | None:
        return next((s for s in self.stages if s.position == self.stage), None)


@dataclass(frozen=True)
class WorkedOn:
    """A goal that nobody has finished; one `left_behind` stands in a chapter that has closed."""

    goal: Any
    cycle: UnderWay | None
    measurements: list[tuple[date, float]]
    left_behind: bool


@dataclass(frozen=True)
class Timeline:
    happenings: list[Happening]
    has_more: bool
    coming: Session | None
    goals: list[WorkedOn]
    steps: list[NextStep]

    @property
    def tracked(self) -> WorkedOn | None:
        """The newest goal with a cycle that can be moved."""
        return next((one for one in self.goals if one.cycle and not one.left_behind), None)


def timeline_of(partnership: Partnership, *, limit: int) -> Timeline:
    """Six statements. `limit` counts lines of the timeline."""
    sessions = sessions_of(partnership, limit)
    goals = goals_of(partnership, limit)
    steps = steps_of(partnership, limit)
    happenings = sorted(
        (
            *(Happening("session", one.at, one) for one in sessions if not is_coming(one)),  # type: ignore[attr-defined]  # annotated
            *(Happening("goal", one.created_at, one) for one in goals),
            *(moved for one in goals for moved in moves_of(one)),
            *(Happening("visit", one.at, one) for one in visits_of(partnership, limit)),
            *(Happening("step", one.done_at, one) for one in steps if one.done_at),
            *(Happening("wish", one.created_at, one) for one in wishes_of(partnership, limit)),
            *(Happening("comment", one.created_at, one) for one in comments_of(partnership, limit)),
        ),
        key=lambda happening: happening.at,
        reverse=True,
    )
    return Timeline(
        happenings=happenings[:limit],
        has_more=len(happenings) > limit,
        coming=next((one for one in sessions if is_coming(one)), None),
        goals=worked_on(goals, partnership),
        steps=[one for one in steps if not one.done_at][:STEPS_SHOWN],
    )


def is_coming(session: Session) -> bool:
    planned_at = session.planned_at
    is_planned = session.status == SessionStatus.PLANNED
    return is_planned and planned_at is not None and planned_at > timezone.now()


def sessions_of(partnership: Partnership, limit: int) -> list[Session]:
    """Newest first, with `at` and `body`; of those to come only the next."""
    coming = Q(status=SessionStatus.PLANNED, planned_at__gt=timezone.now())
    of_it = Session.objects.filter(partnership=partnership)
    following = of_it.filter(coming).order_by("planned_at").values("pk")[:1]
    body = SessionText.objects.filter(session=OuterRef("pk")).values("body")[:1]
    return list(
        of_it.filter(~coming | Q(pk=Subquery(following)))
        .annotate(at=Coalesce("held_at", "planned_at", "created_at"), body=Subquery(body))
        .select_related("author")
        .order_by("-at")[: limit + 2]
    )


def goals_of(partnership: Partnership, limit: int) -> list[Any]:
    """Newest first, with `cycle` under way, `moves` between stages and what was `measured`.

    As many as the timeline may need, and all that are worked on.
    """
    measured = Measurement.objects.filter(goal=OuterRef("pk")).order_by("measured_on")
    of_it = Goal.objects.filter(circle__partnership_id=partnership.pk).order_by("-created_at")
    found: QuerySet[Any] = (
        of_it.filter(Q(status=GoalStatus.ACTIVE) | Q(pk__in=of_it.values("pk")[: limit + 1]))
        .annotate(
            cycle=Subquery(cycle_with_stages()[:1]),
            moves=ArraySubquery(moves_to_stages()[:limit]),
            measured=ArraySubquery(
                measured.values(found=JSONObject(day="measured_on", value="value"))
            ),
        )
        .select_related("owner")
    )
    return list(found)


def cycle_with_stages() -> QuerySet[Any, Any]:
    """Of the goal outside, newest first."""
    stages = CycleStage.objects.filter(cycle=OuterRef("pk")).order_by("position")
    cycle = Cycle.objects.filter(goal=OuterRef("pk"), ended_on=None).order_by("-created_at")
    return cycle.values(
        found=JSONObject(
            pk="pk",
            stage="stage",
            since="stage_since",
            stages=ArraySubquery(stages.values(found=JSONObject(name="name", position="position"))),
        )
    )


def moves_to_stages() -> QuerySet[Any, Any]:
    """Of all cycles of the goal outside, newest first."""
    come_to = CycleStage.objects.filter(cycle=OuterRef("cycle"), position=OuterRef("to_stage"))
    moves = StageMove.objects.filter(cycle__goal=OuterRef("pk")).order_by("-created_at")
    return moves.values(
        found=JSONObject(
            at="created_at",
            came_from="from_stage",
            came_to="to_stage",
            stage=Subquery(come_to.values("name")[:1]),
            by="author__first_name",
        )
    )


def worked_on(goals: list[Any], partnership: Partnership) -> list[WorkedOn]:
    """Those of the open chapter. Until one is set or carried there, what the last ones left behind."""
    active = [one for one in goals if one.status == GoalStatus.ACTIVE]
    here = [one for one in active if one.circle_id == partnership.circle_id]
    return [
        WorkedOn(one, under_way(one), measured_of(one), left_behind=not here)
        for one in here or active
    ]


def moves_of(goal: Any) -> Iterator[Happening]:
    for move in goal.moves:
        is_back = (move["came_from"] or 0) > move["came_to"]
        it = Move(goal.pk, move["stage"] or "", move["by"], is_back)
        yield Happening("move", datetime.fromisoformat(move["at"]), it)


def measured_of(goal: Any) -> list[tuple[date, float]]:
    return [(date.fromisoformat(one["day"]), one["value"]) for one in goal.measured]


def under_way(goal: Any) -> UnderWay | None:
    if goal.cycle is None:
        return None
    current: int = goal.cycle["stage"]
    since = datetime.fromisoformat(goal.cycle["since"])
    stages = [
        Stage(one["name"], one["position"], state_of(one["position"], current), since)
        for one in goal.cycle["stages"]
    ]
    return UnderWay(UUID(goal.cycle["pk"]), current, stages)


def state_of(position: int, current: int) -> str:
    if position == current:
        return "now"
    return "done" if position < current else "next"


def visits_of(partnership: Partnership, limit: int) -> list[Any]:
    return list(
        Visit.objects.filter(circle__partnership_id=partnership.pk)
        .annotate(at=Coalesce("started_at", "planned_at"))
        .select_related("teacher", "visitor")
        .order_by("-at")[: limit + 1]
    )


def steps_of(partnership: Partnership, limit: int) -> list[Any]:
    """With `words`: open ones first, whichever is due first, then what was done last.

    What a closed chapter left undone can't be done anymore, so it isn't next.
    """
    found = steps_with_words().filter(circle__partnership_id=partnership.pk)
    if partnership.circle_id:
        found = found.filter(Q(done_at__isnull=False) | Q(circle_id=partnership.circle_id))
    return list(
        found.order_by(
            F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "created_at"
        )[: STEPS_SHOWN + limit + 1]
    )


def wishes_of(partnership: Partnership, limit: int) -> Iterable[Wish]:
    """What was asked for, and led here."""
    return (
        Wish.objects.filter(circle__partnership_id=partnership.pk)
        .select_related("author")
        .order_by("-created_at")[: limit + 1]
    )


def comments_of(partnership: Partnership, limit: int) -> Iterable[Comment]:
    return (
        Comment.objects.filter(circle__partnership_id=partnership.pk)
        .select_related("author")
        .order_by("-created_at")[: limit + 1]
    )
