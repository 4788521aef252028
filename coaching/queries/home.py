"""What a person's home shows: partnerships by how long they have waited, and what is due.

From places, pulses and cycles; no list here walks through sessions. A caseload is read whole, as
plain rows: what it is sorted and filtered by stands in three tables, and sorting it here costs less
than asking for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from access.models import Participant
from accounts.models import School
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus, Term
from coaching.models import Place
from coaching.queries.requests import Word, words_to
from coaching.queries.sessions import Settling, names_in
from coaching.queries.today import TodayLine, today_of

ROWS = 25
MOST_ROWS = 500
MOST_PARTNERSHIPS = 1000
USUAL_CADENCE_DAYS = 14
STEP_ROWS = 12
MOST_STEPS = 300
REACH_OUT, IN_TOUCH, DOOR_OPEN, PAUSED = range(4)
BANDS = {
    REACH_OUT: "Reach out to",
    IN_TOUCH: "In touch",
    DOOR_OPEN: "Door open (quick help)",
    PAUSED: "Paused",
}
STATES = {REACH_OUT: ("attention", "reach out"), PAUSED: ("paused", "paused")}


def clipped(words: str, most: int) -> str:
    """For lines of which a page holds many: Django's filter counts combined letters, which takes long."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class ShownGoal:
    """A goal as a line: what it is about and where its cycle stands."""

    pk: UUID
    circle_id: UUID
    owner_id: UUID
    statement: str
    focus: str
    stage: str
    cadence_days: int | None

    @cached_property
    def about(self) -> str:
        words = self.focus or self.statement
        return clipped(f"{words.rstrip('. ')} · {self.stage}" if self.stage else words, 90)


@dataclass
class ShownStep:
    """A next step as a line; `name` is what its partnership is called, empty for one's own."""

    pk: UUID
    circle_id: UUID
    owner_id: UUID
    session_id: UUID | None
    goal_id: UUID | None
    due_on: date | None
    words: str
    name: str = ""

    @property
    def in_short(self) -> str:
        return clipped(self.words, 80)


@dataclass
class Row:
    """One partnership as a line of the page."""

    partnership_id: UUID
    circle_id: UUID | None
    status: str
    kind: str
    term: str
    opened_at: datetime
    role_cadence_days: int | None
    name: str
    my_part: str
    my_place: str
    last_contact: datetime | None = None
    next_planned: datetime | None = None
    paused_until: date | None = None
    meets_today: bool = False
    goal: ShownGoal | None = None
    step: ShownStep | None = None

    @property
    def kind_words(self) -> str:
        return str(PartnershipKind(self.kind).label)

    @property
    def term_words(self) -> str:
        return str(Term(self.term).label)

    @cached_property
    def about(self) -> str:
        return self.goal.about if self.goal else ""

    @property
    def due(self) -> datetime:
        """When the next contact is due: by the stage's cadence, else the coach role's."""
        days = (self.goal and self.goal.cadence_days) or self.role_cadence_days
        return (self.last_contact or self.opened_at) + timedelta(days=days or USUAL_CADENCE_DAYS)

    @cached_property
    def coming_at(self) -> datetime | None:
        """What is planned for today counts until tonight, whether it is settled yet or not."""
        planned = self.next_planned
        return planned if planned and timezone.localdate(planned) >= timezone.localdate() else None

    @cached_property
    def band(self) -> int:
        if self.status == PartnershipStatus.PAUSED:
            return PAUSED
        if self.term == Term.QUICK:
            return DOOR_OPEN
        is_coming = self.meets_today or self.coming_at
        return REACH_OUT if self.due < timezone.now() and not is_coming else IN_TOUCH

    @property
    def state(self) -> str:
        return STATES.get(self.band, ("", ""))[0]

    @property
    def state_word(self) -> str:
        return STATES.get(self.band, ("", ""))[1]

    @property
    def is_asked(self) -> bool:
        return self.my_place == PlaceStatus.PROPOSED

    @property
    def is_coached(self) -> bool:
        return self.my_part == Participant.Part.COACH and not self.is_asked

    @property
    def is_supported(self) -> bool:
        return self.my_part == Participant.Part.PARTNER and not self.is_asked


@dataclass(frozen=True)
class Filters:
    """What the caseload is narrowed to; empty is everything."""

    school: str = ""
    focus: str = ""
    stage: str = ""

    def __bool__(self) -> bool:
        return bool(self.school or self.focus or self.stage)


@dataclass(frozen=True)
class Choices:
    """What the caseload could be narrowed to, from what stands in it."""

    schools: list[tuple[str, str]]
    focuses: list[str]
    stages: list[str]


