"""Set a goal, edit it, and say where it stands."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from access.refusals import Stale
from goals.enums import GoalStatus
from goals.models import Goal, Measurement


class GoalFields(TypedDict):
    """What people write about a goal; figures are in `unit`."""

    statement: str
    focus: str
    origin: str
    measure: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None


def open_shelf() -> UUID:
    """The caller's own circle, made on first use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.open_shelf()")
        shelf: UUID = cursor.fetchone()[0]
    return shelf


def set_goal(*, circle_id: UUID | None, owner_id: UUID, fields: GoalFields) -> Goal:
    """Without a circle the goal stands on the caller's own shelf."""
    return Goal.objects.create(circle_id=circle_id or open_shelf(), owner_id=owner_id, **fields)


@transaction.atomic
def carry_forward(*, goal: Goal, circle_id: UUID | None, with_measurements: bool) -> Goal:
    """A copy begins where the owner goes on; what was said before stays with those who were there.

    The measurements are the goal's own dated values, so they come without anybody's notes.
    """
    fields = {name: getattr(goal, name) for name in GoalFields.__annotations__}
    copy = set_goal(circle_id=circle_id, owner_id=goal.owner_id, fields=cast(GoalFields, fields))
    if with_measurements:
        Measurement.objects.bulk_create(
            Measurement(
                circle_id=copy.circle_id, goal=copy, measured_on=old.measured_on, value=old.value
            )
            for old in goal.measurements.all()
        )
    return copy


def edit_goal(*, goal: Goal, revision: int, fields: GoalFields) -> None:
    """Raises `Stale` when the goal is no longer at `revision`."""
    changed = Goal.objects.filter(pk=goal.pk, revision=revision).update(
        revision=F("revision") + 1, edited_at=Now(), **fields
    )
    if not changed:
        raise Stale


def change_status(*, goal: Goal, status: GoalStatus) -> None:
    Goal.objects.filter(pk=goal.pk).update(
        status=status, revision=F("revision") + 1, edited_at=Now()
    )
