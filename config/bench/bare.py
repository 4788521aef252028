"""Bare Django views over the same rows: signed in, the owner's connection, explicit filters, toy
templates, Django's own middleware. Also a site map of its own."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from access.models import Participant
from accounts.models import Member, User
from coaching.models import Place, Session, SessionText

ROWS = 25
MIDDLEWARE = [
    f"{__name__}.with_own_site_map",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
HOME = """<!DOCTYPE html><title>Home</title><ul>{% for row in rows %}
<li><a href="/partnerships/{{ row.pk }}/">{{ row.name }}</a> {{ row.last|date:"D, M j" }}
{{ row.next|date:"D, M j" }}</li>{% endfor %}</ul>"""
SESSIONS = """<!DOCTYPE html><title>Sessions</title><ul>{% for row in rows %}
<li><a href="/sessions/{{ row.pk }}/">{{ row.held_at|date:"D, M j" }}</a> {{ row.minutes }} min
{{ row.text|truncatechars:120 }}</li>{% endfor %}</ul>"""


def with_own_site_map(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Changing ROOT_URLCONF instead would have the page that is timed next compile its own again."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # Django's handler asks for it
        return get_response(request)

    return respond


class SessionForm(forms.ModelForm[Session]):
    class Meta:
        model = Session
        fields = ("held_at", "minutes")


def me(request: HttpRequest) -> Member:
    return Member.objects.using("bare").get(user=cast(User, request.user))


def render(template: str, request: HttpRequest, rows: object) -> HttpResponse:
    return HttpResponse(compiled(template).render({"rows": rows}, request))


@lru_cache
def compiled(template: str) -> Any:
    return engines["django"].from_string(template)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    mine = Place.objects.using("bare").filter(
        member=me(request), part="coach", status="joined", partnership__places__part="partner"
    )
    rows = mine.values(
        pk=F("partnership_id"),
        name=F("partnership__places__member__name"),
        last=F("partnership__pulses__last_contact"),
        next=F("partnership__pulses__next_planned"),
    ).order_by("partnership__pulses__last_contact")
    return render(HOME, request, rows[:ROWS])


def circles_of(member: Member) -> list[UUID]:
    mine = Participant.objects.using("bare").filter(member=member)
    return list(mine.values_list("circle_id", flat=True))


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    texts = SessionText.objects.using("bare").filter(session=OuterRef("pk")).values("body")
    rows = (
        Session.objects.using("bare")
        .filter(circle__in=circles_of(me(request)))
        .annotate(text=Subquery(texts[:1]))
        .order_by("-held_at")
    )
    return render(SESSIONS, request, rows[:ROWS])


@csrf_exempt
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """One row of one form."""
    member = me(request)
    place = Place.objects.using("bare").select_related("partnership").filter(member=member)[0]
    form = SessionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    Session.objects.using("bare").create(
        district_id=member.district_id,
        circle_id=place.partnership.circle_id,
        partnership=place.partnership,
        author=member,
        status="held",
        **form.cleaned_data,
    )
    return HttpResponseRedirect("/home/")


urlpatterns = [path("home/", home), path("sessions/", sessions), path("save/", save)]
