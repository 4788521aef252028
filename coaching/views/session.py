"""One session: read it, add to it, correct it; and the list of those that were held."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.readers import Reader, readers_of
from access.refusals import Refused, Stale
from coaching.enums import InteractionType, NotHeldReason, SessionStatus
from coaching.forms.log import ChangeForm, NoteForm, StepForm, TextForm
from coaching.models import Partnership, PrivateNote, Session, SessionText
from coaching.queries.expiring import notes_with_last_day
from coaching.queries.sessions import (
    Settling,
    goals_in,
    held_sessions,
    interaction_types_of,
    names_in,
    together_with,
)
from coaching.services.sessions import add_step, change_session, write_note, write_text
from coaching.services.stretches import AlreadySaved
from config.feedback import say
from config.searching import is_search, keep_search, words_of
from goals.queries import steps_with_words


@require_http_methods(["GET", "POST"])
def sessions(request: MemberRequest, district: str) -> HttpResponse:
    """What was held, newest first, page by page."""
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    page = held_sessions(words=words, after=request.GET.get("after", ""))
    team_names = {one.partnership_id: one.team_name or "" for one in page.sessions}  # type: ignore[attr-defined]
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
    shown = get_object_or_404(in_full(), pk=pk)
    if request.method == "GET":
        return show_session(request, shown)
    if not writes(request, shown, SessionText.objects.filter(session=shown).first()):
        return redirect("session", district=district, pk=pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        return show_session(request, shown, form=form, status=422)
    try:
        write_text(session=shown, **form.cleaned_data)
    except Stale:
        newer = SessionText.objects.get(session=shown)
        again = TextForm(initial={**form.cleaned_data, "revision": newer.revision})
        return show_session(request, shown, form=again, status=409)
    say(request, "Saved.")
    return redirect("session", district=district, pk=pk)


@require_POST
def session_step(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """A next step that somebody in the circle adds later."""
    shown = get_object_or_404(written_beside(), pk=pk)
    owners = owners_among(readers_of(shown.circle_id), request.member.id)
    form = StepForm(request.POST, owners=owners, auto_id="step-%s")
    if not form.is_valid():
        return show_session(request, shown, step_form=form, status=422)
    try:
        add_step(session=shown, line=form.line(), submission=form.cleaned_data["submission"])
    except Refused as no:
        form.add_error(None, str(no))
        return show_session(request, shown, step_form=form, status=422)
    except AlreadySaved:
        pass
    else:
        say(request, "Next step added.")
    return redirect(f"{reverse('session', kwargs={'district': district, 'pk': pk})}#steps")


@require_POST
def session_note(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """One's own note, which nobody else ever reads."""
    shown = get_object_or_404(written_beside(), pk=pk)
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return show_session(request, shown, note_form=form, status=422)
    body, revision = form.cleaned_data["own"].strip(), form.cleaned_data["revision"]
    try:
        write_note(session=shown, body=body, revision=revision)
    except Stale:
        newer = PrivateNote.objects.filter(session=shown).first()
        initial = {"own": body, "revision": newer.revision if newer else 0}
        again = NoteForm(initial=initial, auto_id="note-%s")
        return show_session(request, shown, note_form=again, status=409)
    say(request, "Saved. Only you can read it." if body else "Removed.")
    return redirect("session", district=district, pk=pk)


