"""One transaction per request, in the right context, around view and rendering."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from access.context import acting_as, acting_as_program
from access.identity import MemberRequest, Membership, memberships_of

# In the session of whoever belongs to several: where the front door leads.
LAST_DISTRICT = "last_district"
DISTRICT_PATH = re.compile(r"^/d/(?P<slug>[a-z0-9-]+)/(?P<program>program/)?")


class DistrictMiddleware:
    """Gives `/d/<district>/…` its member, district and database role; see docs/architecture.md."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, http_request: HttpRequest) -> HttpResponse:
        request = cast(MemberRequest, http_request)
        match = DISTRICT_PATH.match(request.path_info)
        if match is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        memberships = memberships_of(request.user.pk)
        mine = next((m for m in memberships if m.district.slug == match["slug"]), None)
        if mine is None or (match["program"] and not mine.member.is_admin):
            return not_found(request)
        request.member, request.district = mine.member, mine.district
        request.districts = [m.district for m in memberships]
        if len(memberships) > 1 and request.session.get(LAST_DISTRICT) != mine.district.slug:
            request.session[LAST_DISTRICT] = mine.district.slug
        with timezone.override(mine.district.zone), context(mine, program=bool(match["program"])):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def context(mine: Membership, *, program: bool) -> AbstractContextManager[None]:
    enter = acting_as_program if program else acting_as
    return enter(member_id=mine.member.id, district_id=mine.member.district_id)


def not_found(request: HttpRequest) -> HttpResponse:
    """The same page as for an address that does not exist."""
    return render(request, "404.html", {"exception": Http404()}, status=404)
