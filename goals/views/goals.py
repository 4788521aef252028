"""My growth, and one goal: read it, set it, edit it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.models import Share
from access.readers import readers_in, readers_of_all
from access.refusals import Stale
from config.feedback import say
from goals.enums import GoalStatus
from goals.forms import GoalForm, MeasurementForm, NewGoalForm, StepForm
from goals.models import Goal
from goals.queries import (
    GoalPlace,
    cycles_of,
    goal_places,
    goals_of,
    goals_to_read,
    goals_to_write,
    is_lent_today,
    lendings_of,
    lendings_to_and_of,
    measurements_of,
    meetings_to_come,
    open_steps_of,
    outcomes_of,
    steps_of_goal,
)
from goals.services.goals import change_status, edit_goal, set_goal
from goals.services.sharing import note_look
from goals.views.stale import answer_stale

IN_FULL = 3
COMING_SHOWN = 5


@require_GET
def growth(request: MemberRequest, district: str) -> HttpResponse:
    """A teacher's home: what I am working on, what comes next, and what is behind me."""
    me = request.member.id
    goals: list[Any] = list(goals_of(me))
    active = [goal for goal in goals if goal.status == GoalStatus.ACTIVE and goal.is_open]
    steps = list(open_steps_of(me)[:50])
    readers = readers_of_all({goal.circle_id for goal in active})
    lendings = list(lendings_to_and_of(me, active))
    context = {
        "in_full": [_in_full(goal, steps, readers, lendings, me) for goal in active[:IN_FULL]],
        "more": active[IN_FULL:],
        "past": [goal for goal in goals if goal not in active],
        "steps": [step for step in steps if step.owner_id == me][:COMING_SHOWN],
        "meetings": list(meetings_to_come()[:COMING_SHOWN]),
        "lent": [share for share in lendings if share.reader_id == me],
    }
    return render(request, "goals/growth.html", context)


def _in_full(
    goal: Any, steps: list[Any], readers: Any, lendings: list[Share], me: UUID
) -> dict[str, Any]:
    inside = [reader for reader in readers.get(goal.circle_id, []) if reader.member_id != me]
    outside = [share.reader.name for share in lendings if share.item_id == goal.pk]
    return {
        "goal": goal,
        "step": next((step for step in steps if step.goal_id == goal.pk), None),
        "cycle": next(iter(goal.cycles_under_way), None),
        "others": [*inside, *outside],
    }


@require_http_methods(["GET", "POST"])
def goal_new(request: MemberRequest, district: str) -> HttpResponse:
    """`?partnership=` leaves only the places of that partnership."""
    form = NewGoalForm(request.POST or None, places=_places_for(request))
    if request.method == "POST" and form.is_valid():
        place = form.chosen
        goal = set_goal(
            circle_id=place.circle_id, owner_id=place.owner_id, fields=form.fields_of_goal()
        )
        say(request, "Goal set. A next step gets it going.")
        return redirect("goal", district=district, pk=goal.pk)
    context = {"form": form, "draft": "goal-new"}
    return render(request, "goals/goal_new.html", context, status=422 if form.errors else 200)


def _places_for(request: MemberRequest) -> list[GoalPlace]:
    places = goal_places(request.member.id)
    wanted = request.GET.get("partnership")
    if not wanted:
        return places
    there = [place for place in places if str(place.partnership_id) == wanted]
    if not there:
        raise Http404
    return there


@require_GET
def goal(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    return goal_page(request, get_object_or_404(goals_to_read(), pk=pk))


def goal_page(
    request: MemberRequest,
    goal: Any,
    *,
    step_form: StepForm | None = None,
    measurement_form: MeasurementForm | None = None,
) -> HttpResponse:
    """For the circle with all that goes on; for somebody it was lent to, the goal alone."""
    if not goal.is_inside:
        note_look(goal=goal)
        lent = {"goal": goal, "measurements": measurements_of(goal)}
        return render(request, "goals/goal_lent.html", lent)
    me = request.member.id
    readers = readers_in(goal.audience)
    cycles = cycles_of(goal)
    outcomes = list(outcomes_of(goal))
    lendings = list(lendings_of(goal))
    steps = steps_of_goal(goal)
    outside = [share.reader.name for share in lendings if is_lent_today(share)]
    context = {
        "goal": goal,
        "others": [*(reader for reader in readers if reader.member_id != me), *outside],
        "may_lend": [reader.member_id for reader in readers if reader.is_partner] == [me],
        "measurements": list(measurements_of(goal)),
        "open_steps": [step for step in steps if step.done_at is None],
        "done_steps": [step for step in steps if step.done_at is not None],
        "cycle": next((cycle for cycle in cycles if not cycle.cycle.ended_on), None),
        "past_cycles": [cycle for cycle in cycles if cycle.cycle.ended_on],
        "outcomes": outcomes,
        "differ": len({outcome.verdict for outcome in outcomes}) > 1,
        "mine_said": any(outcome.author_id == me for outcome in outcomes),
        "lendings": lendings,
        "step_form": step_form or StepForm(readers=readers, me=me, auto_id="step-%s"),
        "measurement_form": measurement_form or MeasurementForm(auto_id="measured-%s"),
    }
    mistaken = step_form or measurement_form
    return render(request, "goals/goal.html", context, status=422 if mistaken else 200)


@require_http_methods(["GET", "POST"])
def goal_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    form = GoalForm(request.POST or None, initial=_as_typed(goal))
    context = {"form": form, "goal": goal}
    if request.method == "GET":
        return render(request, "goals/goal_edit.html", context)
    if not form.is_valid():
        return render(request, "goals/goal_edit.html", context, status=422)
    try:
        edit_goal(
            goal=goal,
            revision=form.cleaned_data["revision"] or 0,
            fields=form.fields_of_goal(),
        )
    except Stale:
        current = _as_typed(get_object_or_404(Goal, pk=pk))
        return answer_stale(request, "goals/goal_edit.html", context, form, current)
    return redirect("goal", district=district, pk=pk)


def _as_typed(goal: Goal) -> dict[str, Any]:
    return {name: getattr(goal, name) for name in GoalForm.base_fields}


@require_POST
def goal_status(request: MemberRequest, district: str, pk: UUID, status: str) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    if status not in GoalStatus.values:
        raise Http404
    before = {"district": district, "pk": pk, "status": goal.status}
    change_status(goal=goal, status=GoalStatus(status))
    words = {
        "active": "Back to work on it.",
        "finished": "Goal finished.",
        "set_aside": "Set aside.",
    }
    say(request, words[status], undo_url=reverse("goal-status", kwargs=before))
    return redirect("goal", district=district, pk=pk)
