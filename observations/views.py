"""Visits: ask, agree, take notes, share, respond, withdraw."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.readers import readers_of
from access.refusals import Refused, Stale
from config.feedback import say, say_problem
from observations.enums import VisitStatus
from observations.forms import (
    LineForm,
    MendForm,
    MoveForm,
    PlanForm,
    ResponseForm,
    VisitForm,
    plan_of,
)
from observations.language import suggestion_for
from observations.models import Evidence, Visit
from observations.queries import (
    Pair,
    last_day_of,
    lines_of,
    names_known_in,
    open_pairs,
    responses_to,
    visits_to_read,
)
from observations.queries import visits as all_visits
from observations.services import (
    NOT_COMING,
    answer_evidence,
    ask_for_visit,
    change_plan,
    elapsed_seconds,
    mend_line,
    move_visit,
    note_look,
    take_line,
)

VISITS_SHOWN = 100
SAID = {
    "agreed": "Agreed. You can take your yes back at any time.",
    "declined": "You said not this time. No reason is needed, and the other one is told.",
    "called_off": "Called off. The other one is told.",
    "ended": "The visit is over. Tidy your notes, then share them.",
    "shared": "Shared. Your partner reads first and responds first.",
    "withdrawn": "Taken back. It is on your shelf now, and only you can read it.",
}


@require_GET
def visits(request: MemberRequest, district: str) -> HttpResponse:
    """All visits that this person may read; what was withdrawn stands on the teacher's shelf."""
    found = list(all_visits()[:VISITS_SHOWN])
    shelf = [visit for visit in found if visit.status == VisitStatus.WITHDRAWN]
    return render(
        request,
        "observations/visits.html",
        {"visits": [visit for visit in found if visit not in shelf], "shelf": shelf},
    )


