"""Named reads. What a person may see is decided by the database; nothing here filters for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone

from access.models import Circle, Look, Share
from access.readers import Audience, Reader, readers_of, readers_of_all
from accounts.models import Member, RoleAssignment
from goals.models import (
    Cycle,
    CycleStage,
    CycleTemplate,
    Goal,
    Measurement,
    NextStep,
    Outcome,
    StageMove,
)

GOAL = "goal"
PEOPLE_SHOWN = 20
ONLY_ME = "only-me"


@dataclass(frozen=True)
class ShownStage:
    """A stage as the track draws it."""

    name: str
    state: str
    since: datetime | None
    position: int
    prompt: str
    cadence_days: int | None


@dataclass
class ShownCycle:
    cycle: Cycle
    stages: list[ShownStage] = field(default_factory=list)

    @property
    def current(self) -> ShownStage | None:
        return next((s for s in self.stages if s.position == self.cycle.stage), None)

    @property
    def previous(self) -> ShownStage | None:
        return next((s for s in reversed(self.stages) if s.position < self.cycle.stage), None)

    @property
    def following(self) -> ShownStage | None:
        return next((s for s in self.stages if s.position > self.cycle.stage), None)


def goals_to_read() -> QuerySet[Goal]:
    """With whose it is, whether it can be written, and whether the reader is in its circle.

    The circle is asked for by subquery: for a reader outside, a join would drop the goal.
    """
    circle = Circle.objects.filter(pk=OuterRef("circle_id"))
    return Goal.objects.select_related("owner").annotate(
        is_inside=Exists(circle),
        is_open=Exists(circle.filter(closed_at=None)),
        partnership_id=Subquery(circle.values("partnership_id")[:1]),
        audience=Audience(F("circle_id")),
    )


def goals_to_write() -> QuerySet[Goal]:
    return Goal.objects.select_related("owner").filter(circle__closed_at=None)


def goals_of(member_id: UUID) -> QuerySet[Goal]:
    """A person's own, newest first, with measurements and the cycle under way."""
    return (
        Goal.objects.filter(owner_id=member_id)
        .annotate(is_open=Exists(Circle.objects.filter(pk=OuterRef("circle_id"), closed_at=None)))
        .prefetch_related(
            "measurements",
            Prefetch("cycles", Cycle.objects.filter(ended_on=None), to_attr="cycles_under_way"),
        )
    )


def steps_with_words() -> QuerySet[NextStep]:
    return NextStep.objects.select_related("owner").annotate(
        words=F("texts__body"), text_revision=F("texts__revision")
    )


def steps_of_goal(goal: Goal) -> list[NextStep]:
    """Open ones by day, then what is done, newest first."""
    steps = list(steps_with_words().filter(goal=goal).order_by("due_on", "created_at"))
    done = sorted(
        (s for s in steps if s.done_at), key=lambda s: s.done_at or s.created_at, reverse=True
    )
    return [s for s in steps if not s.done_at] + done


def open_steps_of(member_id: UUID) -> QuerySet[NextStep]:
    """What this person does next, and what others do for their goals."""
    return (
        steps_with_words()
        .filter(Q(owner_id=member_id) | Q(goal__owner_id=member_id), done_at=None)
        .filter(circle__closed_at=None)
        .order_by("due_on", "created_at")
    )


def measurements_of(goal: Goal) -> QuerySet[Measurement]:
    return goal.measurements.select_related("author").order_by("-measured_on", "-created_at")


def outcomes_of(goal: Goal) -> QuerySet[Outcome]:
    return goal.outcomes.select_related("author").order_by("created_at")


def cycles_of(goal: Goal) -> list[ShownCycle]:
    """Newest first, each with its stages: one statement."""
    since = (
        StageMove.objects.filter(cycle=OuterRef("cycle"), to_stage=OuterRef("position"))
        .values("to_stage")
        .annotate(last=Max("created_at"))
        .values("last")
    )
    stages = (
        CycleStage.objects.filter(cycle__goal=goal)
        .select_related("cycle")
        .annotate(since=Subquery(since))
        .order_by("-cycle__created_at", "position")
    )
    shown: dict[UUID, ShownCycle] = {}
    for stage in stages:
        cycle = shown.setdefault(stage.cycle_id, ShownCycle(stage.cycle))
        cycle.stages.append(_shown(stage, cycle.cycle))
    return list(shown.values())


def _shown(stage: Any, cycle: Cycle) -> ShownStage:
    state = "now" if stage.position == cycle.stage else "next"
    if stage.position < cycle.stage or cycle.ended_on:
        state = "done" if stage.since else "next"
    return ShownStage(
        stage.name, state, stage.since, stage.position, stage.prompt, stage.cadence_days
    )


