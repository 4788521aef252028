"""The mentor's log with a coach: the four boxes of a collaborative assessment log, written in
together, in the circle of the mentor partnership."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import RowPolicy
from access.models import CircleModel
from access.policy import EVERY_ROW, IN_MY_OPEN_CIRCLES, INSERT, SELECT, UPDATE
from access.roles import DEFINER, MEMBER
from mentoring.policies import IN_MY_CIRCLES, MINE_AND_OPEN


class ReviewLog(CircleModel):
    held_on = models.DateField(db_default=Now())
    working = models.TextField("what is working", max_length=5000, blank=True)
    challenges = models.TextField("focus, challenges, concerns", max_length=5000, blank=True)
    coach_steps = models.TextField("coach's next steps", max_length=5000, blank=True)
    mentor_steps = models.TextField("mentor's next steps", max_length=5000, blank=True)
    next_meeting_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    # The caseload as it was that day, so that the next review can say what has changed.
    partners = models.PositiveSmallIntegerField(null=True)
    in_touch = models.PositiveSmallIntegerField(null=True)
    waiting = models.PositiveSmallIntegerField(null=True)
    paused = models.PositiveSmallIntegerField(null=True)

    class Meta(CircleModel.Meta):
        ordering = ["-held_on", "-created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            RowPolicy("reviewlog_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("reviewlog_write", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "reviewlog_edit",
                UPDATE,
                to=MEMBER,
                columns=(
                    "working",
                    "challenges",
                    "coach_steps",
                    "mentor_steps",
                    "next_meeting_on",
                    "revision",
                ),
                using=IN_MY_OPEN_CIRCLES,
            ),
            # That a log was written counts as contact; its boxes are not looked at.
            RowPolicy(
                "reviewlog_count",
                SELECT,
                to=DEFINER,
                columns=("id", "circle", "created_at"),
                using=EVERY_ROW,
            ),
        ]
