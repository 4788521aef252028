"""Partnerships: the list, one of them, and the clicks that open, answer, pause and end it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.models import Participant
from access.refusals import Refused
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus, Term
from coaching.forms.partnership import AskInForm, OpenForm
from coaching.models import Partnership, Place
from coaching.queries import partnerships as queries
from coaching.queries.newcomers import asked_among, with_newcomers
from coaching.queries.past import past_partnership, past_partnerships
from coaching.queries.roles import caseload_of
from coaching.queries.timeline import timeline_of
from coaching.services import partnerships as services
from coaching.views.past import past_page, shown
from config.feedback import say, say_problem
from config.searching import is_search, keep_search, typed_words, words_of

LIST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def partnerships(request: MemberRequest, district: str) -> HttpResponse:
    """Mine, by last contact."""
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    wanted = request.GET.get("status", "current")
    limit = shown(request, LIST_SHOWN)
    me = request.member.id
    past = past_partnerships() if wanted not in ("current", "paused", "proposed") else []
    found = queries.named(queries.in_status(Partnership.objects.all(), wanted), words)
    rows = list(queries.with_people(queries.by_last_contact(found))[: limit + 1])
    context = {
        "rows": [(row, *_others(row, me)) for row in rows[:limit]],
        "past": [(one, names) for one in past if matches(words, names := one.others(me))],
        "next_shown": limit + LIST_SHOWN if len(rows) > limit else None,
        "q": words,
        "wanted": wanted if wanted in queries.STATUS_FILTERS else "all",
        "statuses": [
            ("current", "Current"),
            ("proposed", "Proposed"),
            ("paused", "Paused"),
            ("ended", "Ended"),
            ("all", "All"),
        ],
    }
    return render(request, "coaching/partnerships.html", context)


@require_GET
def partnership(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """As it stands, or for somebody who has left what was theirs."""
    it = _found().filter(pk=pk).first()
    return past_page(request, pk) if it is None else _page(request, it)


@require_http_methods(["GET", "POST"])
def open_new(request: MemberRequest, district: str) -> HttpResponse:
    """A coach, a mentor or a peer begins with one person or several."""
    if is_search(request):
        form = OpenForm.found(request.POST, member=request.member)
    else:
        chosen = {"people": request.GET.getlist("person")}
        form = OpenForm(request.POST or None, member=request.member, initial=chosen)
    if form.is_valid():
        values = form.cleaned_data
        try:
            opened = services.open_partnerships(
                kind=values["kind"],
                term=values["term"],
                partners=form.chosen(),
                slug=district,
                team_name=values["team_name"],
                coach_role_id=form.coach_role_id,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Done. Those you chose are told.")
            if len(opened) > 1:
                return redirect("partnerships", district=district)
            return redirect("partnership", district=district, pk=opened[0])
    return render(
        request,
        "coaching/partnership_open.html",
        {
            "form": form,
            "q": typed_words(request),
            "caseload": caseload_of(request.member.id) if request.member.is_coach else None,
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def answer(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The partner's own click on a proposal."""
    joins = request.POST.get("answer") == "join"
    if not joins and request.POST.get("answer") != "decline":
        raise Http404
    return _do(
        request,
        pk,
        lambda it: services.answer_partnership(partnership=it, joins=joins),
        "You are in. From here on you read what is written."
        if joins
        else "Declined. No harm done.",
        stays=joins,
    )


