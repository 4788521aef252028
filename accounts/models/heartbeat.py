"""When the beat's tick last ran: one row for the whole installation."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import RowPolicy
from access.policy import EVERY_ROW, INSERT, SELECT, UPDATE, Rule
from access.roles import SIGNIN, WORKER

ONE_ROW = Rule("the tick's one row", "name = 'tick'")
DATED_NOW = Rule("dated now", "beat_at = statement_timestamp()")


class Heartbeat(models.Model):
    """Written by the worker in its own role; the sign-in connection may ask for the time."""

    name = models.CharField(max_length=10, primary_key=True)
    beat_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            RowPolicy("heartbeat_begin", INSERT, to=WORKER, check=ONE_ROW & DATED_NOW),
            RowPolicy("heartbeat_work_read", SELECT, to=WORKER, using=EVERY_ROW),
            RowPolicy(
                "heartbeat_go_on",
                UPDATE,
                to=WORKER,
                columns=("beat_at",),
                using=ONE_ROW,
                check=DATED_NOW,
            ),
            RowPolicy(
                "heartbeat_ask",
                SELECT,
                to=SIGNIN,
                columns=("beat_at",),
                using=EVERY_ROW,
                says="whoever asks whether the worker is alive",
            ),
        ]
