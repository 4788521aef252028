"""Next steps: plan one, mark it done and not done, mend it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from access.refusals import Stale
from goals.models import Goal, NextStep, NextStepText


@transaction.atomic
def plan_step(*, goal: Goal, owner_id: UUID, words: str, due_on: date | None) -> NextStep:
    step = NextStep.objects.create(
        circle_id=goal.circle_id, goal=goal, owner_id=owner_id, due_on=due_on
    )
    NextStepText.objects.create(circle_id=goal.circle_id, step=step, body=words)
    return step


@transaction.atomic
def edit_step(
    *, step: NextStep, revision: int, owner_id: UUID, words: str, due_on: date | None
) -> None:
    """Raises `Stale` when the words are no longer at `revision`."""
    changed = NextStepText.objects.filter(step=step, revision=revision).update(
        body=words, revision=F("revision") + 1, edited_at=Now()
    )
    if not changed:
        raise Stale
    NextStep.objects.filter(pk=step.pk).update(owner_id=owner_id, due_on=due_on)


def finish_step(*, step: NextStep) -> None:
    NextStep.objects.filter(pk=step.pk, done_at=None).update(done_at=Now())


def resume_step(*, step: NextStep) -> None:
    NextStep.objects.filter(pk=step.pk).update(done_at=None)
