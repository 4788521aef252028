"""Home: for every role what needs this person today, on one page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from access.identity import MemberRequest
from coaching.enums import NotHeldReason
from coaching.queries.home import MOST_ROWS, ROWS, home_of
from coaching.queries.narrowing import Filters


@require_GET
def home(request: MemberRequest, district: str) -> HttpResponse:
    """`?narrow=1` opens what the caseload can be narrowed by: school, focus and stage.

    An administrator for whom nothing stands here begins with what needs a person in the program.
    """
    rows = rows_asked_for(request)
    filters = filters_of(request)
    is_narrowing = bool(filters) or "narrow" in request.GET
    shown = home_of(request.member.id, rows=rows, filters=filters, with_choices=is_narrowing)
    me = request.member
    if shown.is_empty and me.is_admin and not (me.is_coach or me.is_mentor):
        return redirect("program-home", district=district)
    context = {
        "home": shown,
        "filters": filters,
        "greeting": greeting(),
        "now": timezone.localtime(),
        "due_count": len([s for s in shown.steps if s.due_on and s.due_on <= timezone.localdate()]),
        "reasons": NotHeldReason.choices,
        "more": min(rows + ROWS, MOST_ROWS) if shown.has_more and rows < MOST_ROWS else 0,
    }
    return render(request, "coaching/home.html", context)


def rows_asked_for(request: MemberRequest) -> int:
    """`?rows=` from "Show more", within bounds."""
    asked = request.GET.get("rows", "")
    return max(ROWS, min(int(asked), MOST_ROWS)) if asked.isdecimal() and len(asked) < 6 else ROWS


def filters_of(request: MemberRequest) -> Filters:
    """A school that is none narrows nothing."""
    school = request.GET.get("school", "")
    try:
        UUID(school)
    except ValueError:
        school = ""
    return Filters(
        school=school,
        focus=request.GET.get("focus", "")[:80],
        stage=request.GET.get("stage", "")[:60],
    )


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 17 else "Good evening"
