"""Next steps: plan, mark done and not done, mend. A session's follow-up is mended here too."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.readers import readers_of
from access.refusals import Stale
from config.feedback import say
from goals.forms import StepForm
from goals.models import NextStep
from goals.queries import goals_to_read, goals_to_write, steps_with_words
from goals.services.steps import edit_step, finish_step, plan_step, resume_step
from goals.views.back import page_left
from goals.views.goals import goal_page
from goals.views.stale import answer_stale


@require_POST
def step_new(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    goal = get_object_or_404(goals_to_write(), pk=pk)
    form = StepForm(
        request.POST,
        readers=readers_of(goal.circle_id),
        me=request.member.id,
        auto_id="step-%s",
    )
    if not form.is_valid():
        return goal_page(request, get_object_or_404(goals_to_read(), pk=pk), step_form=form)
    plan_step(
        goal=goal,
        owner_id=UUID(form.cleaned_data["owner"]),
        words=form.cleaned_data["words"],
        due_on=form.cleaned_data["due_on"],
    )
    return redirect("goal", district=district, pk=pk)


@require_POST
def step_done(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    step = get_object_or_404(NextStep.objects.filter(circle__closed_at=None), pk=pk)
    finish_step(step=step)
    back = _back(request, step)
    undo = reverse("step-undone", kwargs={"district": district, "pk": pk})
    say(request, "Step done.", undo_url=f"{undo}?next={back}")
    return redirect(back)


@require_POST
def step_undone(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    step = get_object_or_404(NextStep.objects.filter(circle__closed_at=None), pk=pk)
    resume_step(step=step)
    return redirect(_back(request, step))


@require_http_methods(["GET", "POST"])
def step_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    steps = steps_with_words().filter(circle__closed_at=None)
    step = get_object_or_404(steps, pk=pk)
    form = StepForm(
        request.POST or None,
        readers=readers_of(step.circle_id),
        me=request.member.id,
        initial=_as_typed(step),
    )
    context = {"form": form, "step": step, "back_url": _back(request, step)}
    if request.method == "GET":
        return render(request, "goals/step_edit.html", context)
    if not form.is_valid():
        return render(request, "goals/step_edit.html", context, status=422)
    try:
        edit_step(
            step=step,
            revision=form.cleaned_data["revision"] or 0,
            owner_id=UUID(form.cleaned_data["owner"]),
            words=form.cleaned_data["words"],
            due_on=form.cleaned_data["due_on"],
        )
    except Stale:
        current = _as_typed(get_object_or_404(steps, pk=pk))
        return answer_stale(request, "goals/step_edit.html", context, form, current)
    return redirect(_back(request, step))


def _as_typed(step: NextStep) -> dict[str, object]:
    return {
        "words": step.words,  # type: ignore[attr-defined]  # annotated
        "owner": str(step.owner_id),
        "due_on": step.due_on,
        "revision": step.text_revision,  # type: ignore[attr-defined]  # annotated
    }


def _back(request: MemberRequest, step: NextStep) -> str:
    """To the page that was left, or the goal."""
    otherwise = reverse("growth", kwargs={"district": request.district.slug})
    if step.goal_id:
        otherwise = reverse("goal", kwargs={"district": request.district.slug, "pk": step.goal_id})
    return page_left(request, otherwise=otherwise)
