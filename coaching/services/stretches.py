"""Stretches of a coach's time: how they are counted, and those that were with nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from access.refusals import Stale
from coaching.enums import InteractionType, PartnershipKind, TimeCategory
from coaching.models import Partnership, TimeEntry
from coaching.queries.time import other_time

UNDO_FOR = timedelta(minutes=10)


class AlreadySaved(Exception):
    """The same submission arrived twice; the first one stands."""


def category_of(types: Sequence[str], partnerships: Sequence[Partnership]) -> TimeCategory:
    if set(types) == {InteractionType.NON_COACHING}:
        return TimeCategory.NON_COACHING
    groups = (PartnershipKind.TEAM, PartnershipKind.LEADERSHIP_TEAM)
    if len(partnerships) > 1 or partnerships[0].kind in groups or InteractionType.GROUP in types:
        return TimeCategory.GROUP
    return TimeCategory.ONE_TO_ONE


def log_time(
    *,
    submission: UUID,
    started_at: datetime,
    minutes: int,
    category: str,
    types: Sequence[str] = (),
    label: str = "",
) -> TimeEntry:
    """One stretch, named by the form that it came from. Raises `AlreadySaved`."""
    try:
        with transaction.atomic():
            return TimeEntry.objects.create(
                pk=submission,
                started_at=started_at,
                minutes=minutes,
                category=category,
                interaction_types=list(types),
                label=label,
            )
    except IntegrityError:
        raise AlreadySaved from None


def change_other_time(
    *,
    entry: TimeEntry,
    revision: int,
    started_at: datetime,
    minutes: int,
    category: str,
    label: str,
) -> None:
    """Raises `Stale` when the entry is no longer at `revision`."""
    changed = TimeEntry.objects.filter(pk=entry.pk, revision=revision).update(
        started_at=started_at,
        minutes=minutes,
        category=category,
        label=label,
        revision=F("revision") + 1,
    )
    if not changed:
        raise Stale


def remove_other_time(*, entry: TimeEntry) -> None:
    """What was with somebody stays: it counts in their record."""
    other_time().filter(pk=entry.pk).delete()