def templates_to_start() -> QuerySet[CycleTemplate]:
    return CycleTemplate.objects.filter(retired_at=None).prefetch_related("stages")


def open_chapters() -> QuerySet[Circle]:
    """Where the reader can write with others. A leadership team holds team work, no goals."""
    return (
        Circle.objects.filter(kind=Circle.Kind.CHAPTER, closed_at=None, admits_evaluator=False)
        .select_related("partnership")
        .order_by("opened_at")
    )


def meetings_to_come() -> QuerySet[Circle]:
    """The next planned meeting of each open chapter, soonest first."""
    return (
        open_chapters()
        .filter(partnership__pulses__next_planned__gte=timezone.now())
        .annotate(next_planned=F("partnership__pulses__next_planned"))
        .order_by("next_planned")
    )


@dataclass(frozen=True)
class GoalPlace:
    """Where a new goal can stand, and whose it is there."""

    label: str
    owner_id: UUID
    circle_id: UUID | None = None
    partnership_id: UUID | None = None

    @property
    def says_who_reads(self) -> str:
        """For where there is nothing to choose, so that nobody writes without knowing."""
        return f"{self.label}. All of you can read it" if self.circle_id else "Only you can read it"

    @property
    def value(self) -> str:
        return f"{self.circle_id}:{self.owner_id}" if self.circle_id else ONLY_ME


def goal_places(me: UUID) -> list[GoalPlace]:
    """One's own in each partnership, one's own alone, then each partner's that one supports."""
    chapters = list(open_chapters())
    readers = readers_of_all([chapter.pk for chapter in chapters])
    own, theirs = [], []
    for chapter in chapters:
        people = readers.get(chapter.pk, [])
        others = [person for person in people if person.member_id != me]
        is_team = sum(person.is_partner for person in people) > 1
        if any(person.member_id == me and person.is_partner for person in people):
            label = f"{'The team’s' if is_team else 'Mine'}, with {_listed(others)}"
            own.append(GoalPlace(label, me, chapter.pk, chapter.partnership_id))
            continue
        whole = ", with the whole team" if is_team else ""
        theirs += [
            GoalPlace(f"{p.name}’s{whole}", p.member_id, chapter.pk, chapter.partnership_id)
            for p in others
            if p.is_partner
        ]
    return [*own, GoalPlace("Mine, only I can read it", me), *theirs]


def _listed(people: list[Reader]) -> str:
    return ", ".join(person.name for person in people) or "nobody yet"


def lendings_of(goal: Goal) -> QuerySet[Share]:
    """To whom the goal was lent, until when, and when they last looked."""
    looks = Look.objects.filter(item_id=OuterRef("item_id"), reader_id=OuterRef("reader_id"))
    return (
        Share.objects.filter(item_id=goal.pk, item_kind=GOAL)
        .select_related("reader")
        .annotate(last_look=Subquery(looks.order_by("-hour").values("hour")[:1]))
        .order_by("-shared_at")
    )


def is_lent_today(share: Share) -> bool:
    return share.taken_back_at is None and share.until >= timezone.localdate()


def lendings_to_and_of(member_id: UUID, goals: Iterable[Goal]) -> QuerySet[Share]:
    """What is lent today: goals of others to this member, and these goals to others."""
    concerns = Q(reader_id=member_id) | Q(item_id__in=[goal.pk for goal in goals])
    today: date = timezone.localdate()
    return (
        Share.objects.filter(concerns, item_kind=GOAL, taken_back_at=None, until__gte=today)
        .select_related("sharer", "reader")
        .order_by("until")
    )


def people_to_lend(goal: Goal, *, by: UUID, words: str) -> list[Member]:
    """Colleagues whose name holds `words`, without those who read it anyway or never may; nobody where
    it isn't this person's alone to lend."""
    readers = readers_of(goal.circle_id)
    if not words.strip() or [one.member_id for one in readers if one.is_partner] != [by]:
        return []
    inside = [reader.member_id for reader in readers]
    never = RawSQL("SELECT alongside.never_lent_to(%s)", [goal.circle_id])
    named = Member.objects.filter(active=True, name__icontains=words.strip())
    return list(named.exclude(pk__in=inside).exclude(pk__in=never).order_by("name")[:PEOPLE_SHOWN])


def focus_areas() -> list[str]:
    """What the district's coaches work on, by the coach roles that somebody holds."""
    held = RoleAssignment.objects.filter(
        coach_role__isnull=False, coach_role__retired_at__isnull=True
    )
    found = held.values_list("coach_role__focus_areas", flat=True).distinct()
    return sorted({area for areas in found for area in areas or ()})
