"""Writes: the log that mentor and coach keep together, and what a partner says about who reads."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from access.models import EvaluationLine, LineAnswer, Readmission
from access.refusals import Stale, refusals
from mentoring.models import NameGiven, ReviewLog
from mentoring.queries.caseload import Coach

LOAD = ("partners", "in_touch", "waiting", "paused")
BOXES = ("working", "challenges", "coach_steps", "mentor_steps", "next_meeting_on")


def write_log(
    *,
    circle_id: UUID,
    log: ReviewLog | None,
    revision: int,
    boxes: dict[str, Any],
    load: Coach | None = None,
) -> bool:
    """Writes the day's log of a mentor partnership, with the caseload as it is, or changes `log`.

    Answers whether names of teachers became numbers. `revision` is what the writer saw, 0 for a new
    log. Raises Stale when somebody was quicker.
    """
    values = {name: boxes[name] for name in BOXES}
    if log is None:
        with refusals():
            log = ReviewLog.objects.create(
                circle_id=circle_id,
                held_on=timezone.localdate(),
                **values,
                **{name: getattr(load, name, None) for name in LOAD},
            )
    elif not ReviewLog.objects.filter(pk=log.pk, revision=revision).update(
        **values, revision=F("revision") + 1
    ):
        raise Stale
    log.refresh_from_db(fields=BOXES)
    return any(getattr(log, name) != values[name] for name in BOXES)


def give_name(*, coach_id: UUID) -> None:
    """A partner lets this coach's mentor know their name; said twice it is said once."""
    with suppress(IntegrityError), transaction.atomic():
        NameGiven.objects.create(coach_id=coach_id)


def take_back_name(*, coach_id: UUID, member_id: UUID) -> None:
    NameGiven.objects.filter(coach_id=coach_id, partner_id=member_id, taken_back_at=None).update(
        taken_back_at=Now()
    )


def answer_line(*, line: EvaluationLine, member_id: UUID, agrees: bool) -> None:
    """The word of the person evaluated on a line that is marked as never true; it may change."""
    said = LineAnswer.objects.filter(line=line, person=member_id)
    if not said.update(agrees=agrees, answered_at=Now()):
        LineAnswer.objects.create(line=line, agrees=agrees)


def readmit(*, circle_id: UUID, reader_id: UUID, member_id: UUID) -> None:
    """A partner lets somebody read this circle again whose evaluating has ended. A yes from before
    that counts no longer, so it is said anew."""
    take_back_readmission(circle_id=circle_id, reader_id=reader_id, member_id=member_id)
    Readmission.objects.create(circle_id=circle_id, reader_id=reader_id)


def take_back_readmission(*, circle_id: UUID, reader_id: UUID, member_id: UUID) -> None:
    Readmission.objects.filter(
        circle_id=circle_id, reader_id=reader_id, partner_id=member_id, taken_back_at=None
    ).update(taken_back_at=Now())
