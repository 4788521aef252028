"""Was it them? A coach's answer about somebody who has first signed in."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from access.identity import MemberRequest
from coaching.queries.newcomers import newcomers
from coaching.services.vouching import take_back_vouch, vouch
from config.feedback import say


@require_POST
def newcomer(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Yes, or no and I don't know; 404 for anybody of whom this person is not asked."""
    me = request.member.id
    answer = request.POST.get("answer")
    if answer not in ("them", "unsure") or not any(
        one.member_id == pk for one in newcomers(me).asked
    ):
        raise Http404
    vouch(member_id=pk, by=me, is_them=answer == "them", slug=district)
    undo = reverse("newcomer-undo", kwargs={"district": district, "pk": pk})
    if answer == "them":
        say(request, "Thank you. They read what you wrote together from now on.", undo_url=undo)
    else:
        say(request, "It stays closed. The program’s administrators are told to look.")
    return redirect("home", district=district)


@require_POST
def newcomer_undo(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Takes an answer back; it is asked again."""
    if not take_back_vouch(member_id=pk, by=request.member.id):
        raise Http404
    say(request, "Taken back. What was written before is closed to them.")
    return redirect("home", district=district)
