"""Start a cycle from a template, move it forward and back, end it."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from access.refusals import Stale
from goals.models import Cycle, CycleStage, CycleTemplate, Goal, StageMove


@transaction.atomic
def start_cycle(*, goal: Goal, template: CycleTemplate) -> Cycle:
    """Copies the template's stages: later edits of the template leave this cycle alone.

    A goal has one open cycle, so one under way ends today.
    """
    stages = list(template.stages.all())
    Cycle.objects.filter(goal=goal, ended_on=None).update(ended_on=timezone.localdate())
    cycle = Cycle.objects.create(
        circle_id=goal.circle_id,
        goal=goal,
        template_name=template.name,
        started_on=timezone.localdate(),
        stage=stages[0].position,
        stage_name=stages[0].name,
        stage_cadence_days=stages[0].cadence_days,
    )
    CycleStage.objects.bulk_create(
        CycleStage(
            circle_id=goal.circle_id,
            cycle=cycle,
            position=stage.position,
            name=stage.name,
            prompt=stage.prompt,
            cadence_days=stage.cadence_days,
        )
        for stage in stages
    )
    StageMove.objects.create(circle_id=goal.circle_id, cycle=cycle, to_stage=stages[0].position)
    return cycle


@transaction.atomic
def move_cycle(*, cycle: Cycle, seen: int, stage: CycleStage) -> None:
    """From the stage that the mover saw to another; raises `Stale` when it stands elsewhere."""
    moved = Cycle.objects.filter(pk=cycle.pk, stage=seen, ended_on=None).update(
        stage=stage.position,
        stage_name=stage.name,
        stage_cadence_days=stage.cadence_days,
        stage_since=Now(),
    )
    if not moved:
        raise Stale
    StageMove.objects.create(
        circle_id=cycle.circle_id, cycle=cycle, from_stage=seen, to_stage=stage.position
    )


def end_cycle(*, cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk, ended_on=None).update(ended_on=timezone.localdate())


def reopen_cycle(*, cycle: Cycle) -> None:
    """Takes an end back, unless the goal has begun another cycle meanwhile."""
    if not Cycle.objects.filter(goal_id=cycle.goal_id, ended_on=None).exists():
        Cycle.objects.filter(pk=cycle.pk).update(ended_on=None)
