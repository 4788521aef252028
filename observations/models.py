"""A classroom visit with consent, a focus, and timed low-inference evidence. No ratings."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, TenantForeignKey
from access.policy import (
    DELETE,
    EVERY_ROW,
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    INSERT,
    SELECT,
    UPDATE,
    Rule,
    shared_with_me,
)
from access.roles import DEFINER, MEMBER
from observations.enums import EvidenceKind, VisitStatus
from observations.policies import (
    AGREED_VISITS,
    MY_TURN,
    PROPOSED_BETWEEN_TWO,
    SHARED_EVIDENCE,
    UNTIL_AGREED,
    UNTIL_SHARED,
)


class Visit(CircleModel):
    """`teacher` is visited, `visitor` comes. Status moves by sql/visits.sql: consent is a click.

    `expires_on` is the last day of a draft, written with the warning.
    """

    teacher = TenantForeignKey("accounts.Member", related_name="visits", db_index=False)
    visitor = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    goal = TenantForeignKey("goals.Goal", null=True, blank=True, related_name="visits")
    status = models.CharField(
        max_length=10, choices=VisitStatus.choices, default=VisitStatus.PROPOSED
    )
    focus = models.TextField(max_length=500)
    collect = models.TextField("what will be collected", max_length=500, blank=True)
    planned_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        ordering = ["-planned_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey("visit_teacher", fields=("district", "teacher"), target="accounts.Member"),
            DistrictKey("visit_visitor", fields=("district", "visitor"), target="accounts.Member"),
            DistrictKey(
                "visit_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
                on_delete="SET NULL",
            ),
            RowPolicy("visit_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES | shared_with_me()),
            RowPolicy("visit_ask", INSERT, to=MEMBER, check=PROPOSED_BETWEEN_TWO),
            RowPolicy(
                "visit_plan",
                UPDATE,
                to=MEMBER,
                columns=("focus", "collect", "planned_at", "goal", "revision", "edited_at"),
                using=UNTIL_AGREED,
            ),
            RowPolicy(
                "visit_relate",
                SELECT,
                to=DEFINER,
                columns=(
                    "id",
                    "district",
                    "circle",
                    "teacher",
                    "visitor",
                    "status",
                    "planned_at",
                    "started_at",
                    "ended_at",
                    "expires_on",
                    "revision",
                ),
                using=EVERY_ROW,
            ),
            RowPolicy(
                "visit_move",
                UPDATE,
                to=DEFINER,
                columns=(
                    "status",
                    "agreed_at",
                    "started_at",
                    "ended_at",
                    "shared_at",
                    "expires_on",
                    "circle",
                    "goal",
                ),
                using=EVERY_ROW,
            ),
        ]


class Evidence(CircleModel):
    """One timed line. `at_second` counts from the visit's start."""

    visit = TenantForeignKey(Visit, related_name="evidence")
    at_second = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices, default=EvidenceKind.NOTE)
    body = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)

    class Meta(CircleModel.Meta):
        ordering = ["at_second", "created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            DistrictKey(
                "evidence_visit",
                fields=("district", "circle", "visit"),
                target="observations.Visit",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("evidence_read", SELECT, to=MEMBER, using=SHARED_EVIDENCE),
            RowPolicy("evidence_take", INSERT, to=MEMBER, check=AGREED_VISITS),
            RowPolicy("evidence_mend", UPDATE, to=MEMBER, columns=("body",), using=UNTIL_SHARED),
            RowPolicy("evidence_remove", DELETE, to=MEMBER, using=UNTIL_SHARED),
            RowPolicy(
                "evidence_relate",
                SELECT,
                to=DEFINER,
                columns=("id", "visit", "shared", "created_at"),
                using=EVERY_ROW,
            ),
            RowPolicy(
                "evidence_move",
                UPDATE,
                to=DEFINER,
                columns=("shared", "circle"),
                using=EVERY_ROW,
            ),
            RowPolicy("evidence_expire", DELETE, to=DEFINER, using=Rule("drafts", "NOT shared")),
        ]


class VisitResponse(CircleModel):
    """What the teacher answers to the shared evidence."""

    visit = TenantForeignKey(Visit, related_name="responses")
    body = models.TextField(max_length=5000)
    revision = models.PositiveIntegerField(default=1)

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "visit", "author"], name="response_once_a_person"
            ),
            DistrictKey(
                "response_visit",
                fields=("district", "circle", "visit"),
                target="observations.Visit",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("response_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("response_write", INSERT, to=MEMBER, check=MY_TURN),
            RowPolicy(
                "response_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "revision"),
                using=I_WROTE_IT_AND_OPEN,
            ),
            RowPolicy(
                "response_relate",
                SELECT,
                to=DEFINER,
                columns=("id", "visit", "author"),
                using=EVERY_ROW,
            ),
            RowPolicy("response_move", UPDATE, to=DEFINER, columns=("circle",), using=EVERY_ROW),
        ]
