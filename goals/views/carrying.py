"""A goal of a closed chapter goes on elsewhere, when its owner says so."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from access.identity import MemberRequest
from config.feedback import say
from goals.forms import CarryForm
from goals.queries import goal_places, goals_to_read
from goals.services.goals import carry_forward


@require_http_methods(["GET", "POST"])
def goal_carry(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    me = request.member.id
    goal: Any = get_object_or_404(goals_to_read().filter(owner_id=me), pk=pk)
    if goal.is_open:
        raise Http404
    places = [place for place in goal_places(me) if place.owner_id == me]
    form = CarryForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        copy = carry_forward(
            goal=goal,
            circle_id=form.chosen.circle_id,
            with_measurements=form.cleaned_data["with_measurements"],
        )
        say(request, "Carried forward. What was said before stays where it was.")
        return redirect("goal", district=district, pk=copy.pk)
    context = {"goal": goal, "form": form}
    return render(request, "goals/carry.html", context, status=422 if form.errors else 200)
