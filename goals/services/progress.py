"""Measurements along the way, and what each person says at the end."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from access.refusals import Stale
from goals.models import Goal, Measurement, Outcome


def add_measurement(*, goal: Goal, measured_on: date, value: Decimal, note: str) -> Measurement:
    """`value` is in the goal's unit."""
    return Measurement.objects.create(
        circle_id=goal.circle_id, goal=goal, measured_on=measured_on, value=value, note=note
    )


def remove_measurement(*, measurement: Measurement) -> bool:
    """Only one's own: the database leaves anybody else's where it is."""
    removed, _ = Measurement.objects.filter(pk=measurement.pk).delete()
    return bool(removed)


def state_outcome(
    *, goal: Goal, author_id: UUID, revision: int, verdict: str, reflection: str
) -> None:
    """One row a person. `revision` is 0 for the first; raises `Stale` when it has moved on."""
    mine = Outcome.objects.filter(goal=goal, author_id=author_id)
    if mine.exists():
        if not mine.filter(revision=revision).update(
            verdict=verdict, reflection=reflection, revision=F("revision") + 1
        ):
            raise Stale
        return
    try:
        with transaction.atomic():
            Outcome.objects.create(
                circle_id=goal.circle_id, goal=goal, verdict=verdict, reflection=reflection
            )
    except IntegrityError:
        # Saved twice at once: the other tap came first.
        raise Stale from None
