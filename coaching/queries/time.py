"""A coach's own time: shares against the role agreement, and by week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from coaching.enums import TimeCategory
from coaching.models import CoachRole, RoleAgreement, Session, TimeEntry
from coaching.queries.roles import coach_roles_of

WEEKS_SHOWN = 12
BAR_WIDTH = 300


@dataclass(frozen=True)
class Share:
    """One category: minutes, percent of all, and what the agreement says (None without one)."""

    label: str
    minutes: int
    percent: int
    agreed: int | None

    @property
    def width(self) -> int:
        return self.percent * BAR_WIDTH // 100

    @property
    def mark(self) -> int | None:
        return None if self.agreed is None else self.agreed * BAR_WIDTH // 100


@dataclass(frozen=True)
class Week:
    begins: date
    minutes: list[int]

    @property
    def total(self) -> int:
        return sum(self.minutes)


def minutes_by_week(since: datetime) -> dict[date, dict[str, int]]:
    """Minutes by the week's Monday and category, since a moment: one statement."""
    rows = (
        TimeEntry.objects.filter(started_at__gte=since)
        .annotate(week=TruncWeek("started_at"))
        .values("week", "category")
        .annotate(total=Sum("minutes"))
        .order_by("week")
    )
    weeks: dict[date, dict[str, int]] = {}
    for row in rows:
        weeks.setdefault(row["week"].date(), {})[row["category"]] = row["total"]
    return weeks


def weeks_of(minutes: dict[date, dict[str, int]], weeks: int = WEEKS_SHOWN) -> list[Week]:
    """Every week of the stretch, newest first, empty ones included."""
    monday = this_monday()
    days = [monday - timedelta(weeks=back) for back in range(weeks)]
    return [
        Week(day, [minutes.get(day, {}).get(category, 0) for category in TimeCategory.values])
        for day in days
    ]


def totals_of(minutes: dict[date, dict[str, int]]) -> dict[str, int]:
    return {
        category: sum(week.get(category, 0) for week in minutes.values())
        for category in TimeCategory.values
    }


def shares_of(totals: dict[str, int], agreed: dict[str, int] | None) -> list[Share]:
    """Each category's share of these minutes, beside the share that was agreed."""
    whole = sum(totals.values())
    return [
        Share(
            label=str(TimeCategory(category).label),
            minutes=total,
            percent=round(100 * total / whole) if whole else 0,
            agreed=None if agreed is None else int(agreed.get(category, 0)),
        )
        for category in TimeCategory.values
        for total in [totals.get(category, 0)]
    ]


def coach_role_of(member_id: UUID) -> CoachRole | None:
    """The coach role that this member has today, with `shares` of its latest agreement."""
    latest = RoleAgreement.objects.filter(coach_role=OuterRef("pk")).order_by("-version")
    return coach_roles_of(member_id).annotate(shares=Subquery(latest.values("shares")[:1])).first()


def other_time() -> QuerySet[TimeEntry, Any]:
    """Stretches that were with nobody, newest first."""
    with_somebody = Session.objects.filter(entry=OuterRef("pk"))
    return TimeEntry.objects.exclude(Exists(with_somebody)).order_by("-started_at")


def this_monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def beginning(weeks: int = WEEKS_SHOWN) -> datetime:
    """The Monday morning, here, with which the stretch begins."""
    monday = this_monday() - timedelta(weeks=weeks - 1)
    return timezone.make_aware(datetime.combine(monday, datetime.min.time()))
