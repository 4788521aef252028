"""What a caseload can be narrowed to: a school, a focus, a stage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.models import Participant
from accounts.models import School
from coaching.enums import PlaceStatus
from coaching.models import Place
from coaching.queries.caseload import Row


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
