"""Named reads of partnerships. What a person may read is decided by the database's policies."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from access.models import Circle, Participant
from access.readers import Audience
from accounts.queries import PARTNERSHIP_NEEDS
from coaching.enums import PartnershipStatus, PlaceStatus, Term
from coaching.models import Partnership, Place, Pulse

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
SUGGESTED = 6
MOST_SHOWN = 1000


def for_program() -> QuerySet[Partnership]:
    """What an administrator may read of a partnership: none of its days."""
    return Partnership.objects.defer("opened_at", "paused_on", "paused_until")


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


def narrowed(partnerships: QuerySet[Partnership], wanted: str) -> QuerySet[Partnership]:
    """For a program page: by status, or by what an administrator has to see to."""
    need = PARTNERSHIP_NEEDS.get(wanted)
    return need(partnerships) if need else in_status(partnerships, wanted)


def by_last_contact(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Whoever was met last stands first; not met yet at the top, because something is to begin."""
    return with_pulse(partnerships).order_by(F("last_contact").desc(nulls_first=True), "pk")


def with_readers(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds `readers`: of the open chapter, or of the last one that was open."""
    last = Circle.objects.filter(partnership=OuterRef("pk")).order_by(
        F("closed_at").desc(nulls_first=True), "-opened_at"
    )
    return partnerships.annotate(
        readers=Audience(Coalesce("circle_id", Subquery(last.values("pk")[:1])))
    )


def reader_names(partnership: Any, *, besides: UUID) -> list[str]:
    """The others who can read a partnership of `with_readers`."""
    return [one["name"] for one in partnership.readers or [] if one["member_id"] != str(besides)]


def helped_lately(member_id: UUID) -> list[UUID]:
    """Whom this member gave quick help, last first: with them it may go on."""
    mine = Place.objects.filter(
        partnership=OuterRef("partnership"), member_id=member_id, part=Participant.Part.COACH
    )
    helped = Place.objects.filter(
        Exists(mine),
        part=Participant.Part.PARTNER,
        status=PlaceStatus.JOINED,
        partnership__term=Term.QUICK,
        partnership__status=PartnershipStatus.ACTIVE,
    ).order_by(F("partnership__pulses__last_contact").desc(nulls_last=True))
    return list(helped.values_list("member_id", flat=True)[:SUGGESTED])


def denied_to_admin() -> list[UUID]:
    """For a program page: partnerships of which this administrator evaluates a partner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM alongside.denied_partnerships()")
        return [row[0] for row in cursor.fetchall()]
