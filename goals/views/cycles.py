"""A goal's cycle: start, forward and back, end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Stale
from config.feedback import say, say_problem
from goals.forms import StartCycleForm
from goals.models import Cycle
from goals.queries import goals_to_write, templates_to_start
from goals.services.cycles import end_cycle, move_cycle, reopen_cycle, start_cycle
from goals.views.back import page_left


@require_http_methods(["GET", "POST"])
def cycle_new(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    form = StartCycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start_cycle(goal=goal, template=form.cleaned_data["template"])
        return redirect("goal", district=district, pk=pk)
    context = {"goal": goal, "form": form, "templates": list(templates_to_start())}
    return render(request, "goals/cycle_new.html", context, status=422 if form.errors else 200)


@require_POST
def cycle_move(request: MemberRequest, district: str, pk: UUID, position: int) -> HttpResponse:
    """`seen` is the stage that the page showed: two people moving at once don't skip one."""
    cycle = get_object_or_404(Cycle.objects.filter(circle__closed_at=None), pk=pk)
    stage = get_object_or_404(cycle.stages, position=position)
    seen = request.POST.get("seen", "")
    try:
        move_cycle(cycle=cycle, seen=int(seen) if seen.isdecimal() else 0, stage=stage)
    except Stale:
        say_problem(request, "Somebody moved this cycle meanwhile. This is where it stands now.")
    goal = reverse("goal", kwargs={"district": district, "pk": cycle.goal_id})
    return redirect(page_left(request, otherwise=goal))


@require_POST
def cycle_end(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.filter(circle__closed_at=None), pk=pk)
    end_cycle(cycle=cycle)
    undo = reverse("cycle-reopen", kwargs={"district": district, "pk": pk})
    say(request, "Cycle ended. Say together how it went.", undo_url=undo)
    return redirect("goal", district=district, pk=cycle.goal_id)


@require_POST
def cycle_reopen(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.filter(circle__closed_at=None), pk=pk)
    reopen_cycle(cycle=cycle)
    return redirect("goal", district=district, pk=cycle.goal_id)
