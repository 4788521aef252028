"""The day: meetings and visits until tonight, and meetings of earlier days without a word yet."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from coaching.enums import MeetingForm, SessionStatus
from coaching.models import Session
from observations.enums import VisitStatus
from observations.models import Visit

DAY_ROWS = 12


@dataclass
class TodayLine:
    """A meeting or a visit; a team has its name."""

    pk: UUID
    partnership_id: UUID
    name: str
    planned_at: datetime
    is_mine: bool
    form: str = ""
    minutes: int = 0
    focus: str = ""
    visit_status: str = ""

    @property
    def is_visit(self) -> bool:
        return bool(self.visit_status)

    @property
    def is_started(self) -> bool:
        return self.visit_status == VisitStatus.DRAFT

    @property
    def is_earlier(self) -> bool:
        """Of a day before today in the district."""
        return timezone.localdate(self.planned_at) < timezone.localdate()

    @property
    def form_words(self) -> str:
        return str(MeetingForm(self.form).label)


def today_of(member_id: UUID) -> list[TodayLine]:
    """By the clock: two statements."""
    lines = [*sessions_until(tonight(), member_id), *visits_until(tonight(), member_id)]
    return sorted(lines, key=lambda line: (line.planned_at, line.pk))[:DAY_ROWS]


def tonight() -> datetime:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


def sessions_until(moment: datetime, member_id: UUID) -> list[TodayLine]:
    found: QuerySet[Any, Any] = Session.objects.filter(
        status=SessionStatus.PLANNED, planned_at__lt=moment, circle__closed_at=None
    ).order_by("planned_at", "pk")
    return [
        TodayLine(pk, pairing, name, planned_at, author == member_id, form=form, minutes=minutes)
        for pk, pairing, name, planned_at, author, form, minutes in found.values_list(
            "pk",
            "partnership_id",
            "partnership__team_name",
            "planned_at",
            "author_id",
            "form",
            "minutes",
        )[:DAY_ROWS]
    ]


def visits_until(moment: datetime, member_id: UUID) -> list[TodayLine]:
    """Agreed to and not shared yet: the visitor begins it, or goes on with the notes."""
    found = (
        Visit.objects.filter(Q(visitor_id=member_id) | Q(teacher_id=member_id))
        .filter(planned_at__lt=moment, circle__closed_at=None)
        .filter(Q(status=VisitStatus.AGREED) | Q(status=VisitStatus.DRAFT, visitor_id=member_id))
        .order_by("planned_at", "pk")
    )
    return [
        TodayLine(
            pk, pairing, team, planned_at, visitor == member_id, focus=focus, visit_status=status
        )
        for pk, pairing, team, planned_at, visitor, focus, status in found.values_list(
            "pk",
            "circle__partnership_id",
            "circle__partnership__team_name",
            "planned_at",
            "visitor_id",
            "focus",
            "status",
        )[:DAY_ROWS]
    ]
