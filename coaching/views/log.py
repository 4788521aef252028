"""Log a session: with one person, with several, or with nobody."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused, Stale
from accounts.models import Member
from coaching.enums import SessionStatus
from coaching.forms.log import (
    LogForm,
    OtherTimeChangeForm,
    OtherTimeForm,
    circles_of,
    just_ended,
    typed,
)
from coaching.models import Partnership, Session, TimeEntry
from coaching.queries.sessions import (
    colleagues_named,
    goals_in,
    interaction_types_of,
    last_minutes,
    names_in,
    open_partnerships,
    others_in,
    sessions_of_stretch,
)
from coaching.queries.time import other_time
from coaching.services.sessions import log_session, undo_log
from coaching.services.stretches import (
    AlreadySaved,
    change_other_time,
    log_time,
    remove_other_time,
)
from coaching.views.planned import planned_to_log
from config.feedback import say, say_problem

SETTLED = (
    "This session was settled in the meantime. What you typed is still here: copy what the session’s"
    " own page does not say yet."
)


@require_http_methods(["GET", "POST"])
def log(request: MemberRequest, district: str) -> HttpResponse:
    planned = planned_of(request)
    if request.method == "POST" and not is_finding(request):
        return save_log(request, district, planned)
    if planned is not None and planned.status != SessionStatus.PLANNED:
        return redirect("session", district=district, pk=planned.pk)
    return show_log(request, form_for(request, planned), planned)


def save_log(request: MemberRequest, district: str, planned: Session | None) -> HttpResponse:
    form = form_for(request, planned)
    if form.is_valid():
        try:
            sessions = log_session(
                member=request.member,
                district=district,
                log=form.log(),
                partnerships=form.with_whom(),
                colleague_ids=ids(form.cleaned_data["colleagues"]),
                planned=planned,
            )
        except AlreadySaved:
            if planned is None:
                return redirect("home", district=district)
            if TimeEntry.objects.filter(pk=form.cleaned_data["submission"]).exists():
                return redirect("session", district=district, pk=planned.pk)
            form.add_error(None, SETTLED)
            return show_log(request, form, planned, status=409)
        except Refused as no:
            chose_colleague = bool(form.cleaned_data["colleagues"])
            form.add_error("colleagues" if chose_colleague else "people", str(no))
        else:
            entry = form.cleaned_data["submission"]
            undo = reverse("log-undo", kwargs={"district": district, "pk": entry})
            say(request, "Logged.", undo_url=undo)
            if len(sessions) == 1:
                return redirect("session", district=district, pk=sessions[0].pk)
            return redirect("logged", district=district, pk=entry)
    return show_log(request, form, planned, status=422)


def show_log(
    request: MemberRequest, form: LogForm, planned: Session | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "planned": planned,
        "may_open": may_open(request),
        "draft": planned.pk if planned else request.GET.get("partnership", ""),
        "search": request.POST.get("search", ""),
    }
    return render(request, "coaching/log.html", context, status=status)


@require_POST
def log_people(request: MemberRequest, district: str) -> HttpResponse:
    """Colleagues by name, for the form to choose from; asked by POST so that no log keeps names."""
    found = search_for(request)
    kept = ids(request.POST.getlist("colleagues"))
    colleagues = [*Member.objects.filter(pk__in=kept), *(c for c in found if c.pk not in kept)]
    return render(request, "coaching/_log_people.html", {"colleagues": colleagues, "kept": kept})


@require_http_methods(["GET", "POST"])
def log_other(request: MemberRequest, district: str) -> HttpResponse:
    """Time with nobody."""
    form = OtherTimeForm(request.POST or None, initial=just_now(request))
    if request.method == "POST" and form.is_valid():
        try:
            log_time(**form.cleaned_data)
        except AlreadySaved:
            return redirect("home", district=district)
        undo = {"district": district, "pk": form.cleaned_data["submission"]}
        say(request, "Logged.", undo_url=reverse("log-undo", kwargs=undo))
        return redirect("home", district=district)
    status = 422 if request.method == "POST" else 200
    return render(request, "coaching/log_other.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def log_change(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Time with nobody, corrected."""
    entry = get_object_or_404(other_time(), pk=pk)
    form = OtherTimeChangeForm(request.POST or None, initial=model_to_dict(entry))
    if request.method == "GET":
        return show_other_time(request, entry, form)
    if not form.is_valid():
        return show_other_time(request, entry, form, status=422)
    try:
        change_other_time(entry=entry, **form.cleaned_data)
    except Stale:
        newer = get_object_or_404(other_time(), pk=pk)
        initial = {**form.cleaned_data, "revision": newer.revision}
        again = OtherTimeChangeForm(initial=initial)
        return show_other_time(request, newer, again, status=409)
    say(request, "Saved.")
    return redirect("time", district=district)


