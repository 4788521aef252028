"""A wish for coaching, whom it was put to, and what they said.

Requests and answers are written by sql/requests.sql only, which opens a circle of the asker and those
asked. The words stand apart, because they go where the request goes: into the chapter of whoever says
yes, or to the colleague to whom it is passed along.
"""

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
    MINE_AND_OPEN,
    SELECT,
    UPDATE,
)
from access.roles import DEFINER, MEMBER, WORKER
from coaching.enums import Answered, AskedSize, RequestStatus
from coaching.policies import OF_MY_REQUEST


class Request(CircleModel):
    """How much, of whom, and where it stands; its author is the asker.

    `coach_role` narrows whom it was put to. `answered_by` said yes, and `partnership` came of it.
    `passed_from` is the request that a coach passed along, `passed_by` that coach.
    """

    size = models.CharField(max_length=15, choices=AskedSize.choices)
    coach_role = TenantForeignKey("coaching.CoachRole", null=True, related_name="requests")
    may_be_passed = models.BooleanField(default=True)
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, db_default=RequestStatus.OPEN
    )
    answered_by = TenantForeignKey("accounts.Member", null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    partnership = TenantForeignKey("coaching.Partnership", null=True, related_name="requests")
    passed_from = TenantForeignKey("self", null=True, related_name="passed_to")
    passed_by = TenantForeignKey("accounts.Member", null=True, related_name="+", db_index=False)

    class Meta(CircleModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "id"], name="request_in_district"),
            models.UniqueConstraint(fields=["district", "circle"], name="request_once_a_circle"),
            DistrictKey(
                "request_coach_role",
                fields=("district", "coach_role"),
                target="coaching.CoachRole",
                on_delete="SET NULL",
            ),
            DistrictKey(
                "request_answered_by", fields=("district", "answered_by"), target="accounts.Member"
            ),
            DistrictKey(
                "request_passed_by", fields=("district", "passed_by"), target="accounts.Member"
            ),
            DistrictKey(
                "request_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
                on_delete="SET NULL",
            ),
            DistrictKey(
                "request_passed_from",
                fields=("district", "passed_from"),
                target="coaching.Request",
                on_delete="SET NULL",
            ),
            RowPolicy("request_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("request_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("request_open", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "request_keep",
                UPDATE,
                to=DEFINER,
                columns=("status", "answered_by", "answered_at", "partnership"),
                using=EVERY_ROW,
            ),
            RowPolicy(
                "request_remind",
                SELECT,
                to=WORKER,
                columns=("id", "district", "circle", "status", "created_at"),
                using=EVERY_ROW,
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "created_at"],
                condition=models.Q(status="open"),
                name="request_waiting",
            ),
            models.Index(fields=["author", "-created_at"], name="request_by_asker"),
        ]


class Wish(CircleModel):
    """What the asker would like, in their own words. Its circle is where these are read now."""

    request = TenantForeignKey(Request, related_name="wishes")
    body = models.TextField()
    suits = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            # With the circle: else one beside somebody else's request would clash with theirs.
            models.UniqueConstraint(fields=["district", "circle", "request"], name="wish_once"),
            DistrictKey("wish_request", fields=("district", "request"), target="coaching.Request"),
            RowPolicy("wish_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("wish_write", INSERT, to=MEMBER, check=MINE_AND_OPEN & OF_MY_REQUEST),
            RowPolicy(
                "wish_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "suits", "revision", "edited_at"),
                using=I_WROTE_IT_AND_OPEN,
            ),
            RowPolicy("wish_remove", DELETE, to=MEMBER, using=I_WROTE_IT_AND_OPEN),
            RowPolicy(
                "wish_find",
                SELECT,
                to=DEFINER,
                columns=("id", "district", "circle", "request"),
                using=EVERY_ROW,
            ),
            RowPolicy(
                "wish_move", UPDATE, to=DEFINER, columns=("circle", "request"), using=EVERY_ROW
            ),
        ]


class Answer(CircleModel):
    """What one of those asked said, with a kind line if they like."""

    request = TenantForeignKey(Request, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answered.choices)
    body = models.TextField(blank=True)

    class Meta(CircleModel.Meta):
        ordering = ["created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "request", "author"], name="answer_once_a_coach"
            ),
            DistrictKey(
                "answer_request",
                fields=("district", "circle", "request"),
                target="coaching.Request",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("answer_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("answer_give", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "answer_count",
                SELECT,
                to=DEFINER,
                columns=("district", "request", "author", "answer"),
                using=EVERY_ROW,
            ),
        ]
