"""Logging, planning and undoing sessions. The database fills in author, district and time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from access.identity import CurrentMember
from access.models import Participant
from access.refusals import Refused, refusals
from accounts.enums import MessageKind
from accounts.models import OutboxMessage
from coaching.enums import (
    InteractionType,
    MeetingForm,
    PartnershipKind,
    PlaceStatus,
    SessionStatus,
    Term,
    TimeCategory,
)
from coaching.models import Partnership, PrivateNote, Session, SessionText, TimeEntry
from coaching.queries.sessions import open_partnerships
from goals.models import Goal, NextStep, NextStepText

UNDO_FOR = timedelta(minutes=10)
ME, THEM = "me", "them"
CLOSED = "This partnership is not open anymore. Choose somebody else."


class AlreadySaved(Exception):
    """The same submission arrived twice; the first one stands."""


class Stale(Exception):
    """Somebody saved a newer version in the meantime."""


@dataclass(frozen=True)
class StepLine:
    """A next step as typed: `owner` is `me`, `them` or the id of somebody in the partnership."""

    body: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class SessionLog:
    """What one form says. `submission` names the form, so that two taps on Save are one log."""

    submission: UUID
    started_at: datetime
    minutes: int
    form: str = MeetingForm.IN_PERSON
    types: Sequence[str] = ()
    body: str = ""
    own: str = ""
    goal_id: UUID | None = None
    steps: Sequence[StepLine] = field(default_factory=tuple)


def log_session(
    *,
    member: CurrentMember,
    district: str,
    log: SessionLog,
    partnerships: Sequence[Partnership],
    colleague_ids: Sequence[UUID] = (),
    planned: Session | None = None,
) -> list[Session]:
    """One stretch of time, one session a partnership; with a colleague, quick help is opened.

    `partnerships` are some of `open_partnerships`.

    Raises `Refused` with the kernel's reason, and `AlreadySaved`.
    """
    with refusals(closed=CLOSED):
        entry = _log_time(log=log, category=TimeCategory.ONE_TO_ONE)
        opened = {
            open_quick_help(member=member, district=district, colleague=colleague)
            for colleague in colleague_ids
        } - {one.pk for one in partnerships}
        everybody = [*partnerships, *(open_partnerships(opened) if opened else ())]
        if not everybody:
            raise Refused(CLOSED)
        category = category_of(log.types, everybody)
        if category != entry.category:
            entry.category = category
            entry.save(update_fields=["category"])
        return [_log_one(member, log, entry, one, planned) for one in everybody]


def log_other_time(
    *, submission: UUID, started_at: datetime, minutes: int, category: str, label: str
) -> None:
    """Time with nobody, so that the whole of a coach's day can be shown. Raises `AlreadySaved`."""
    log = SessionLog(submission=submission, started_at=started_at, minutes=minutes)
    _log_time(log=log, category=category, label=label)


def open_quick_help(*, member: CurrentMember, district: str, colleague: UUID) -> UUID:
    """Opens it, or finds the one that is open; the colleague is told of a new one."""
    known = set(Partnership.objects.values_list("pk", flat=True))
    kind = PartnershipKind.COACHING if member.is_coach else PartnershipKind.MENTORING
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership(%s, %s, ARRAY[%s]::uuid[], '', NULL)",
            [kind, Term.QUICK, str(colleague)],
        )
        opened: UUID = cursor.fetchone()[0]
    if opened not in known:
        tell_of_partnership(district=district, partnership_id=opened, recipient_id=colleague)
    return opened


