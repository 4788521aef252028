"""Named reads of partnerships. What a person may read is decided by the database's policies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from coaching.enums import PartnershipStatus, PlaceStatus, SessionStatus
from coaching.models import Partnership, Place, Pulse, Session, SessionText
from goals.models import Cycle, CycleStage, Goal, NextStep, NextStepText
from observations.models import Visit

STATUS_FILTERS = {
    "current": [
        PartnershipStatus.PROPOSED,
        PartnershipStatus.ACTIVE,
        PartnershipStatus.PAUSED,
    ],
    "paused": [PartnershipStatus.PAUSED],
    "proposed": [PartnershipStatus.PROPOSED],
    "ended": [PartnershipStatus.ENDED],
}
SHOWN = 25
MOST_SHOWN = 1000

AUDIENCE = """
SELECT member_id, name, part FROM alongside.audience_of(coalesce(%s::uuid, (
    SELECT c.id FROM access_circle c WHERE c.partnership_id = %s::uuid
     ORDER BY c.closed_at DESC NULLS FIRST, c.opened_at DESC LIMIT 1)))
"""


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    kind: str
    at: datetime
    item: Any


@dataclass(frozen=True)
class Reader:
    id: UUID
    name: str
    part: str


def with_pulse(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds `last_contact`, `next_planned` and `pulse_id`; all empty where they may not be seen."""
    pulse = Pulse.objects.filter(partnership=OuterRef("pk"))
    return partnerships.annotate(
        last_contact=Subquery(pulse.values("last_contact")[:1]),
        next_planned=Subquery(pulse.values("next_planned")[:1]),
        pulse_id=Subquery(pulse.values("pk")[:1]),
    )


def with_people(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds `people`: places with their members, the coach first."""
    places = Place.objects.select_related("member").order_by("part", "member__name")
    return partnerships.prefetch_related(Prefetch("places", queryset=places, to_attr="people"))


def named(partnerships: QuerySet[Partnership], words: str) -> QuerySet[Partnership]:
    """Those with somebody, or a team, of that name."""
    if not words:
        return partnerships
    people = Place.objects.filter(partnership=OuterRef("pk"), member__name__icontains=words)
    return partnerships.filter(Q(Exists(people)) | Q(team_name__icontains=words))


def in_status(partnerships: QuerySet[Partnership], wanted: str) -> QuerySet[Partnership]:
    statuses = STATUS_FILTERS.get(wanted)
    return partnerships.filter(status__in=statuses) if statuses else partnerships


def by_last_contact(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Whoever was met last stands first; not met yet at the top, because something is to begin."""
    return with_pulse(partnerships).order_by(F("last_contact").desc(nulls_first=True), "pk")


def audience(partnership: Partnership) -> list[Reader]:
    """Who reads the open chapter, or the last one that was open."""
    with connection.cursor() as cursor:
        cursor.execute(
            AUDIENCE,
            [partnership.circle_id and str(partnership.circle_id), str(partnership.pk)],
        )
        return [Reader(*row) for row in cursor.fetchall()]


def sessions_of(partnership: Partnership, limit: int) -> list[Session]:
    """Newest first, with `at` and `body`; what is still to come is left out."""
    body = SessionText.objects.filter(session=OuterRef("pk")).values("body")[:1]
    return list(
        Session.objects.filter(partnership=partnership)
        .annotate(at=Coalesce("held_at", "planned_at", "created_at"), body=Subquery(body))
        .exclude(status=SessionStatus.PLANNED, planned_at__gt=timezone.now())
        .select_related("author")
        .order_by("-at")[:limit]
    )


def coming_session(partnership: Partnership) -> Session | None:
    return (
        Session.objects.filter(
            partnership=partnership, status=SessionStatus.PLANNED, planned_at__gt=timezone.now()
        )
        .order_by("planned_at")
        .first()
    )


def goals_of(partnership: Partnership, limit: int) -> list[Goal]:
    cycle = Cycle.objects.filter(goal=OuterRef("pk"), ended_on=None).order_by("-created_at")
    return list(
        Goal.objects.filter(circle__partnership_id=partnership.pk)
        .annotate(cycle_id=Subquery(cycle.values("pk")[:1]))
        .select_related("owner")
        .order_by("-created_at")[:limit]
    )


def visits_of(partnership: Partnership, limit: int) -> list[Visit]:
    return list(
        Visit.objects.filter(circle__partnership_id=partnership.pk)
        .annotate(at=Coalesce("started_at", "planned_at"))
        .select_related("teacher", "visitor")
        .order_by("-at")[:limit]
    )


def open_steps_of(partnership: Partnership) -> list[NextStep]:
    """With `body`; the one that is due first stands first."""
    body = NextStepText.objects.filter(step=OuterRef("pk")).values("body")[:1]
    return list(
        NextStep.objects.filter(circle__partnership_id=partnership.pk, done_at=None)
        .annotate(body=Subquery(body))
        .select_related("owner")
        .order_by(F("due_on").asc(nulls_last=True), "created_at")[:SHOWN]
    )


def timeline(
    sessions: list[Session], goals: list[Goal], visits: list[Visit], limit: int
) -> tuple[list[Happening], bool]:
    """The newest `limit` of all three, and whether there are more."""
    happenings = [
        *(Happening("session", session.at, session) for session in sessions),  # type: ignore[attr-defined]  # annotated
        *(Happening("goal", goal.created_at, goal) for goal in goals),
        *(Happening("visit", visit.at, visit) for visit in visits),  # type: ignore[attr-defined]  # annotated
    ]
    happenings.sort(key=lambda happening: happening.at, reverse=True)
    return happenings[:limit], len(happenings) > limit


def stages_of(cycle_id: UUID | None) -> list[dict[str, Any]]:
    """The stages of a cycle as the page's track draws them."""
    if cycle_id is None:
        return []
    stages = CycleStage.objects.filter(cycle_id=cycle_id).select_related("cycle")
    return [
        {
            "name": stage.name,
            "state": _state(stage.position, stage.cycle.stage),
            "since": stage.cycle.stage_since,
        }
        for stage in stages.order_by("position")
    ]


def _state(position: int, current: int) -> str:
    if position == current:
        return "now"
    return "done" if position < current else "next"


def denied_to_admin() -> list[UUID]:
    """For a program page: partnerships of which this administrator evaluates a partner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM alongside.denied_partnerships()")
        return [row[0] for row in cursor.fetchall()]


def waiting_for(member_id: UUID) -> QuerySet[Partnership]:
    """Proposals that this member has not answered; home links to them."""
    mine = Place.objects.filter(
        partnership=OuterRef("pk"), member_id=member_id, status=PlaceStatus.PROPOSED
    )
    return with_people(
        Partnership.objects.exclude(status=PartnershipStatus.ENDED).filter(Exists(mine))
    )
