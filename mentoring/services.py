"""Writes: the log that mentor and coach keep together."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from access.refusals import refusals
from mentoring.models import ReviewLog

BOXES = ("working", "challenges", "coach_steps", "mentor_steps", "next_meeting_on")


class Stale(Exception):
    """The other one saved meanwhile; `log` is what stands now."""

    def __init__(self, log: ReviewLog) -> None:
        super().__init__()
        self.log = log


def write_log(
    *, circle_id: UUID, log: ReviewLog | None, revision: int, boxes: dict[str, Any]
) -> None:
    """Writes the day's log of a mentor partnership, or changes `log`.

    `revision` is what the writer saw, 0 for a new log. Raises Stale when somebody was quicker.
    """
    values = {name: boxes[name] for name in BOXES}
    if log is None:
        with refusals():
            ReviewLog.objects.create(circle_id=circle_id, held_on=timezone.localdate(), **values)
        return
    changed = ReviewLog.objects.filter(pk=log.pk, revision=revision).update(
        **values, revision=F("revision") + 1
    )
    if not changed:
        raise Stale(ReviewLog.objects.get(pk=log.pk))
