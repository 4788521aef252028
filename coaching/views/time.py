"""My time: what the weeks went to, against what the role agreement says."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from access.identity import MemberRequest
from coaching.enums import TimeCategory
from coaching.queries import time as queries

OTHER_SHOWN = 25


@require_GET
def my_time(request: MemberRequest, district: str) -> HttpResponse:
    since = queries.beginning()
    minutes = queries.minutes_by_week(since)
    role = queries.coach_role_of(request.member.id)
    context = {
        "role": role,
        "has_agreement": getattr(role, "shares", None) is not None,
        "shares": queries.shares_of(queries.totals_of(minutes), getattr(role, "shares", None)),
        "weeks": queries.weeks_of(minutes),
        "weeks_shown": queries.WEEKS_SHOWN,
        "categories": [label for _, label in TimeCategory.choices],
        "total": sum(sum(week.values()) for week in minutes.values()),
        "others": queries.other_time().filter(started_at__gte=since)[:OTHER_SHOWN],
        "bar_width": queries.BAR_WIDTH,
    }
    return render(request, "coaching/time.html", context)
