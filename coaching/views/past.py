"""A partnership that somebody has left while others went on: their chapters, nothing of the present."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from access.identity import MemberRequest
from access.readers import readers_of
from coaching.models import Partnership
from coaching.queries import partnerships as queries
from coaching.queries.past import chapters_of, past_partnership
from coaching.queries.timeline import timeline_of


def past_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """404 for whoever was never in it."""
    past = past_partnership(pk)
    if past is None:
        raise Http404
    limit = shown(request, queries.SHOWN)
    # Its row is closed to the reader; records of their chapters are found by its id.
    it = Partnership(pk=pk)
    timeline = timeline_of(it, limit=limit)
    context = {
        "past": past,
        "others": past.others(request.member.id),
        "readers": [r.name for r in readers_of(past.circle_id) if r.member_id != request.member.id],
        "chapters": chapters_of(pk),
        "timeline": timeline,
        "next_shown": limit + queries.SHOWN if timeline.has_more else None,
    }
    return render(request, "coaching/partnership_past.html", context)


def shown(request: MemberRequest, step: int) -> int:
    """How many rows are asked for: a multiple of `step`, within reason."""
    wanted = request.GET.get("shown", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else step
    return max(step, min(number, queries.MOST_SHOWN))
