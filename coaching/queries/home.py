"""What a person's home shows: partnerships by how long they have waited, and what is due.

From places, pulses and cycles; no list here walks through sessions. A caseload is read whole, as
plain rows: what it is sorted and filtered by stands in three tables, and sorting it here costs less
than asking for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from coaching.queries.caseload import BANDS, REACH_OUT, Row, ShownGoal, ShownStep
from coaching.queries.narrowing import Choices, Filters, choices_in, narrowed
from coaching.queries.requests import Word, words_to
from coaching.queries.sessions import Settling, names_in
from coaching.queries.today import TodayLine, today_of

ROWS = 25
MOST_ROWS = 500
MOST_PARTNERSHIPS = 1000
STEP_ROWS = 12
MOST_STEPS = 300


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
