"""Home: for every role what needs this person today, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from access.identity import MemberRequest
from coaching.enums import NotHeldReason
from coaching.models import Session
from coaching.queries.home import MOST_ROWS, ROWS, home_of
from coaching.queries.sessions import name_of


@require_GET
def home(request: MemberRequest, district: str) -> HttpResponse:
    rows = rows_asked_for(request)
    shown = home_of(request.member.id, rows=rows)
    today = [
        {
            "session": session,
            "name": name_of(session.partnership, request.member.id),
            "is_mine": session.author_id == request.member.id,
            "is_earlier": is_earlier(session),
        }
        for session in shown.today
    ]
    context = {
        "home": shown,
        "today": today,
        "greeting": greeting(),
        "now": timezone.localtime(),
        "due_count": len([s for s in shown.steps if s.due_on and s.due_on <= timezone.localdate()]),
        "reasons": NotHeldReason.choices,
        "more": min(rows + ROWS, MOST_ROWS) if shown.has_more and rows < MOST_ROWS else 0,
    }
    return render(request, "coaching/home.html", context)


def is_earlier(session: Session) -> bool:
    """Planned for a day before today in the district, and still without a word."""
    planned_at = session.planned_at
    return planned_at is not None and timezone.localdate(planned_at) < timezone.localdate()


def rows_asked_for(request: MemberRequest) -> int:
    """`?rows=` from "Show more", within bounds."""
    asked = request.GET.get("rows", "")
    return max(ROWS, min(int(asked), MOST_ROWS)) if asked.isdecimal() and len(asked) < 6 else ROWS


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 17 else "Good evening"