@dataclass
class Home:
    bands: list[tuple[str, list[Row]]] = field(default_factory=list)
    has_more: bool = False
    working_with: list[Row] = field(default_factory=list)
    proposals: list[Row] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    today: list[TodayLine] = field(default_factory=list)
    steps: list[ShownStep] = field(default_factory=list)
    goals: list[ShownGoal] = field(default_factory=list)
    choices: Choices | None = None

    @property
    def reach_out(self) -> list[Row]:
        return next((rows for title, rows in self.bands if title == BANDS[REACH_OUT]), [])

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.bands,
                self.working_with,
                self.proposals,
                self.words,
                self.today,
                self.steps,
                self.goals,
            )
        )


def home_of(
    member_id: UUID,
    *,
    rows: int = ROWS,
    filters: Filters | None = None,
    with_choices: bool = False,
) -> Home:
    """All of it, in five statements; two more where it is narrowed."""
    wanted = filters or Filters()
    everything = partnerships_of(member_id)
    goals = goals_for(member_id, everything)
    tell_the_goals(everything, goals)
    today = today_of(member_id)
    tell_the_day(today, everything, member_id)
    coached = [row for row in everything if row.is_coached]
    others = [row for row in everything if not row.is_coached][:ROWS]
    chosen = narrowed(coached, wanted)
    shown = [*chosen[:rows], *others]
    steps = open_steps(member_id, shown)
    add_next_steps(shown, steps)
    mine = [step for step in steps if step.owner_id == member_id][:STEP_ROWS]
    name_the_steps(mine, everything)
    return Home(
        bands=in_bands(chosen[:rows]),
        has_more=len(chosen) > rows,
        working_with=[row for row in others if row.is_supported],
        proposals=[row for row in others if row.is_asked],
        words=words_to(member_id),
        today=today,
        steps=mine,
        goals=[goal for goal in goals if goal.owner_id == member_id],
        choices=choices_in(coached) if with_choices else None,
    )


# What stands beside a partnership is looked up for each: joined, two tables with policies are walked
# once for every row of the other.
CASELOAD = """
SELECT w.id, w.circle_id, w.status, w.kind, w.term, w.opened_at, r.cadence_days,
       coalesce(nullif(w.team_name, ''), (
           SELECT string_agg(m.name, ', ' ORDER BY p.part DESC, m.name)
             FROM coaching_place p JOIN accounts_member m ON m.id = p.member_id
            WHERE p.partnership_id = w.id AND p.member_id <> %(me)s
              AND p.status IN ('joined', 'proposed')), ''),
       mine.part, mine.status, pulse.last_contact, pulse.next_planned,
       CASE w.status WHEN 'paused' THEN w.paused_until END
  FROM coaching_partnership w
 CROSS JOIN LATERAL (SELECT p.part, p.status FROM coaching_place p
                      WHERE p.partnership_id = w.id AND p.member_id = %(me)s LIMIT 1) mine
  LEFT JOIN LATERAL (SELECT u.last_contact, u.next_planned FROM coaching_pulse u
                      WHERE u.partnership_id = w.id LIMIT 1) pulse ON true
  LEFT JOIN coaching_coachrole r ON r.id = w.coach_role_id
 WHERE w.status <> 'ended' AND (mine.status = 'proposed' OR (mine.status = 'joined' AND (
       mine.part = 'partner' OR w.status IN ('active', 'paused'))))
 ORDER BY w.opened_at DESC, w.id LIMIT %(most)s
"""


def partnerships_of(member_id: UUID) -> list[Row]:
    """Whom this person supports, where they are supported, and what they were asked to join."""
    with connection.cursor() as cursor:
        cursor.execute(CASELOAD, {"me": str(member_id), "most": MOST_PARTNERSHIPS})
        return [Row(*values) for values in cursor.fetchall()]


# Asked in two conditions, because an index answers the first one; the second is left to the few rows
# that stand in no circle of the caseload.
GOALS = """
SELECT g.id, g.circle_id, g.owner_id, g.statement, g.focus,
       coalesce(cycle.stage_name, ''), cycle.stage_cadence_days
  FROM goals_goal g
  LEFT JOIN LATERAL (SELECT y.stage_name, y.stage_cadence_days FROM goals_cycle y
                      WHERE y.goal_id = g.id AND y.ended_on IS NULL
                      ORDER BY y.created_at DESC LIMIT 1) cycle ON true
 WHERE g.status = 'active'
   AND (g.circle_id = ANY (%(circles)s::uuid[]) OR g.owner_id = %(me)s)
   AND (g.circle_id = ANY (%(circles)s::uuid[]) OR EXISTS (
        SELECT 1 FROM access_circle c WHERE c.id = g.circle_id AND c.closed_at IS NULL))
 ORDER BY g.created_at DESC
"""