@require_http_methods(["GET", "POST"])
def session_change(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """What was logged, corrected by its author: the facts, with the stretch of time they stand for."""
    shown = get_object_or_404(written_beside(), pk=pk, author_id=request.member.id)
    form = change_form(request, shown, request.POST or None)
    if request.method == "GET":
        return show_change(request, shown, form)
    if not form.is_valid():
        return show_change(request, shown, form, status=422)
    facts = form.cleaned_data
    try:
        change_session(session=shown, **facts)
    except Stale:
        newer = get_object_or_404(in_full(), pk=pk)
        initial = {**facts, "revision": newer.revision}
        again = change_form(request, newer, None, initial=initial)
        return show_change(request, newer, again, status=409)
    say(request, "Saved.")
    return redirect("session", district=district, pk=pk)


def in_full() -> Any:
    """With the partnership's `kind`; not joined, because whoever has left reads sessions of theirs and
    no partnership."""
    partnership = Partnership.objects.filter(pk=OuterRef("partnership_id"))
    return Session.objects.select_related("author", "goal", "circle").annotate(
        kind=Subquery(partnership.values("kind")[:1])
    )


def written_beside() -> Any:
    """Where its circle writes: what was held, while the circle is open."""
    return in_full().filter(status=SessionStatus.HELD, circle__closed_at=None)


def writes(request: MemberRequest, shown: Session, text: SessionText | None) -> bool:
    """What was talked about is for its author to say, once there was a talk."""
    return (
        shown.author_id == request.member.id
        and shown.circle.closed_at is None
        and (shown.status == SessionStatus.HELD or text is not None)
    )


def show_session(
    request: MemberRequest,
    shown: Session,
    *,
    form: TextForm | None = None,
    step_form: StepForm | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    me = request.member.id
    text = SessionText.objects.filter(session=shown).first()
    note = notes_with_last_day().filter(session=shown).first()
    readers = readers_of(shown.circle_id)
    is_open = shown.circle.closed_at is None
    is_held = shown.status == SessionStatus.HELD
    may_write = writes(request, shown, text)
    context: dict[str, Any] = {
        "session": shown,
        "text": text,
        "form": form,
        "is_editing": form is not None or "edit" in request.GET,
        "stale": status == 409,
        "may_write": may_write,
        "is_later": is_later(shown),
        "may_change": is_open and is_held and shown.author_id == me,
        "note": note,
        "is_noting": note_form is not None or "note" in request.GET,
        "steps": steps_with_words().filter(session=shown),
        "types": types_of(shown),
        "reasons": NotHeldReason.choices,
        "settling": Settling(
            is_mine=shown.author_id == me,
            part=next((one.part for one in readers if one.member_id == me), ""),
            kind=shown.kind or "",  # type: ignore[attr-defined]  # in_full()
            revision=shown.revision,
        ),
        "readers": [one for one in readers if one.member_id != me],
    }
    if may_write and form is None:
        initial = {"body": text.body, "revision": text.revision} if text else {}
        context["form"] = TextForm(initial=initial)
    if is_open and is_held:
        owners = owners_among(readers, me)
        context["step_form"] = step_form or StepForm(owners=owners, auto_id="step-%s")
        initial = {"own": note.body, "revision": note.revision} if note else {}
        context["note_form"] = note_form or NoteForm(initial=initial, auto_id="note-%s")
    return render(request, "coaching/session.html", context, status=status)


def is_later(shown: Session) -> bool:
    """Planned for a day to come: nobody says yet that it happened."""
    planned = shown.planned_at
    return planned is not None and timezone.localdate(planned) > timezone.localdate()


def owners_among(readers: Sequence[Reader], me: UUID) -> list[tuple[str, str]]:
    """Whose a next step may be: one's own first."""
    others = [(str(one.member_id), one.name) for one in readers if one.member_id != me]
    return [(str(me), "Me"), *others]


def types_of(shown: Session) -> list[str]:
    return [InteractionType(value).label for value in shown.interaction_types]


def change_form(
    request: MemberRequest, shown: Session, data: Any, *, initial: dict[str, Any] | None = None
) -> ChangeForm:
    as_saved = {
        "started_at": shown.held_at,
        "minutes": shown.minutes,
        "form": shown.form,
        "types": shown.interaction_types,
        "goal": shown.goal_id,
        "revision": shown.revision,
    }
    return ChangeForm(
        data,
        types=interaction_types_of(request.member.id, besides=shown.interaction_types),
        goals=goals_in([shown.circle_id], besides=shown.goal_id),
        initial=initial or as_saved,
    )


def show_change(
    request: MemberRequest, shown: Session, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    me = request.member.id
    others = [one.partnership for one in together_with(shown)[1:]]
    names = names_in([one.pk for one in others if not one.team_name], besides=me)
    context = {
        "session": shown,
        "form": form,
        "stale": status == 409,
        "types": types_of(shown),
        "others": [one.team_name or names.get(one.pk, "") for one in others],
        "readers": [one for one in readers_of(shown.circle_id) if one.member_id != me],
    }
    return render(request, "coaching/session_change.html", context, status=status)