def show_other_time(
    request: MemberRequest, entry: TimeEntry, form: OtherTimeChangeForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "entry": entry, "stale": status == 409}
    return render(request, "coaching/log_change.html", context, status=status)


@require_POST
def log_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    remove_other_time(entry=get_object_or_404(other_time(), pk=pk))
    say(request, "Removed.")
    return redirect("time", district=district)


@require_POST
def log_undo(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    entry = get_object_or_404(TimeEntry.objects, pk=pk)
    try:
        undone = undo_log(entry=entry)
    except Refused as no:
        say_problem(request, str(no))
        return redirect("logged", district=district, pk=pk)
    if undone:
        say(request, "Taken back.")
        return redirect("home", district=district)
    say_problem(request, "A log can be taken back for ten minutes. You can still change it.")
    return redirect("logged", district=district, pk=pk)


@require_GET
def logged(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """A stretch of time that was with several people: with whom, and what may come next."""
    entry = get_object_or_404(TimeEntry.objects, pk=pk)
    sessions = sessions_of_stretch(entry)
    if not sessions:
        return redirect("log-change", district=district, pk=pk)
    if len(sessions) == 1:
        return redirect("session", district=district, pk=sessions[0].pk)
    names = names_in([one.partnership_id for one in sessions], besides=request.member.id)
    rows = [(one, one.partnership.team_name or names[one.partnership_id]) for one in sessions]
    return render(request, "coaching/logged.html", {"entry": entry, "rows": rows})


def planned_of(request: MemberRequest) -> Session | None:
    """The planned session that this log is about, if the address names one to be logged."""
    wanted = ids([request.GET.get("session", "")])
    return planned_to_log(request, wanted[0]) if wanted else None


def form_for(request: MemberRequest, planned: Session | None) -> LogForm:
    partnerships = list(open_partnerships())
    data = request.POST if request.method == "POST" else None
    partners, colleague_ids = chosen_in(request, partnerships, planned)
    colleagues: list[Member] = []
    if may_open(request):
        colleagues = list(Member.objects.filter(pk__in=colleague_ids, active=True))
        colleagues += [one for one in search_for(request) if one not in colleagues]
    within = partners if planned else partnerships
    finding = is_finding(request)
    return LogForm(
        None if finding else data,
        member_id=request.member.id,
        partnerships=partnerships,
        chosen=partners,
        colleagues=colleagues,
        types=interaction_types_of(request.member.id),
        goals=goals_in(circles_of(within)).select_related("owner"),
        initial=typed(data)
        if finding and data is not None
        else initial_for(request, partners, colleague_ids, planned),
    )


def initial_for(
    request: MemberRequest,
    partners: Sequence[Partnership],
    colleague_ids: Sequence[UUID],
    planned: Session | None,
) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "people": [str(one.pk) for one in partners],
        "colleagues": [str(pk) for pk in colleague_ids],
    }
    if planned is None or planned.planned_at is None:
        return initial | just_now(request)
    is_ahead = planned.planned_at > timezone.now()
    return initial | {
        "minutes": planned.minutes,
        "form": planned.form,
        "types": planned.interaction_types,
        "started_at": just_ended(planned.minutes) if is_ahead else planned.planned_at,
    }


def just_now(request: MemberRequest) -> dict[str, Any]:
    """Most is logged right after it, and takes about as long as what was logged last."""
    minutes = last_minutes(request.member.id)
    return {"minutes": minutes, "started_at": just_ended(minutes)}


def chosen_in(
    request: MemberRequest, partnerships: Sequence[Partnership], planned: Session | None
) -> tuple[list[Partnership], list[UUID]]:
    """Who is chosen already: in what was sent, or by the address."""
    if request.method == "POST":
        wanted = ids(request.POST.getlist("people"))
        partners = [one for one in partnerships if one.pk in wanted]
        return partners, ids(request.POST.getlist("colleagues"))
    wanted = ids([request.GET.get("partnership", "")])
    if planned is not None:
        wanted = [planned.partnership_id]
    partners = [one for one in partnerships if one.pk in wanted]
    person = ids([request.GET.get("with", "")])
    if not person or partners:
        return partners, []
    known = [
        one
        for one in partnerships
        if [other.pk for other in others_in(one, request.member.id)] == person
    ]
    return known[:1], [] if known else person


def search_for(request: MemberRequest) -> list[Member]:
    words = request.POST.get("search", "").strip()
    if not words or not may_open(request):
        return []
    return list(colleagues_named(words, not_member=request.member.id))


def is_finding(request: MemberRequest) -> bool:
    """Find was pressed. Enter in any field presses it too; without a name that means Save."""
    return "find" in request.POST and bool(request.POST.get("search", "").strip())


def may_open(request: MemberRequest) -> bool:
    """Quick help begins with a coach or a mentor; the database asks again."""
    return request.member.is_coach or request.member.is_mentor


def ids(values: Sequence[str]) -> list[UUID]:
    """The ids among what a browser sent."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
