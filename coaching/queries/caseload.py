"""The lines of a caseload: one for each partnership, in the band where it belongs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from access.models import Participant
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus, Term

USUAL_CADENCE_DAYS = 14
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