def tell_of_partnership(*, district: str, partnership_id: UUID, recipient_id: UUID) -> None:
    """Queues the message, once a partnership and person; members can't read the queue back."""
    message = OutboxMessage(
        key=f"partnership-opened:{partnership_id}:{recipient_id}",
        kind=MessageKind.PARTNERSHIP_OPENED,
        recipient_id=recipient_id,
        path=reverse("partnership", kwargs={"district": district, "pk": partnership_id}),
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def category_of(types: Sequence[str], partnerships: Sequence[Partnership]) -> TimeCategory:
    if set(types) == {InteractionType.NON_COACHING}:
        return TimeCategory.NON_COACHING
    groups = (PartnershipKind.TEAM, PartnershipKind.LEADERSHIP_TEAM)
    if len(partnerships) > 1 or partnerships[0].kind in groups or InteractionType.GROUP in types:
        return TimeCategory.GROUP
    return TimeCategory.ONE_TO_ONE


def _log_time(*, log: SessionLog, category: str, label: str = "") -> TimeEntry:
    try:
        with transaction.atomic():
            return TimeEntry.objects.create(
                pk=log.submission,
                started_at=log.started_at,
                minutes=log.minutes,
                category=category,
                interaction_types=list(log.types),
                label=label,
            )
    except IntegrityError:
        raise AlreadySaved from None


def _log_one(
    member: CurrentMember,
    log: SessionLog,
    entry: TimeEntry,
    partnership: Partnership,
    planned: Session | None,
) -> Session:
    assert partnership.circle_id is not None
    circle = partnership.circle_id
    goal = Goal.objects.filter(pk=log.goal_id, circle_id=circle).first() if log.goal_id else None
    facts: dict[str, Any] = {
        "status": SessionStatus.HELD,
        "held_at": log.started_at,
        "minutes": log.minutes,
        "form": log.form,
        "interaction_types": list(log.types),
        "goal": goal,
        "entry": entry,
    }
    if planned is not None and planned.circle_id == circle:
        if not _planned(planned).update(**facts):
            raise AlreadySaved
        session = planned
    else:
        session = Session.objects.create(circle_id=circle, partnership=partnership, **facts)
    if log.body:
        _put_text(session=session, body=log.body)
    if log.own:
        PrivateNote.objects.create(circle_id=circle, session=session, body=log.own)
    for line in log.steps:
        for owner_id in _owners(line.owner, member, partnership):
            _plan_step(line=line, owner_id=owner_id, session=session, goal=goal)
    return session


def _owners(owner: str, member: CurrentMember, partnership: Partnership) -> list[UUID]:
    people = [
        place
        for place in partnership.people  # type: ignore[attr-defined]  # with_people()
        if place.status == PlaceStatus.JOINED
    ]
    if owner == THEM:
        others = [place for place in people if place.member_id != member.id]
        partners = [place for place in others if place.part == Participant.Part.PARTNER]
        return [place.member_id for place in partners or others]
    named = [place.member_id for place in people if str(place.member_id) == owner]
    return named or [member.id]


def _plan_step(*, line: StepLine, owner_id: UUID, session: Session, goal: Goal | None) -> None:
    step = NextStep.objects.create(
        circle_id=session.circle_id,
        owner_id=owner_id,
        due_on=line.due_on,
        session=session,
        goal=goal,
    )
    NextStepText.objects.create(circle_id=session.circle_id, step=step, body=line.body)


def _put_text(*, session: Session, body: str) -> None:
    """A planned session whose log was undone may hold a text already."""
    old = SessionText.objects.filter(session=session)
    if not old.update(body=body, revision=F("revision") + 1, edited_at=Now()):
        SessionText.objects.create(circle_id=session.circle_id, session=session, body=body)


def write_text(*, session: Session, body: str, revision: int) -> None:
    """Saves what was talked about over the version `revision`, 0 for none yet. Raises `Stale`."""
    if revision:
        changed = SessionText.objects.filter(session=session, revision=revision).update(
            body=body, revision=F("revision") + 1, edited_at=Now()
        )
        if not changed:
            raise Stale
        return
    try:
        with transaction.atomic():
            SessionText.objects.create(circle_id=session.circle_id, session=session, body=body)
    except IntegrityError:
        raise Stale from None


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


def mark_happened(*, session: Session) -> UUID:
    """A planned session took place as planned; answers the stretch of time. Raises `AlreadySaved`.

    The stretch has the session's own id: a second tap finds it there.
    """
    assert session.planned_at is not None
    held_at = min(session.planned_at, timezone.now())
    log = SessionLog(
        submission=session.pk,
        started_at=held_at,
        minutes=session.minutes,
        types=session.interaction_types,
    )
    category = category_of(session.interaction_types, [session.partnership])
    with transaction.atomic():
        entry = _log_time(log=log, category=category)
        if not _planned(session).update(status=SessionStatus.HELD, held_at=held_at, entry=entry):
            raise AlreadySaved
    return entry.pk


def move_session(*, session: Session, planned_at: datetime) -> None:
    _planned(session).update(planned_at=planned_at)


def mark_not_held(*, session: Session, reason: str) -> None:
    _planned(session).update(status=SessionStatus.NOT_HELD, reason=reason)


def plan_again(*, session: Session) -> None:
    """Takes back that a session did not happen."""
    Session.objects.filter(pk=session.pk, status=SessionStatus.NOT_HELD).update(
        status=SessionStatus.PLANNED, reason=""
    )


def _planned(session: Session) -> QuerySet[Session]:
    return Session.objects.filter(pk=session.pk, status=SessionStatus.PLANNED)


def undo_log(*, entry: TimeEntry) -> bool:
    """Takes a log back within ten minutes; what had been planned is planned again."""
    if entry.created_at < timezone.now() - UNDO_FOR:
        return False
    with transaction.atomic():
        NextStep.objects.filter(session__entry=entry, author_id=entry.author_id).delete()
        PrivateNote.objects.filter(session__entry=entry).delete()
        Session.objects.filter(entry=entry, planned_at__isnull=False).update(
            status=SessionStatus.PLANNED, held_at=None, entry=None
        )
        Session.objects.filter(entry=entry).delete()
        TimeEntry.objects.filter(pk=entry.pk).delete()
    return True
