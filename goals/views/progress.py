"""Measurements along the way, and what each person says at the end."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.readers import readers_of
from access.refusals import Stale
from config.feedback import say
from goals.forms import MeasurementForm, OutcomeForm
from goals.models import Measurement, Outcome
from goals.queries import goals_to_read, goals_to_write
from goals.services.progress import add_measurement, remove_measurement, state_outcome
from goals.views.goals import goal_page
from goals.views.stale import answer_stale


@require_POST
def measurement_new(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    form = MeasurementForm(request.POST, auto_id="measured-%s")
    if not form.is_valid():
        read = get_object_or_404(goals_to_read(), pk=pk)
        return goal_page(request, read, measurement_form=form)
    add_measurement(goal=goal, **form.cleaned_data)
    return redirect("goal", district=district, pk=pk)


@require_POST
def measurement_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    measurement = get_object_or_404(Measurement.objects, pk=pk)
    if not remove_measurement(measurement=measurement):
        raise Http404
    say(request, "Measurement removed.")
    return redirect("goal", district=district, pk=measurement.goal_id)


@require_http_methods(["GET", "POST"])
def outcome(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    me = request.member.id
    initial = _as_typed(Outcome.objects.filter(goal=goal, author_id=me).first())
    form = OutcomeForm(request.POST or None, initial=initial)
    others = [reader for reader in readers_of(goal.circle_id) if reader.member_id != me]
    context = {"form": form, "goal": goal, "others": others}
    if request.method == "GET":
        return render(request, "goals/outcome.html", context)
    if not form.is_valid():
        return render(request, "goals/outcome.html", context, status=422)
    try:
        state_outcome(
            goal=goal,
            author_id=me,
            revision=form.cleaned_data["revision"] or 0,
            verdict=form.cleaned_data["verdict"],
            reflection=form.cleaned_data["reflection"],
        )
    except Stale:
        current = _as_typed(Outcome.objects.filter(goal=goal, author_id=me).first())
        return answer_stale(request, "goals/outcome.html", context, form, current)
    return redirect("goal", district=district, pk=pk)


def _as_typed(mine: Outcome | None) -> dict[str, object]:
    if mine is None:
        return {"revision": 0}
    return {"verdict": mine.verdict, "reflection": mine.reflection, "revision": mine.revision}
