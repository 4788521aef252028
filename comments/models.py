"""A comment stands beside the item that it is about and is read by the same circle."""

from django.db import models

from access.constraint import RowPolicy
from access.models import CircleModel
from access.policy import (
    DELETE,
    EVERY_ROW,
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    INSERT,
    MINE_AND_OPEN,
    SELECT,
    UPDATE,
    Rule,
)
from access.roles import DEFINER, MEMBER

MY_TURN = Rule(
    "at a visit after the teacher whose classroom it was",
    "alongside.may_speak(circle_id, item_id)",
)


class Comment(CircleModel):
    """`item_id` names a session, goal or visit of the same circle."""

    class Item(models.TextChoices):
        SESSION = "session", "Session"
        GOAL = "goal", "Goal"
        VISIT = "visit", "Visit"

    item_kind = models.CharField(max_length=10, choices=Item.choices)
    item_id = models.UUIDField()
    body = models.TextField(max_length=5000)
    revision = models.PositiveIntegerField(default=1)

    class Meta(CircleModel.Meta):
        ordering = ["created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            RowPolicy("comment_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("comment_write", INSERT, to=MEMBER, check=MINE_AND_OPEN & MY_TURN),
            RowPolicy(
                "comment_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "revision"),
                using=I_WROTE_IT_AND_OPEN,
            ),
            # With the visit that its teacher takes back (observations/sql/visits.sql).
            RowPolicy(
                "comment_relate",
                SELECT,
                to=DEFINER,
                columns=("id", "circle", "item_id"),
                using=EVERY_ROW,
            ),
            RowPolicy("comment_move", UPDATE, to=DEFINER, columns=("circle",), using=EVERY_ROW),
            RowPolicy("comment_remove", DELETE, to=MEMBER, using=I_WROTE_IT_AND_OPEN),
        ]
        indexes = [models.Index(fields=["circle", "item_id"], name="comment_by_item")]
