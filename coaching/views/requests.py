"""Asking for coaching: the form, one's requests, and the answers to one that was put to me."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.readers import readers_of
from access.refusals import Refused, Stale
from coaching.enums import RequestStatus
from coaching.forms import requests as forms
from coaching.models import Answer, Request, Wish
from coaching.queries import requests as queries
from coaching.queries.sessions import last_minutes
from coaching.services import requests as services
from coaching.views.past import shown
from config.feedback import say

LIST_SHOWN = 25


@require_http_methods(["GET", "POST"])
def request_new(request: MemberRequest, district: str) -> HttpResponse:
    """`?coach=`, `?role=` and `?size=` fill the form in, `?again=` with the words of one declined."""
    form = forms.AskForm(request.POST or None, initial=asked_in_address(request))
    if form.is_valid():
        try:
            pk = services.ask_for_coaching(asked=form.asked(), slug=district)
        except Refused as no:
            form.add_error("to", str(no))
        else:
            say(request, "Asked. You are told as soon as somebody answers.")
            return redirect("request", district=district, pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "coaching/request_new.html", {"form": form}, status=status)


def asked_in_address(request: MemberRequest) -> dict[str, str]:
    asked = {"to": forms.ANYONE}
    for name, mark in (("coach", forms.COACH), ("role", forms.ROLE)):
        if wanted := request.GET.get(name, "")[:36]:
            asked["to"] = mark + wanted
    if request.GET.get("size", "") in dict(forms.SIZES):
        asked["size"] = request.GET["size"]
    if again := words_again(request):
        asked |= {"body": again.body, "suits": again.suits, "size": again.request.size}
    return asked


def words_again(request: MemberRequest) -> Wish | None:
    try:
        wanted = UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    mine = Wish.objects.filter(author_id=request.member.id, request_id=wanted)
    return mine.select_related("request").first()


@require_GET
def requests(request: MemberRequest, district: str) -> HttpResponse:
    """What I am asked, and what I asked."""
    limit = shown(request, LIST_SHOWN)
    me = request.member.id
    waiting = list(queries.put_to_me(me)[: limit + 1])
    mine = list(queries.mine(me)[: limit + 1])
    settled = list(queries.settled_for_me(me)[: limit + 1])
    context = {
        "waiting": waiting[:limit],
        "mine": mine[:limit],
        "settled": settled[:limit],
        "next_shown": limit + LIST_SHOWN
        if max(len(waiting), len(mine), len(settled)) > limit
        else None,
    }
    return render(request, "coaching/requests.html", context)


@require_GET
def request_page(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    return _page(request, _fetch(pk))


@require_POST
def request_accept(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    it = _fetch(pk)
    form = forms.AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, it, form)
    values = form.cleaned_data
    try:
        partnership = services.accept_request(
            request=it,
            words=values["body"],
            slug=district,
            planned_at=values["planned_at"],
            minutes=values["minutes"],
        )
    except Refused as no:
        return _refused(request, it, form, no)
    say(request, f"{it.author.first_name} is told. This is where you work together.")
    return redirect("partnership", district=district, pk=partnership)


@require_POST
def request_pass(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    it = _fetch(pk)
    form = forms.PassForm(request.POST, besides=(it.author_id, request.member.id))
    if not form.is_valid():
        return _page(request, it, form)
    values = form.cleaned_data
    try:
        services.pass_request_along(
            request=it, colleague_id=values["colleague"].pk, words=values["body"], slug=district
        )
    except Refused as no:
        return _refused(request, it, form, no)
    say(request, f"Passed along to {values['colleague'].first_name}.")
    return redirect("requests", district=district)


@require_POST
def request_decline(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    it = _fetch(pk)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, it, form)
    try:
        services.decline_request(request=it, words=form.cleaned_data["body"], slug=district)
    except Refused as no:
        return _refused(request, it, form, no)
    say(request, "Answered.")
    return redirect("requests", district=district)


@require_POST
def request_take_back(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    it = _fetch(pk)
    try:
        services.take_back_request(request=it)
    except Refused as no:
        return _page(request, it, refusal=str(no))
    say(request, "Taken back. What you wrote is gone.")
    return redirect("requests", district=district)


@require_http_methods(["GET", "POST"])
def request_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The asker's own words, until somebody has answered."""
    wish = get_object_or_404(
        Wish, request_id=pk, author_id=request.member.id, request__status=RequestStatus.OPEN
    )
    form = forms.WishForm(request.POST) if request.POST else forms.wish_form_of(wish)
    context: dict[str, Any] = {"form": form, "wish": wish}
    if form.is_valid():
        try:
            services.change_wish(wish=wish, **form.cleaned_data)
        except Stale:
            again = {**form.cleaned_data, "revision": wish.revision}
            context |= {"form": forms.WishForm(initial=again), "stale": True}
            return render(request, "coaching/request_edit.html", context, status=409)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            return redirect("request", district=district, pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "coaching/request_edit.html", context, status=status)


def _fetch(pk: UUID) -> Request:
    return get_object_or_404(queries.with_people(Request.objects.all()), pk=pk)


def _refused(
    request: MemberRequest,
    it: Request,
    form: django_forms.Form,
    no: Refused,
) -> HttpResponse:
    form.add_error(None, str(no))
    return _page(request, it, form)


def _page(
    request: MemberRequest,
    it: Request,
    typed: django_forms.Form | None = None,
    *,
    refusal: str = "",
) -> HttpResponse:
    """`typed` is the answer that comes back with what is wrong with it."""
    along = typed if isinstance(typed, forms.PassForm) else None
    accept = typed if isinstance(typed, forms.AcceptForm) else None
    decline = typed if typed and not (along or accept) else None
    me = request.member.id
    wish = Wish.objects.filter(request=it).first()
    # Where the words are: in the chapter of whoever said yes, once somebody has.
    circle = wish.circle_id if wish else it.circle_id
    answers = list(Answer.objects.filter(request=it).select_related("author"))
    is_mine = it.author_id == me
    may_answer = (
        not is_mine
        and it.status == RequestStatus.OPEN
        and me not in {answer.author_id for answer in answers}
    )
    asked = it.circle.asked
    context: dict[str, Any] = {
        "it": it,
        "wish": wish,
        "answers": [answer for answer in answers if answer.body],
        "is_mine": is_mine,
        "may_answer": may_answer,
        "asked": [one.member for one in asked],
        "readers": [one.name for one in readers_of(circle) if one.member_id != me],
        "refusal": refusal,
        "typed": typed,
        "accept": accept or forms.AcceptForm(initial={"minutes": last_minutes(me)}),
        "decline": decline or forms.DeclineForm(),
        "typed_decline": decline is not None,
        "typed_along": along is not None,
    }
    if may_answer and it.may_be_passed and len(asked) == 1:
        context["along"] = along or forms.PassForm(besides=(it.author_id, me))
    return render(
        request, "coaching/request.html", context, status=422 if typed or refusal else 200
    )
