"""A cycle works on a goal in stages, forward and back, keeping when each move was made."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, TenantForeignKey
from access.policy import EVERY_ROW, INSERT, SELECT, UPDATE
from access.roles import DEFINER, MEMBER
from goals.models.goal import Goal
from goals.policies import IN_MY_CIRCLES, IN_MY_OPEN_CIRCLES, MINE_AND_OPEN


class Cycle(CircleModel):
    """`stage` is the position of the current stage; its name and its cadence in days are copied here
    for the lists that show many cycles."""

    goal = TenantForeignKey(Goal, related_name="cycles")
    template_name = models.CharField(max_length=100)
    started_on = models.DateField(db_default=Now())
    ended_on = models.DateField(null=True)
    stage = models.PositiveSmallIntegerField(default=1)
    stage_name = models.CharField(max_length=60)
    stage_cadence_days = models.PositiveSmallIntegerField(null=True)
    stage_since = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        ordering = ["-started_on", "-created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "cycle_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("cycle_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("cycle_start", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "cycle_move",
                UPDATE,
                to=MEMBER,
                columns=("stage", "stage_name", "stage_cadence_days", "stage_since", "ended_on"),
                using=IN_MY_OPEN_CIRCLES,
            ),
            # The stage alone goes to the coach's mentor, without names (mentoring/sql).
            RowPolicy(
                "cycle_review",
                SELECT,
                to=DEFINER,
                columns=("circle", "created_at", "ended_on", "stage_name", "stage_cadence_days"),
                using=EVERY_ROW,
            ),
        ]


class CycleStage(CircleModel):
    """A stage as it was when the cycle started."""

    cycle = TenantForeignKey(Cycle, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    prompt = models.TextField(blank=True)
    cadence_days = models.PositiveSmallIntegerField(null=True)

    class Meta(CircleModel.Meta):
        ordering = ["position"]
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "cycle", "position"], name="cycle_stage_once"
            ),
            DistrictKey(
                "cyclestage_cycle",
                fields=("district", "circle", "cycle"),
                target="goals.Cycle",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("cyclestage_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("cyclestage_copy", INSERT, to=MEMBER, check=MINE_AND_OPEN),
        ]


class StageMove(CircleModel):
    """From one stage to another; `created_at` is when."""

    cycle = TenantForeignKey(Cycle, related_name="moves")
    from_stage = models.PositiveSmallIntegerField(null=True)
    to_stage = models.PositiveSmallIntegerField()

    class Meta(CircleModel.Meta):
        ordering = ["created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "stagemove_cycle",
                fields=("district", "circle", "cycle"),
                target="goals.Cycle",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("stagemove_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("stagemove_note", INSERT, to=MEMBER, check=MINE_AND_OPEN),
        ]
