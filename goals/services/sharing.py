"""Lend a goal to one person until a day, and take it back."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from access.models import Participant, Share
from access.refusals import Refused, refusals
from goals.models import Goal
from goals.queries import GOAL


def lend_goal(*, goal: Goal, sharer_id: UUID, reader_id: UUID, until: date) -> Share:
    """Raises `Refused` for whoever evaluates the partner, and where several words stand together."""
    partners = Participant.objects.filter(
        circle_id=goal.circle_id, part=Participant.Part.PARTNER
    ).values_list("member_id", flat=True)
    if list(partners) != [sharer_id]:
        raise Refused("Only the one partner whose goal this is can share it.")
    with refusals():
        return Share.objects.create(
            circle_id=goal.circle_id,
            item_kind=GOAL,
            item_id=goal.pk,
            reader_id=reader_id,
            until=until,
        )


def take_back(*, share: Share) -> None:
    Share.objects.filter(pk=share.pk, taken_back_at=None).update(taken_back_at=Now())


def note_look(*, goal: Goal) -> None:
    """A reader outside the circle leaves a trace that the circle can read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.note_look(%s)", [goal.pk])
