"""Named reads: the mentor's coaches and the caseload review.

The review's rows come from functions of the database that give no ids, and names only of those who
agreed to that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import QuerySet

from access.models import Participant
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus
from coaching.models import Partnership
from mentoring.models import ReviewLog
from mentoring.queries.functions import rows_of

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
    """A partnership: "Partner C", or by name those who agreed to that. `sessions_by_week` is the year so
    far, oldest week first."""

    label: str
    is_named: bool
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


def _gaps(weeks: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches without a session since the first one, of `GAP_WEEKS` or more."""
    met = [number for number, held in enumerate(weeks) if held]
    for last, following in pairwise([*met, len(weeks)]):
        if following - last - 1 >= GAP_WEEKS:
            yield last + 1, following


def my_coaches() -> list[Coach]:
    """The coaches whom this member mentors, by name, with their load: one statement."""
    return [Coach(*row) for row in rows_of(COACHES)]


def load_of(coach_id: UUID) -> Coach:
    return Coach(*rows_of(LOAD, [str(coach_id)])[0])


def caseload(coach_id: UUID) -> list[ReviewRow]:
    """Those who agreed to be named, then Partner A, Partner B …, but of these none below five; empty
    for whoever may not review."""
    return [ReviewRow(*row) for row in rows_of(REVIEW, [str(coach_id)])]


def time_of(coach_id: UUID) -> dict[str, int]:
    """Minutes by category since the school year began; sums alone."""
    return {category: int(minutes) for category, minutes in rows_of(TIME, [str(coach_id)])}


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
