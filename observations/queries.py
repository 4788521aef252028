"""Named reads of visits. Who may read what is the database's matter."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.models import Circle, Participant
from accounts.models import Member, School
from observations.enums import VisitStatus
from observations.models import Evidence, Visit, VisitResponse


@dataclass(frozen=True)
class Pair:
    """Who could visit whom, in an open chapter that the reader is in."""

    circle: Circle
    teacher: Member
    visitor: Member
    asked_by_teacher: bool

    @property
    def within(self) -> str:
        """What they work in together: two people may do so as a pair and in a team."""
        partnership = self.circle.partnership
        return partnership.team_name or partnership.get_kind_display() if partnership else ""

    @property
    def key(self) -> str:
        return f"{self.circle.pk}:{self.teacher.pk}:{self.visitor.pk}"


def open_pairs(member_id: UUID) -> list[Pair]:
    """Visits that this member could ask for or propose, by the other person's name.

    Two statements. A leadership team holds team work only, so it has no visits.
    """
    chapters = Circle.objects.filter(
        kind=Circle.Kind.CHAPTER, closed_at=None, admits_evaluator=False
    ).select_related("partnership")
    chapters = chapters.prefetch_related("participants__member")
    pairs = [pair for circle in chapters for pair in _pairs_in(circle, member_id)]
    return sorted(pairs, key=lambda pair: (_other(pair).name, pair.key))


def _other(pair: Pair) -> Member:
    return pair.visitor if pair.asked_by_teacher else pair.teacher


def _pairs_in(circle: Circle, member_id: UUID) -> list[Pair]:
    people = list(circle.participants.all())
    me = next((one for one in people if one.member_id == member_id), None)
    if me is None:
        return []
    coaches = [one for one in people if one.part == Participant.Part.COACH]
    partners = [one for one in people if one.part == Participant.Part.PARTNER]
    if me in coaches:
        return [Pair(circle, one.member, me.member, False) for one in partners]
    # In a peer partnership there is no coach: colleagues visit each other.
    visitors = coaches or [one for one in partners if one is not me]
    return [Pair(circle, me.member, one.member, True) for one in visitors]


def visits() -> QuerySet[Visit]:
    """All visits that this person may read, newest first, with both people."""
    return Visit.objects.select_related("teacher", "visitor", "goal")


def visits_ahead(member_id: UUID) -> QuerySet[Visit]:
    """From today on, to or by this person: those agreed to and those that wait for a yes, soonest first."""
    wanted = Q(teacher_id=member_id) | Q(visitor_id=member_id)
    return (
        visits()
        .filter(wanted, status__in=(VisitStatus.PROPOSED, VisitStatus.AGREED))
        .filter(planned_at__date__gte=timezone.localdate())
        .order_by("planned_at")
    )


def visits_to_read() -> QuerySet[Visit]:
    """With `my_turn`: whether the reader may respond. The database says so when they do, too."""
    turn = Func(F("circle_id"), F("pk"), function="alongside.may_speak")
    return visits().annotate(my_turn=ExpressionWrapper(turn, output_field=BooleanField()))


def with_last_day(found: QuerySet[Visit]) -> QuerySet[Any]:
    """`last_day` of a draft as the database counts it; None while nothing is written."""
    by_rule = Func(
        F("district_id"),
        F("id"),
        function="alongside.draft_last_day",
        output_field=DateField(null=True),
    )
    return found.annotate(last_day=Coalesce("expires_on", by_rule))


def last_day_of(visit: Visit) -> date | None:
    """Until when its draft can be shared."""
    found = with_last_day(Visit.objects.filter(pk=visit.pk)).values_list("last_day", flat=True)
    last_day: date | None = found.first()
    return last_day


def expiring_drafts(member_id: UUID) -> QuerySet[Any]:
    """Visits of which this person holds unshared lines, as `drafted`; what goes first at the top."""
    lines = Prefetch(
        "evidence", Evidence.objects.order_by("at_second", "created_at"), to_attr="drafted"
    )
    drafts = visits().filter(
        visitor_id=member_id, status__in=(VisitStatus.AGREED, VisitStatus.DRAFT)
    )
    return (
        with_last_day(drafts)
        .filter(last_day__isnull=False)
        .order_by("last_day", "planned_at")
        .prefetch_related(lines)
    )


def lines_of(visit: Visit) -> QuerySet[Evidence]:
    return Evidence.objects.filter(visit=visit).order_by("at_second", "created_at")


def responses_to(visit: Visit) -> QuerySet[VisitResponse]:
    return VisitResponse.objects.filter(visit=visit).select_related("author").order_by("created_at")


def names_known_in(visit: Visit) -> list[str]:
    """Of people and places, none of them a student's."""
    schools = School.objects.values_list("name", flat=True)
    return [visit.teacher.name, visit.visitor.name, *schools]