def goals_for(member_id: UUID, rows: Iterable[Row]) -> list[ShownGoal]:
    """Goals worked on in these circles, and one's own, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(GOALS, {"me": str(member_id), "circles": circles_of(rows)})
        return [ShownGoal(*values) for values in cursor.fetchall()]


def circles_of(rows: Iterable[Row]) -> list[str]:
    return [str(row.circle_id) for row in rows if row.circle_id]


def tell_the_goals(rows: Iterable[Row], goals: Iterable[ShownGoal]) -> None:
    """The newest goal of each circle, before others one with a cycle under way."""
    newest: dict[UUID, ShownGoal] = {}
    for goal in sorted(goals, key=lambda goal: not goal.stage):
        newest.setdefault(goal.circle_id, goal)
    for row in rows:
        row.goal = newest.get(row.circle_id) if row.circle_id else None


def narrowed(rows: Sequence[Row], filters: Filters) -> list[Row]:
    """Those that fit, longest overdue first, then in touch, door open, paused."""
    there = at_school(rows, filters.school) if filters.school else None
    chosen = [
        row
        for row in rows
        if (there is None or row.partnership_id in there)
        and (not filters.focus or (row.goal and row.goal.focus == filters.focus))
        and (not filters.stage or (row.goal and row.goal.stage == filters.stage))
    ]
    return sorted(chosen, key=lambda row: (row.band, row.due, row.partnership_id))


def partners_in(rows: Iterable[Row]) -> QuerySet[Place]:
    return Place.objects.filter(
        partnership_id__in=[row.partnership_id for row in rows],
        part=Participant.Part.PARTNER,
        status=PlaceStatus.JOINED,
    )


def at_school(rows: Iterable[Row], school: str) -> set[UUID]:
    """Partnerships with a partner who works there today."""
    return set(
        partners_in(rows)
        .filter(works_today("member__assignments__"), member__assignments__school_id=school)
        .values_list("partnership_id", flat=True)
    )


def works_today(assignments: str) -> Q:
    today = timezone.localdate()
    return Q(**{f"{assignments}starts_on__lte": today}) & (
        Q(**{f"{assignments}ends_on": None}) | Q(**{f"{assignments}ends_on__gt": today})
    )


def choices_in(rows: Sequence[Row]) -> Choices:
    schools = (
        School.objects.filter(
            works_today("assignments__"),
            assignments__member_id__in=partners_in(rows).values("member_id"),
        )
        .distinct()
        .order_by("name")
    )
    goals = [row.goal for row in rows if row.goal]
    return Choices(
        schools=[(str(pk), name) for pk, name in schools.values_list("pk", "name")],
        focuses=sorted({goal.focus for goal in goals if goal.focus}),
        stages=sorted({goal.stage for goal in goals if goal.stage}),
    )


def tell_the_day(today: Iterable[TodayLine], rows: Iterable[Row], member_id: UUID) -> None:
    """Each named as its partnership is called, and who settles it; one that has ended meanwhile is
    asked for. A partnership that meets today waits for nobody."""
    known = {row.partnership_id: row for row in rows}
    unknown = {line.partnership_id for line in today} - known.keys()
    names = names_in(unknown, besides=member_id) if unknown else {}
    for line in today:
        row = known.get(line.partnership_id)
        line.name = row.name if row else names.get(line.partnership_id, "")
        if row and not line.is_earlier:
            row.meets_today = True
        if row and not line.is_visit:
            line.settling = Settling(line.is_mine, row.my_part, row.kind, line.revision)


def in_bands(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    bands = [(title, [row for row in rows if row.band == band]) for band, title in BANDS.items()]
    return [(title, members) for title, members in bands if members]


STEPS = """
SELECT s.id, s.circle_id, s.owner_id, s.session_id, s.goal_id, s.due_on,
       (SELECT t.body FROM goals_nextsteptext t WHERE t.step_id = s.id LIMIT 1)
  FROM goals_nextstep s
 WHERE s.done_at IS NULL
   AND (s.circle_id = ANY (%(circles)s::uuid[]) OR s.owner_id = %(me)s)
   AND (s.circle_id = ANY (%(circles)s::uuid[]) OR EXISTS (
        SELECT 1 FROM access_circle c WHERE c.id = s.circle_id AND c.closed_at IS NULL))
 ORDER BY s.due_on, s.created_at LIMIT %(most)s
"""


def open_steps(member_id: UUID, rows: Iterable[Row]) -> list[ShownStep]:
    """What this person said they would do, and what is open in these circles, due first."""
    with connection.cursor() as cursor:
        cursor.execute(
            STEPS, {"me": str(member_id), "circles": circles_of(rows), "most": MOST_STEPS}
        )
        return [ShownStep(*values) for values in cursor.fetchall()]


def add_next_steps(rows: Iterable[Row], steps: Iterable[ShownStep]) -> None:
    """The open step of each circle that is due first."""
    first: dict[UUID, ShownStep] = {}
    for step in steps:
        first.setdefault(step.circle_id, step)
    for row in rows:
        row.step = first.get(row.circle_id) if row.circle_id else None


def name_the_steps(steps: Iterable[ShownStep], rows: Iterable[Row]) -> None:
    names = {row.circle_id: row.name for row in rows}
    for step in steps:
        step.name = names.get(step.circle_id, "")