@require_http_methods(["GET", "POST"])
def visit_new(request: MemberRequest, district: str) -> HttpResponse:
    """A teacher asks, a coach proposes. `?partnership=` or `?goal=` choose in advance."""
    pairs = open_pairs(request.member.id)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        pairs=pairs,
        initial=_chosen_before(request, pairs),
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            visit = ask_for_visit(
                pair=form.chosen,
                focus=data["focus"],
                collect=data["collect"],
                planned_at=data["planned_at"],
                goal=data["goal"],
                district=district,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Asked. The other one is told.")
            return redirect("visit", district=district, pk=visit.pk)
    return render(
        request,
        "observations/visit_new.html",
        {"form": form, "pairs": pairs},
        status=422 if form.is_bound else 200,
    )


def _chosen_before(request: MemberRequest, pairs: list[Pair]) -> dict[str, Any]:
    wanted = request.GET.get("partnership", "")
    chosen = next((pair for pair in pairs if str(pair.circle.partnership_id) == wanted), None)
    initial: dict[str, Any] = {"goal": request.GET.get("goal", "")}
    if chosen:
        initial["pair"] = chosen.key
    return initial


@require_GET
def visit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Where the visit stands; for its visitor during the visit, the page for notes."""
    found = get_object_or_404(visits_to_read(), pk=pk)
    if found.status == VisitStatus.DRAFT and found.visitor_id == request.member.id:
        return _notes(request, found, LineForm())
    return _visit_page(request, found)


@require_http_methods(["GET", "POST"])
def visit_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Another day, another focus: as long as nobody has agreed to this one."""
    found = get_object_or_404(all_visits(), pk=pk, author_id=request.member.id)
    if not may_edit(found, request.member.id):
        say_problem(request, "What was agreed to stays as it is. Plan another visit instead.")
        return redirect("visit", district=district, pk=pk)
    form = PlanForm(request.POST or None, initial=plan_of(found))
    if not form.is_valid():
        context = {"form": form, "visit": found}
        status = 422 if form.is_bound else 200
        return render(request, "observations/visit_edit.html", context, status=status)
    try:
        change_plan(visit=found, district=district, **form.plan())
    except Stale:
        say_problem(request, "This visit was changed elsewhere meanwhile. This is how it stands.")
    else:
        say(request, "Changed. The other one is told.")
    return redirect("visit", district=district, pk=pk)


def may_edit(visit: Visit, member_id: UUID) -> bool:
    """Whoever asked, until the other one agrees; a teacher's own wish until the visit begins."""
    asked_by_teacher = visit.author_id == visit.teacher_id
    open_to = (
        {VisitStatus.PROPOSED, VisitStatus.AGREED} if asked_by_teacher else {VisitStatus.PROPOSED}
    )
    return visit.author_id == member_id and visit.status in open_to


@require_POST
def visit_move(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Visit, pk=pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            move_visit(
                visit=found, answer=answer, district=district, seen=form.cleaned_data["seen"]
            )
        except Refused as no:
            say_problem(request, str(no))
        else:
            if answer in SAID:
                say(request, SAID[answer])
    return redirect("visit", district=district, pk=pk)


@require_POST
def line_add(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """One timed line; htmx puts the new state of the notes in place."""
    found = get_object_or_404(all_visits(), pk=pk, visitor_id=request.member.id)
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            line = take_line(
                visit=found,
                body=form.cleaned_data["body"],
                kind=form.cleaned_data["kind"],
                at_second=form.cleaned_data["at_second"],
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            if not request.htmx:
                return redirect("visit", district=district, pk=pk)
            fresh = LineForm(initial={"kind": line.kind})
            return _notes(request, found, fresh, hint=suggestion_for(line.body))
    return _notes(request, found, form, status=422)


@require_POST
def words(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """A gentle suggestion about what is being typed; nothing of it is kept."""
    get_object_or_404(Visit, pk=pk, visitor_id=request.member.id)
    hint = suggestion_for(request.POST.get("body", "")[:1000])
    return render(request, "observations/_hint.html", {"hint": hint})


@require_POST
def line_mend(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The visitor says a line of the draft better; its time stays."""
    line = my_draft_line(request, pk)
    form = MendForm(request.POST)
    if form.is_valid():
        mend_line(line=line, body=form.cleaned_data["body"])
    return after_a_line(request, district, line.visit_id, status=200 if form.is_valid() else 422)


@require_POST
def line_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The visitor takes a line out of the draft."""
    line = my_draft_line(request, pk)
    visit_id = line.visit_id
    line.delete()
    return after_a_line(request, district, visit_id)


def my_draft_line(request: MemberRequest, pk: UUID) -> Evidence:
    return get_object_or_404(
        Evidence.objects, pk=pk, author_id=request.member.id, visit__status=VisitStatus.DRAFT
    )


def after_a_line(
    request: MemberRequest, district: str, visit_id: UUID, status: int = 200
) -> HttpResponse:
    if not request.htmx:
        return redirect("visit", district=district, pk=visit_id)
    found = get_object_or_404(all_visits(), pk=visit_id)
    return _notes(request, found, LineForm(), status=status)


@require_POST
def respond(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The teacher responds first, then the others in the circle."""
    found: Any = get_object_or_404(visits_to_read(), pk=pk)
    if not found.my_turn:
        say_problem(request, "Whose classroom it was responds first.")
        return redirect("visit", district=district, pk=pk)
    form = ResponseForm(request.POST)
    if form.is_valid():
        try:
            answer_evidence(
                visit=found,
                member_id=request.member.id,
                body=form.cleaned_data["body"],
                revision=form.cleaned_data["revision"],
            )
        except Stale:
            return _visit_page(request, found, form=form, status=409)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Saved. Both of you can read it.")
            return redirect("visit", district=district, pk=pk)
    return _visit_page(request, found, form=form, status=422)


def _visit_page(
    request: MemberRequest, found: Any, *, form: ResponseForm | None = None, status: int = 200
) -> HttpResponse:
    responses = list(responses_to(found))
    mine = next((one for one in responses if one.author_id == request.member.id), None)
    if form is None and found.my_turn and found.status == VisitStatus.SHARED:
        form = ResponseForm(
            initial={
                "body": mine.body if mine else "",
                "revision": mine.revision if mine else 0,
            }
        )
    is_teacher = found.teacher_id == request.member.id
    context = {
        "visit": found,
        "lines": list(lines_of(found)),
        "responses": [one for one in responses if form is None or one is not mine],
        "mine": mine,
        "form": form,
        "is_stale": status == 409,
        "is_answered": any(one.author_id == found.teacher_id for one in responses),
        "is_asked": is_teacher and found.status == VisitStatus.PROPOSED,
        "is_off": found.status in NOT_COMING or found.status == VisitStatus.WITHDRAWN,
        "is_teacher": is_teacher,
        "is_visitor": found.visitor_id == request.member.id,
        "may_edit": may_edit(found, request.member.id),
        **_lock(found, request.member.id),
    }
    return render(request, "observations/visit.html", context, status=status)


def _lock(visit: Visit, member_id: UUID) -> dict[str, Any]:
    """The lock line, from the same relation as the policies."""
    readers = readers_of(visit.circle_id)
    if not readers:
        note_look(visit=visit)
        return {"lock_sentence": "Shared with you by the teacher, who can take it back"}
    return {"readers": [one for one in readers if one.member_id != member_id]}


def _notes(
    request: MemberRequest,
    found: Visit,
    form: LineForm,
    *,
    hint: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page for notes; for htmx only the part that changes."""
    template = "observations/_notes.html" if request.htmx else "observations/visit_notes.html"
    context = {
        "visit": found,
        "lines": list(lines_of(found)),
        "form": form,
        "hint": hint,
        "elapsed": elapsed_seconds(found),
        "last_day": None if request.htmx else last_day_of(found),
        "known_names": [] if request.htmx else names_known_in(found),
    }
    return render(request, template, context, status=status)
