"""A planned session: plan it, move it, say that it happened or didn't."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused
from coaching.enums import NotHeldReason
from coaching.forms.log import MoveForm, NotHeldForm, PlanForm
from coaching.models import Session
from coaching.queries.sessions import (
    last_minutes,
    name_of,
    open_partnerships,
    others_in,
    settling,
    to_settle,
)
from coaching.services.planned import (
    mark_happened,
    mark_not_held,
    move_session,
    plan_again,
    plan_session,
    undo_plan,
)
from coaching.services.stretches import AlreadySaved
from config.feedback import say, say_problem


@require_http_methods(["GET", "POST"])
def session_plan(request: MemberRequest, district: str) -> HttpResponse:
    """Plan a session of one partnership, named by ?partnership=."""
    try:
        wanted = UUID(request.GET.get("partnership", ""))
    except ValueError:
        return choose_partnership(request)
    partnership = get_object_or_404(open_partnerships([wanted]))
    form = PlanForm(request.POST or None, initial={"minutes": last_minutes(request.member.id)})
    if request.method == "POST" and form.is_valid():
        planned = plan_session(partnership=partnership, **form.cleaned_data)
        undo = reverse("session-plan-undo", kwargs={"district": district, "pk": planned.pk})
        say(request, "Planned.", undo_url=undo)
        return redirect("session", district=district, pk=planned.pk)
    context = {
        "form": form,
        "partnership": partnership,
        "name": name_of(partnership, request.member.id),
        "others": [one.name for one in others_in(partnership, request.member.id)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "coaching/plan.html", context, status=status)


def choose_partnership(request: MemberRequest) -> HttpResponse:
    choices = [(one.pk, name_of(one, request.member.id)) for one in open_partnerships()]
    return render(request, "coaching/plan_choose.html", {"choices": choices})


@require_POST
def session_happened(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = planned_to_log(request, pk)
    try:
        entry = mark_happened(session=planned, member_id=request.member.id)
    except AlreadySaved:
        return redirect("session", district=district, pk=pk)
    undo = reverse("log-undo", kwargs={"district": district, "pk": entry})
    say(request, "Logged. Add what it was and next steps when you like.", undo_url=undo)
    return redirect("session", district=district, pk=pk)


@require_POST
def session_moved(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = planned_to_move(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "session": planned}
        return render(request, "coaching/plan_move.html", context, status=422)
    try:
        move_session(session=planned, **form.cleaned_data)
    except AlreadySaved:
        return redirect("session", district=district, pk=pk)
    say(request, "Moved.")
    return back(request, district)


@require_POST
def session_not_held(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = planned_to_move(request, pk)
    form = NotHeldForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else NotHeldReason.OTHER
    try:
        mark_not_held(session=planned, reason=reason)
    except AlreadySaved:
        return redirect("session", district=district, pk=pk)
    undo = reverse("session-plan-again", kwargs={"district": district, "pk": pk})
    say(request, "Noted that it didn’t happen.", undo_url=undo)
    return back(request, district)


@require_POST
def session_plan_again(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    missed = planned_to_move(request, pk)
    try:
        plan_again(session=missed)
    except AlreadySaved:
        return redirect("session", district=district, pk=pk)
    say(request, "Planned again.")
    return redirect("home", district=district)


@require_POST
def session_plan_undo(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Takes back what one has just planned."""
    planned = planned_to_move(request, pk)
    if planned.author_id != request.member.id:
        raise Http404
    try:
        undone = undo_plan(session=planned)
    except Refused as no:
        say_problem(request, str(no))
    else:
        if undone:
            say(request, "Taken back.")
            return redirect("home", district=district)
        say_problem(request, "A plan can be taken back for ten minutes. You can still move it.")
    return redirect("session", district=district, pk=pk)


def planned_to_move(request: MemberRequest, pk: UUID) -> Session:
    """One that this member may move or call off, or that has just been settled by the tap before."""
    planned = get_object_or_404(to_settle(request.member.id), pk=pk)
    if not settling(planned, request.member.id).may_move:
        raise Http404
    return planned


def planned_to_log(request: MemberRequest, pk: UUID) -> Session:
    """One that this member held, or has just logged by the tap before."""
    planned = get_object_or_404(to_settle(request.member.id), pk=pk)
    if not settling(planned, request.member.id).may_log:
        raise Http404
    return planned


def back(request: MemberRequest, district: str) -> HttpResponse:
    """To the page of this site that the button stood on."""
    url = request.POST.get("next", "")
    if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return redirect(url)
    return redirect("home", district=district)
