"""Next steps: what somebody will do by a day. A session's follow-up and a goal's action step are
the same thing, seen from two sides."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, TenantForeignKey
from access.policy import DELETE, EVERY_ROW, INSERT, SELECT, UPDATE
from access.roles import MEMBER, WORKER
from goals.models.goal import Goal
from goals.policies import (
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    IN_MY_OPEN_CIRCLES,
    MINE_AND_OPEN,
)


class NextStep(CircleModel):
    """Whose, and by when. Its words are in `NextStepText`, which no worker reads."""

    owner = TenantForeignKey("accounts.Member", related_name="next_steps")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    goal = TenantForeignKey(Goal, null=True, blank=True, related_name="next_steps")
    session = TenantForeignKey("coaching.Session", null=True, related_name="next_steps")

    class Meta(CircleModel.Meta):
        ordering = ["due_on", "created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "step_owner",
                fields=("district", "circle", "owner"),
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
            DistrictKey(
                "step_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
                on_delete="SET NULL",
            ),
            DistrictKey(
                "step_session",
                fields=("district", "circle", "session"),
                target="coaching.Session",
                target_fields=("district", "circle", "id"),
                on_delete="SET NULL",
            ),
            RowPolicy("step_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("step_plan", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "step_mend",
                UPDATE,
                to=MEMBER,
                columns=("owner", "due_on", "done_at"),
                using=IN_MY_OPEN_CIRCLES,
            ),
            RowPolicy("step_remove", DELETE, to=MEMBER, using=I_WROTE_IT_AND_OPEN),
            RowPolicy(
                "step_remind",
                SELECT,
                to=WORKER,
                columns=("id", "district", "circle", "owner", "due_on", "done_at"),
                using=EVERY_ROW,
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(done_at=None), name="step_open_by_day"
            ),
            models.Index(
                fields=["owner", "due_on"], condition=models.Q(done_at=None), name="step_by_owner"
            ),
        ]


class NextStepText(CircleModel):
    step = TenantForeignKey(NextStep, related_name="texts")
    body = models.CharField(max_length=500)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            # With the circle: else a text beside somebody else's step would clash with theirs.
            models.UniqueConstraint(fields=["district", "circle", "step"], name="steptext_once"),
            DistrictKey(
                "steptext_step",
                fields=("district", "circle", "step"),
                target="goals.NextStep",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("steptext_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("steptext_write", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "steptext_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "revision", "edited_at"),
                using=IN_MY_OPEN_CIRCLES,
            ),
        ]
