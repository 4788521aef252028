"""Planned sessions: plan one, move it, say that it was held or wasn't."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from access.refusals import refusals
from coaching.enums import SessionStatus
from coaching.models import Partnership, Session
from coaching.services.stretches import UNDO_FOR, AlreadySaved, category_of, log_time


def plan_session(
    *, partnership: Partnership, planned_at: datetime, minutes: int, form: str
) -> Session:
    assert partnership.circle_id is not None
    return Session.objects.create(
        circle_id=partnership.circle_id,
        partnership=partnership,
        status=SessionStatus.PLANNED,
        planned_at=planned_at,
        minutes=minutes,
        form=form,
    )


def undo_plan(*, session: Session) -> bool:
    """Takes a plan back within ten minutes. Raises `Refused` where somebody else has written beside
    it."""
    if session.created_at < timezone.now() - UNDO_FOR:
        return False
    with refusals():
        gone, _ = _planned(session).delete()
    return bool(gone)


def mark_happened(*, session: Session, member_id: UUID) -> UUID:
    """A planned session took place as planned; answers the stretch of time. Raises `AlreadySaved`.

    A second tap finds the session held, and its stretch is undone with it.
    """
    assert session.planned_at is not None
    held_at = min(session.planned_at, timezone.now())
    with transaction.atomic():
        entry = log_time(
            submission=uuid4(),
            started_at=held_at,
            minutes=session.minutes,
            category=category_of(session.interaction_types, [session.partnership]),
            types=session.interaction_types,
        )
        hold_session(session=session, member_id=member_id, held_at=held_at, entry=entry)
    return entry.pk


def hold_session(*, session: Session, member_id: UUID, **facts: Any) -> Session:
    """It was held by this member, whose stretch of time it names. Raises `AlreadySaved`.

    Its revision tells from then on that it was logged, also when that is taken back.
    """
    if session.author_id != member_id:
        return _take_over(session, facts)
    held = {**facts, "status": SessionStatus.HELD, "revision": F("revision") + 1}
    if not _planned(session).update(**held):
        raise AlreadySaved
    return session


def _take_over(session: Session, facts: dict[str, Any]) -> Session:
    """An author never changes, so what somebody else planned is put anew, under the same id: its
    address stays, and what was said about it."""
    taken, _ = _planned(session).delete()
    if not taken:
        raise AlreadySaved
    kept = ("circle_id", "partnership_id", "planned_at", "minutes", "form", "interaction_types")
    return Session.objects.create(
        pk=session.pk,
        **{name: getattr(session, name) for name in kept}
        | facts
        | {"status": SessionStatus.HELD, "revision": session.revision + 1},
    )


def move_session(*, session: Session, planned_at: datetime) -> None:
    """Raises `AlreadySaved` where it was settled in the meantime, as the two below do."""
    _settle(_planned(session), planned_at=planned_at)


def mark_not_held(*, session: Session, reason: str) -> None:
    _settle(_planned(session), status=SessionStatus.NOT_HELD, reason=reason)


def plan_again(*, session: Session) -> None:
    """Takes back that a session did not happen."""
    missed = Session.objects.filter(pk=session.pk, status=SessionStatus.NOT_HELD)
    _settle(missed, status=SessionStatus.PLANNED, reason="")


def _settle(found: QuerySet[Session], **facts: Any) -> None:
    if not found.update(**facts):
        raise AlreadySaved


def _planned(session: Session) -> QuerySet[Session]:
    return Session.objects.filter(pk=session.pk, status=SessionStatus.PLANNED)
