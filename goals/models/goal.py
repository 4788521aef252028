"""A growth goal: a student-focused statement with a measure, a baseline, a target and dated
measurements; at the end one outcome a person."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, TenantForeignKey
from access.policy import DELETE, INSERT, SELECT, UPDATE, shared_with_me
from access.roles import MEMBER
from goals.enums import GoalOrigin, GoalStatus, Verdict
from goals.policies import (
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    IN_MY_OPEN_CIRCLES,
    MINE_AND_OPEN,
    NO_EVALUATOR_ADMITTED,
)


class Goal(CircleModel):
    owner = TenantForeignKey("accounts.Member", related_name="goals", db_index=False)
    statement = models.TextField(max_length=1000)
    focus = models.CharField(max_length=80, blank=True, default="", db_default="")
    origin = models.CharField(max_length=20, choices=GoalOrigin.choices, blank=True)
    measure = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=GoalStatus.choices, default=GoalStatus.ACTIVE)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "goal_owner",
                fields=("district", "circle", "owner"),
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
            RowPolicy("goal_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES | shared_with_me()),
            RowPolicy("goal_set", INSERT, to=MEMBER, check=MINE_AND_OPEN & NO_EVALUATOR_ADMITTED),
            RowPolicy(
                "goal_edit",
                UPDATE,
                to=MEMBER,
                columns=(
                    "statement",
                    "focus",
                    "origin",
                    "measure",
                    "unit",
                    "baseline",
                    "target",
                    "due_on",
                    "status",
                    "revision",
                    "edited_at",
                ),
                using=IN_MY_OPEN_CIRCLES,
            ),
        ]
        indexes = [models.Index(fields=["circle", "status"], name="goal_by_circle")]


class Measurement(CircleModel):
    goal = TenantForeignKey(Goal, related_name="measurements")
    measured_on = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)

    class Meta(CircleModel.Meta):
        ordering = ["measured_on"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "measurement_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy(
                "measurement_read",
                SELECT,
                to=MEMBER,
                using=IN_MY_CIRCLES | shared_with_me("goal_id"),
            ),
            RowPolicy("measurement_add", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy("measurement_remove", DELETE, to=MEMBER, using=I_WROTE_IT_AND_OPEN),
        ]


class Outcome(CircleModel):
    goal = TenantForeignKey(Goal, related_name="outcomes")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reflection = models.TextField(max_length=5000, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "goal", "author"], name="outcome_once_a_person"
            ),
            DistrictKey(
                "outcome_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("outcome_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("outcome_state", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "outcome_restate",
                UPDATE,
                to=MEMBER,
                columns=("verdict", "reflection", "revision"),
                using=I_WROTE_IT_AND_OPEN,
            ),
        ]
