"""Lend a goal to one colleague until a day, and take it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.models import Share
from access.refusals import Refused
from config.feedback import say
from config.searching import is_search, keep_search, words_of
from goals.forms import LendForm
from goals.models import Goal
from goals.queries import GOAL, goals_to_write, lendings_of, people_to_lend
from goals.services.sharing import lend_goal, take_back


@require_http_methods(["GET", "POST"])
def goal_share(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Search a colleague by name, then lend with one click beside the name."""
    goal = get_object_or_404(goals_to_write(), pk=pk)
    if is_search(request):
        return keep_search(request)
    form = LendForm(request.POST or None)
    if form.is_valid() and _lent(request, goal, form):
        say(request, "Shared. You can take it back at any time.")
        return redirect("goal-share", district=district, pk=pk)
    words = words_of(request)
    context = {
        "goal": goal,
        "form": form,
        "q": words,
        "people": people_to_lend(goal, by=request.member.id, words=words),
        "lendings": list(lendings_of(goal)),
    }
    return render(request, "goals/share.html", context, status=422 if form.errors else 200)


def _lent(request: MemberRequest, goal: Goal, form: LendForm) -> bool:
    try:
        lend_goal(
            goal=goal,
            sharer_id=request.member.id,
            reader_id=form.cleaned_data["reader"].pk,
            until=form.cleaned_data["until"],
        )
    except Refused as no:
        form.add_error(None, str(no))
        return False
    return True


@require_POST
def share_take_back(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    mine = Share.objects.filter(sharer_id=request.member.id, item_kind=GOAL)
    share = get_object_or_404(mine, pk=pk)
    take_back(share=share)
    say(request, "Taken back. It can’t be read there any more.")
    return redirect("goal-share", district=district, pk=share.item_id)
