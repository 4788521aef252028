"""One session: read it, add to it; plan it, move it, say that it happened or didn't."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.models import Circle
from access.readers import readers_of
from coaching.enums import InteractionType, NotHeldReason, SessionStatus
from coaching.forms.log import MoveForm, NotHeldForm, PlanForm, TextForm
from coaching.models import Session, SessionText
from coaching.queries.expiring import notes_with_last_day
from coaching.queries.sessions import (
    held_sessions,
    last_minutes,
    name_of,
    names_in,
    open_partnerships,
    others_in,
)
from coaching.services.sessions import (
    AlreadySaved,
    Stale,
    mark_happened,
    mark_not_held,
    move_session,
    plan_again,
    plan_session,
    write_text,
)
from config.feedback import say
from config.searching import asked_of, words_of
from goals.queries import steps_with_words


@require_http_methods(["GET", "POST"])
def sessions(request: MemberRequest, district: str) -> HttpResponse:
    """What was held, newest first, page by page."""
    words = words_of(request)
    page = held_sessions(words=words, after=asked_of(request).get("after", ""))
    team_names = {one.partnership_id: one.partnership.team_name for one in page.sessions}
    names = names_in([pk for pk, name in team_names.items() if not name], besides=request.member.id)
    rows = [
        (one, team_names[one.partnership_id] or names.get(one.partnership_id, ""))
        for one in page.sessions
    ]
    context = {"rows": rows, "after": page.after, "q": words}
    return render(request, "coaching/sessions.html", context)


@require_http_methods(["GET", "POST"])
def session(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Read by the circle; its author writes what was talked about."""
    shown = get_object_or_404(Session.objects.select_related("author", "goal", "circle"), pk=pk)
    text = SessionText.objects.filter(session=shown).first()
    if request.method == "GET":
        return show_session(request, shown, text)
    if not writes(request, shown):
        return redirect("session", district=district, pk=pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        return show_session(request, shown, text, form=form, status=422)
    try:
        write_text(session=shown, **form.cleaned_data)
    except Stale:
        newer = SessionText.objects.get(session=shown)
        again = TextForm(initial={**form.cleaned_data, "revision": newer.revision})
        return show_session(request, shown, newer, form=again, stale=True, status=409)
    say(request, "Saved.")
    return redirect("session", district=district, pk=pk)


def writes(request: MemberRequest, shown: Session) -> bool:
    circle: Circle = shown.circle
    return shown.author_id == request.member.id and circle.closed_at is None


def show_session(
    request: MemberRequest,
    shown: Session,
    text: SessionText | None,
    *,
    form: TextForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    may_write = writes(request, shown)
    initial = {"body": text.body, "revision": text.revision} if text else {}
    context = {
        "session": shown,
        "text": text,
        "form": form or (TextForm(initial=initial) if may_write else None),
        "is_editing": form is not None or "edit" in request.GET,
        "stale": stale,
        "may_write": may_write,
        "note": notes_with_last_day().filter(session=shown).first(),
        "steps": steps_with_words().filter(session=shown),
        "types": types_of(shown),
        "reasons": NotHeldReason.choices,
        "move_form": MoveForm(initial={"planned_at": shown.planned_at}) if may_write else None,
        "readers": [
            reader
            for reader in readers_of(shown.circle_id)
            if reader.member_id != request.member.id
        ],
    }
    return render(request, "coaching/session.html", context, status=status)


def types_of(shown: Session) -> list[str]:
    return [InteractionType(value).label for value in shown.interaction_types]


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
        plan_session(partnership=partnership, **form.cleaned_data)
        say(request, "Planned.")
        return redirect("home", district=district)
    context = {
        "form": form,
        "partnership": partnership,
        "name": name_of(partnership, request.member.id),
        "others": others_in(partnership, request.member.id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "coaching/plan.html", context, status=status)


def choose_partnership(request: MemberRequest) -> HttpResponse:
    choices = [(one.pk, name_of(one, request.member.id)) for one in open_partnerships()]
    return render(request, "coaching/plan_choose.html", {"choices": choices})


@require_POST
def session_happened(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = my_planned(request, pk)
    try:
        entry = mark_happened(session=planned)
    except AlreadySaved:
        return redirect("session", district=district, pk=pk)
    undo = reverse("log-undo", kwargs={"district": district, "pk": entry})
    say(request, "Logged. Add what you talked about when you like.", undo_url=undo)
    return redirect("session", district=district, pk=pk)


@require_POST
def session_moved(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = my_planned(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "session": planned}
        return render(request, "coaching/plan_move.html", context, status=422)
    move_session(session=planned, **form.cleaned_data)
    say(request, "Moved.")
    return back(request, district)


@require_POST
def session_not_held(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    planned = my_planned(request, pk)
    form = NotHeldForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else NotHeldReason.OTHER
    mark_not_held(session=planned, reason=reason)
    undo = reverse("session-plan-again", kwargs={"district": district, "pk": pk})
    say(request, "Noted that it didn’t happen.", undo_url=undo)
    return back(request, district)


@require_POST
def session_plan_again(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    missed = get_object_or_404(Session.objects, pk=pk, author_id=request.member.id)
    plan_again(session=missed)
    say(request, "Planned again.")
    return redirect("home", district=district)


def my_planned(request: MemberRequest, pk: UUID) -> Session:
    """One's own session that is still planned, or has just been settled by the tap before."""
    return get_object_or_404(
        Session.objects.select_related("partnership").exclude(planned_at=None),
        pk=pk,
        author_id=request.member.id,
        status__in=(SessionStatus.PLANNED, SessionStatus.HELD),
    )


def back(request: MemberRequest, district: str) -> HttpResponse:
    """To the page of this site that the button stood on."""
    url = request.POST.get("next", "")
    if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return redirect(url)
    return redirect("home", district=district)
