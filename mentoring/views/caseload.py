"""The mentor's coaches, and the review of a caseload that mentor and coach read alike."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from access.identity import MemberRequest
from access.readers import Reader, readers_of
from access.refusals import Refused, Stale
from coaching.queries.time import BAR_WIDTH, coach_role_of, shares_of
from config.feedback import say
from mentoring.forms import LogForm
from mentoring.models import ReviewLog
from mentoring.queries.caseload import (
    Coach,
    load_of,
    logs_in,
    my_coaches,
    my_mentoring,
    time_of,
)
from mentoring.queries.caseload import (
    caseload as review_of,
)
from mentoring.queries.names import names_to_find, numbered_in, people_of
from mentoring.services import BOXES, write_log

LOGS_SHOWN = 20
WORDS = [name for name in BOXES if name != "next_meeting_on"]
SAVED = "Saved. Both of you can read it."
SAVED_WITHOUT_NAMES = (
    "Saved, with numbers for the names of teachers. Only you see below who is who."
)


@require_GET
def coaches(request: MemberRequest, district: str) -> HttpResponse:
    return render(request, "mentoring/coaches.html", {"coaches": my_coaches()})


@require_http_methods(["GET", "POST"])
def caseload(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """One coach's caseload without names; 404 for whoever doesn't mentor this coach now."""
    coach = next((one for one in my_coaches() if one.id == pk), None)
    if coach is None:
        raise Http404
    return _review(request, coach, coach_id=pk)


@require_http_methods(["GET", "POST"])
def my_mentor(request: MemberRequest, district: str) -> HttpResponse:
    """The coach's own view of the same review: no row more, no row less."""
    partnership = my_mentoring(request.member.id)
    if partnership is None and request.method == "POST":
        raise Http404
    coach = load_of(request.member.id)
    if partnership is not None:
        coach = replace(coach, partnership_id=partnership.pk, circle_id=partnership.circle_id)
    return _review(request, coach, coach_id=request.member.id)


@require_http_methods(["GET", "POST"])
def review_log(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """An earlier log, for both to complete."""
    log = get_object_or_404(ReviewLog, pk=pk)
    readers = readers_of(log.circle_id)
    back, where = _page_of(request, readers)
    form, newer = LogForm(request.POST if request.method == "POST" else None, instance=log), None
    if request.method == "POST" and form.is_valid():
        done, newer = _saved(request, form, circle_id=log.circle_id, log=log)
        if done:
            return redirect(reverse(back, kwargs=where))
    context = {
        "log": log,
        "draft_key": pk,
        "form": form,
        "newer": newer,
        "readers": _others(request, readers),
        "back_name": back,
        "coach_id": where.get("pk"),
        **_names(log.circle_id if "pk" not in where else None, [log]),
    }
    return render(request, "mentoring/review_log.html", context, status=_status(form, newer))


def _review(request: MemberRequest, coach: Coach, *, coach_id: UUID) -> HttpResponse:
    circle_id = coach.circle_id
    logs = list(logs_in(circle_id)[:LOGS_SHOWN]) if circle_id else []
    today = next((log for log in logs if log.held_on == timezone.localdate()), None)
    form = LogForm(request.POST if request.method == "POST" else None, instance=today)
    newer = None
    if request.method == "POST" and circle_id and form.is_valid():
        done, newer = _saved(request, form, circle_id=circle_id, log=today, coach=coach)
        if done:
            return redirect(request.path)
    readers = readers_of(circle_id) if circle_id else []
    is_own = coach_id == request.member.id
    rows = review_of(coach_id)
    earlier = [log for log in logs if log is not today]
    role = coach_role_of(coach_id)
    agreed = getattr(role, "shares", None)
    context = {
        "coach": coach,
        "is_own": is_own,
        "rows": rows,
        "unnamed": coach.partners - sum(row.is_named for row in rows),
        "changes": coach.since(earlier[0]) if earlier else [],
        "shares": shares_of(time_of(coach_id), agreed),
        "has_agreement": agreed is not None,
        "bar_width": BAR_WIDTH,
        "has_mentor": circle_id is not None,
        "mentors": [one for one in readers if one.part == "coach"],
        "readers": _others(request, readers),
        "logs": earlier,
        "draft_key": f"{coach_id}-{today.pk if today else 'new'}",
        "form": form,
        "newer": newer,
        **_names(circle_id if is_own else None, logs),
    }
    return render(request, "mentoring/caseload.html", context, status=_status(form, newer))


def _saved(
    request: MemberRequest,
    form: LogForm,
    *,
    circle_id: UUID,
    log: ReviewLog | None,
    coach: Coach | None = None,
) -> tuple[bool, ReviewLog | None]:
    """Whether it was saved, and the newer log that stands in the way if one does."""
    try:
        left_out = write_log(
            circle_id=circle_id,
            log=log,
            revision=form.cleaned_data["revision"],
            boxes=form.cleaned_data,
            load=coach,
        )
    except Stale:
        assert log is not None
        return False, ReviewLog.objects.get(pk=log.pk)
    except Refused as no:
        form.add_error(None, str(no))
        return False, None
    say(request, SAVED_WITHOUT_NAMES if left_out else SAVED)
    return True, None


def _names(circle_id: UUID | None, logs: list[ReviewLog]) -> dict[str, Any]:
    """For the coach's own page: names that become numbers, and who the numbers in these logs are."""
    names = names_to_find(circle_id) if circle_id else []
    texts = [getattr(log, box) for log in logs for box in WORDS] if names else []
    return {"names": names, "people": people_of(names), "numbered": numbered_in(texts, names)}


def _status(form: LogForm, newer: ReviewLog | None) -> int:
    if newer:
        return 409
    return 422 if form.is_bound else 200


def _others(request: MemberRequest, readers: list[Reader]) -> list[Reader]:
    return [one for one in readers if one.member_id != request.member.id]


def _page_of(request: MemberRequest, readers: list[Reader]) -> tuple[str, dict[str, Any]]:
    """The page that a log stands on: the coach's own, or the mentor's of that coach."""
    district = request.district.slug
    coach = next((one for one in readers if one.part == "partner"), None)
    if coach is None or coach.member_id == request.member.id:
        return "my-mentor", {"district": district}
    return "caseload", {"district": district, "pk": coach.member_id}
