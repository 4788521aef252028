"""Who can see what: for one record, for a teacher's whole record, and for an evaluator."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from access.identity import MemberRequest
from access.models import Circle, Participant
from access.readers import Reader, readers_of, readers_of_all
from accounts.models import District
from coaching.enums import PartnershipKind, PlaceStatus
from coaching.models import Partnership, Place, Request, Session, Wish
from goals.models import Goal
from mentoring.queries import seeing as queries
from observations.enums import VisitStatus
from observations.models import Visit

CIRCLES_SHOWN = 50
LOOKS_SHOWN = 30


@dataclass(frozen=True)
class CircleReaders:
    circle: Circle
    readers: list[Reader]
    kind: str


@require_GET
def who_can_see(request: MemberRequest, district: str, kind: str, pk: UUID) -> HttpResponse:
    """As a page and in the panel: the relation that the policies use, read from the circle's side.

    404 for what isn't the reader's, and for somebody to whom a single item was lent.
    """
    is_whole = kind == "partnership"
    record = None if is_whole else _record(kind, pk)
    circle_id = record.circle_id if record else _chapter_of(pk)
    readers = readers_of(circle_id) if circle_id else []
    if not readers and not is_whole:
        raise Http404
    of_it = {"circle": circle_id} if is_whole else {"item_id": pk}
    is_partner = any(
        one.member_id == request.member.id and one.part == Participant.Part.PARTNER
        for one in readers
    )
    context = {
        "kind": kind,
        "readers": readers,
        # Proposed, or this person is asked to join.
        "asked": [] if readers else list(_asked(pk)),
        "admins": queries.administrators_among([one.member_id for one in readers]),
        "shares": queries.current_shares().filter(**of_it),
        "looks": queries.looks().filter(**of_it)[:LOOKS_SHOWN],
        "evaluators": queries.evaluators_of(request.member.id) if is_partner else [],
        "readmissions": queries.live_readmissions().filter(circle=circle_id),
        "is_partner": is_partner,
        "coaches": _coaches_among(readers) if is_partner else [],
        "is_draft": isinstance(record, Visit) and record.status == VisitStatus.DRAFT,
        "keeper": _server_keeper(request),
    }
    return render(request, "mentoring/who_can_see.html", context)


def _coaches_among(readers: list[Reader]) -> list[Reader]:
    """Those whose mentors see this partnership in their caseload."""
    return [
        one
        for one in readers
        if one.part == Participant.Part.COACH and one.kind != PartnershipKind.MENTORING
    ]


def _record(kind: str, pk: UUID) -> Session | Goal | Visit | Request | Wish:
    if kind == "session":
        return get_object_or_404(Session, pk=pk)
    if kind == "goal":
        return get_object_or_404(Goal, pk=pk)
    if kind == "request":
        # The words may have gone into the chapter of whoever said yes.
        return Wish.objects.filter(request_id=pk).first() or get_object_or_404(Request, pk=pk)
    if kind == "visit":
        return get_object_or_404(Visit, pk=pk)
    raise Http404


def _chapter_of(pk: UUID) -> UUID | None:
    """The open chapter, or the last one that this person was in."""
    partnership = Partnership.objects.filter(pk=pk).first()
    if partnership and partnership.circle_id:
        return partnership.circle_id
    last = (
        Circle.objects.filter(partnership_id=pk)
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
        .first()
    )
    if partnership is None and last is None:
        raise Http404
    return last.pk if last else None


def _kind(circle: Any) -> str:
    """What a circle is, in words; a partnership that one has left says its kind and no more."""
    if circle.partnership is not None:
        return str(circle.partnership.get_kind_display())
    if circle.partnership_id is not None:
        return str(PartnershipKind(circle.left[str(circle.partnership_id)]).label)
    return "Your own shelf" if circle.kind == Circle.Kind.SHELF else "A request"


def _asked(pk: UUID) -> QuerySet[Place]:
    return (
        Place.objects.filter(
            partnership_id=pk, status__in=[PlaceStatus.PROPOSED, PlaceStatus.JOINED]
        )
        .select_related("member")
        .order_by("member__name")
    )


def _server_keeper(request: MemberRequest) -> str:
    keeper = District.objects.filter(pk=request.district.id).values_list("server_keeper", flat=True)
    return keeper.first() or ""


@require_GET
def what_i_can_see(request: MemberRequest, district: str) -> HttpResponse:
    """The evaluator's page; for everybody else the same rules from their side."""
    is_coached = queries.circles_of_partner(request.member.id).filter(
        kind=Circle.Kind.CHAPTER, closed_at=None
    )
    context = {
        "lines": queries.lines_of_evaluator(request.member.id),
        "agreements": queries.published_agreements(),
        "is_coached": is_coached.exists(),
    }
    return render(request, "mentoring/what_i_can_see.html", context)


@require_GET
def my_access(request: MemberRequest, district: str) -> HttpResponse:
    """A partner's overview: evaluators on record, every circle with its readers, and who looked."""
    circles = list(queries.circles_of_partner(request.member.id)[:CIRCLES_SHOWN])
    audiences = readers_of_all([circle.pk for circle in circles])
    readers = [reader for found in audiences.values() for reader in found]
    context: dict[str, Any] = {
        "has_coach": bool(_coaches_among(readers)),
        "evaluators": queries.evaluators_of(request.member.id),
        "never_true": queries.lines_never_true(request.member.id),
        "kept_out": queries.once_kept_out(),
        "circles": [
            CircleReaders(circle, audiences.get(circle.pk, []), _kind(circle)) for circle in circles
        ],
        "shares": queries.current_shares().filter(sharer_id=request.member.id),
        "looks": queries.looks().filter(circle__in=circles)[:LOOKS_SHOWN],
        "keeper": _server_keeper(request),
    }
    return render(request, "mentoring/my_access.html", context)