@require_http_methods(["GET", "POST"])
def ask(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Asks somebody in; they read from their own click on."""
    it = _fetch(pk)
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    form = AskInForm(request.POST or None, partnership=it, words=words)
    if form.is_valid():
        try:
            services.ask_in(
                partnership=it,
                member_id=form.cleaned_data["member"].pk,
                part=form.cleaned_data["part"],
                slug=district,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Asked. Their own click decides.")
            return redirect("partnership", district=district, pk=pk)
    return render(
        request,
        "coaching/partnership_ask.html",
        {"form": form, "partnership": it, "q": words},
        status=422 if form.is_bound else 200,
    )


@require_POST
def long_term(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """A partner agrees; whoever supports proposes."""
    it = _fetch(pk)
    mine = _my_place(it, request.member.id)
    if mine and mine.part == Participant.Part.PARTNER:
        return _do(
            request,
            pk,
            lambda it: services.agree_to_long_term(partnership=it),
            "Long-term from now on.",
        )
    partners = [
        place.member_id
        for place in _people(it)
        if place.part == Participant.Part.PARTNER and place.status == PlaceStatus.JOINED
    ]
    return _do(
        request,
        pk,
        lambda it: services.propose_long_term(partnership=it, partners=partners, slug=district),
        "Asked. It is long-term when your partner says so.",
    )


@require_POST
def end(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda it: services.set_status(partnership=it, status=PartnershipStatus.ENDED),
        "Ended. What was written stays with those who were in it.",
        can_be_taken_back=True,
    )


@require_POST
def leave(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda it: services.leave_partnership(partnership=it),
        "You have left. What was written while you were in it stays yours to read.",
        stays=False,
        can_be_taken_back=True,
    )


@require_POST
def take_back(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Undoes one's own ending or leaving, within ten minutes."""
    try:
        services.take_back_ending(partnership_id=pk)
    except Refused as no:
        # Who reads nothing of it learns nothing of it.
        if not _found().filter(pk=pk).exists() and past_partnership(pk) is None:
            raise Http404 from None
        say_problem(request, str(no))
    else:
        say(request, "Taken back. It goes on where it was.")
    return redirect("partnership", district=district, pk=pk)


def take_back_url(request: MemberRequest, pk: UUID) -> str:
    return reverse("partnership-take-back", kwargs={"district": request.district.slug, "pk": pk})


def matches(words: str, names: list[str]) -> bool:
    return any(words.casefold() in name.casefold() for name in names) or not words


def _found() -> QuerySet[Partnership]:
    found = queries.with_readers(queries.with_pulse(Partnership.objects.all()))
    return with_newcomers(queries.with_people(found))


def _fetch(pk: UUID) -> Partnership:
    return get_object_or_404(_found(), pk=pk)


def _people(it: Partnership) -> list[Place]:
    return cast(list[Place], it.people)  # type: ignore[attr-defined]  # prefetched by with_people


def _others(it: Partnership, member_id: UUID) -> tuple[list[str], Place | None]:
    """Names of the others who are in it or asked, and one's own place."""
    gone = {PlaceStatus.LEFT, PlaceStatus.DECLINED}
    others = [
        place.member.name
        for place in _people(it)
        if place.member_id != member_id
        and (place.status not in gone or it.status == PartnershipStatus.ENDED)
    ]
    return others, _my_place(it, member_id)


def _others_ids(it: Partnership, member_id: UUID) -> set[UUID]:
    return {place.member_id for place in _people(it)} - {member_id}


def _my_place(it: Partnership, member_id: UUID) -> Place | None:
    return next((place for place in _people(it) if place.member_id == member_id), None)


def meets_next(it: Partnership) -> datetime | None:
    """What was planned and has passed waits to be settled; it is no meeting to come."""
    planned: datetime | None = it.next_planned  # type: ignore[attr-defined]  # with_pulse
    return planned if planned and planned > timezone.now() else None


def _may_ask(it: Partnership, mine: Place | None) -> bool:
    """Once it is under way its partners ask; in a team of several whoever supports asks partners too."""
    if it.circle_id is None or (mine is not None and mine.part == Participant.Part.PARTNER):
        return True
    partners = [
        place
        for place in _people(it)
        if place.part == Participant.Part.PARTNER and place.status == PlaceStatus.JOINED
    ]
    is_team = it.kind in (PartnershipKind.TEAM, PartnershipKind.LEADERSHIP_TEAM)
    return is_team and len(partners) > 1


def _do(
    request: MemberRequest,
    pk: UUID,
    change: Callable[[Partnership], None],
    words: str,
    *,
    stays: bool = True,
    can_be_taken_back: bool = False,
) -> HttpResponse:
    """One change; a refusal is shown on the partnership's own page."""
    it = _fetch(pk)
    try:
        change(it)
    except Refused as no:
        return _page(request, it, refusal=str(no), status=422)
    say(request, words, undo_url=take_back_url(request, pk) if can_be_taken_back else "")
    if stays:
        return redirect("partnership", district=request.district.slug, pk=pk)
    return redirect("partnerships", district=request.district.slug)


def _page(
    request: MemberRequest, it: Partnership, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    limit = shown(request, queries.SHOWN)
    others, mine = _others(it, request.member.id)
    timeline = timeline_of(it, limit=limit)
    joined = mine is not None and mine.status == PlaceStatus.JOINED
    ended = it.status == PartnershipStatus.ENDED
    context: dict[str, Any] = {
        "partnership": it,
        "others": others,
        "mine": mine,
        "asked": mine is not None and mine.status == PlaceStatus.PROPOSED and not ended,
        "is_open": it.circle_id is not None and joined,
        "may_steer": joined and not ended,
        "supports": mine is not None and mine.part == Participant.Part.COACH,
        "may_ask": joined and not ended and _may_ask(it, mine),
        "may_grow": joined and it.circle_id is not None and it.term != Term.LONG,
        "readers": queries.reader_names(it, besides=request.member.id),
        "timeline": timeline,
        "meets_next": meets_next(it),
        "next_shown": limit + queries.SHOWN if timeline.has_more else None,
        "was_it_them": asked_among(it, _others_ids(it, request.member.id)),
        "refusal": refusal,
    }
    return render(request, "coaching/partnership.html", context, status=status)
