"""Logging sessions, adding to them, correcting and undoing them.

The database fills in author, district and time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from access.identity import CurrentMember
from access.models import Participant
from access.refusals import Refused, Stale, refusals
from accounts.enums import MessageKind
from coaching.enums import (
    MeetingForm,
    PartnershipKind,
    PlaceStatus,
    SessionStatus,
    Term,
    TimeCategory,
)
from coaching.models import Partnership, PrivateNote, Session, SessionText, TimeEntry
from coaching.queries.roles import role_in_use
from coaching.queries.sessions import open_partnerships, together_with
from coaching.services.partnerships import tell
from coaching.services.planned import hold_session
from coaching.services.stretches import UNDO_FOR, AlreadySaved, category_of, log_time
from goals.models import Goal, NextStep, NextStepText

ME, THEM = "me", "them"
CLOSED = "This partnership is not open anymore. Choose somebody else."


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
        entry = log_time(
            submission=log.submission,
            started_at=log.started_at,
            minutes=log.minutes,
            category=TimeCategory.ONE_TO_ONE,
            types=log.types,
        )
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


def open_quick_help(*, member: CurrentMember, district: str, colleague: UUID) -> UUID:
    """Opens it, or finds the one that is open; the colleague is told of a new one."""
    known = set(Partnership.objects.values_list("pk", flat=True))
    kind = PartnershipKind.COACHING if member.is_coach else PartnershipKind.MENTORING
    role = role_in_use(member.id) if member.is_coach else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership(%s, %s, ARRAY[%s]::uuid[], '', %s)",
            [kind, Term.QUICK, str(colleague), role.pk if role else None],
        )
        opened: UUID = cursor.fetchone()[0]
    if opened not in known:
        tell(
            partnership_id=opened,
            people=[colleague],
            slug=district,
            kind=MessageKind.PARTNERSHIP_OPENED,
        )
    return opened


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
        "held_at": log.started_at,
        "minutes": log.minutes,
        "form": log.form,
        "interaction_types": list(log.types),
        "goal": goal,
        "entry": entry,
    }
    if planned is not None and planned.circle_id == circle:
        session = hold_session(session=planned, member_id=member.id, **facts)
    else:
        session = Session.objects.create(
            circle_id=circle, partnership=partnership, status=SessionStatus.HELD, **facts
        )
    if log.body:
        _put_text(session=session, body=log.body)
    if log.own:
        PrivateNote.objects.create(circle_id=circle, session=session, body=log.own)
    for line in log.steps:
        for owner_id in _owners(line.owner, member, partnership):
            _plan_step(line=line, owner_id=owner_id, session=session)
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
    if owner == ME:
        return [member.id]
    return [place.member_id for place in people if str(place.member_id) == owner]


def _plan_step(
    *, line: StepLine, owner_id: UUID, session: Session, submission: UUID | None = None
) -> None:
    step = NextStep.objects.create(
        pk=submission or uuid4(),
        circle_id=session.circle_id,
        owner_id=owner_id,
        due_on=line.due_on,
        session=session,
        goal_id=session.goal_id,
    )
    NextStepText.objects.create(circle_id=session.circle_id, step=step, body=line.body)


def add_step(*, session: Session, line: StepLine, submission: UUID) -> None:
    """A next step that comes to mind later; `line` names its owner by id.

    Raises `AlreadySaved`, and `Refused` where the chapter was closed in the meantime.
    """
    try:
        with refusals(closed=CLOSED):
            _plan_step(line=line, owner_id=UUID(line.owner), session=session, submission=submission)
    except IntegrityError:
        raise AlreadySaved from None


def _put_text(*, session: Session, body: str) -> None:
    """A planned session whose log was undone may hold a text already."""
    old = SessionText.objects.filter(session=session)
    if not old.update(body=body, revision=F("revision") + 1, edited_at=Now()):
        SessionText.objects.create(circle_id=session.circle_id, session=session, body=body)


def write_text(*, session: Session, body: str, revision: int) -> None:
    """Saves what was talked about over the version `revision`, 0 for none yet. Raises `Stale`."""
    if not revision:
        _first_words(SessionText, session, body)
    elif not SessionText.objects.filter(session=session, revision=revision).update(
        body=body, revision=F("revision") + 1, edited_at=Now()
    ):
        raise Stale


def write_note(*, session: Session, body: str, revision: int) -> None:
    """One's own note, in the same way; nothing written removes it. Raises `Stale`."""
    mine = PrivateNote.objects.filter(session=session, revision=revision)
    if revision and body:
        changed = mine.update(body=body, revision=F("revision") + 1)
    elif revision:
        changed, _ = mine.delete()
    else:
        if body:
            _first_words(PrivateNote, session, body)
        return
    if not changed:
        raise Stale


def _first_words(model: type[SessionText] | type[PrivateNote], session: Session, body: str) -> None:
    try:
        with transaction.atomic():
            model.objects.create(circle_id=session.circle_id, session=session, body=body)
    except IntegrityError:
        raise Stale from None


def change_session(
    *,
    session: Session,
    revision: int,
    started_at: datetime,
    minutes: int,
    form: str,
    types: Sequence[str],
    goal: Goal | None,
) -> None:
    """Corrects what was logged, with its stretch of time and all that took place in it.

    Raises `Stale` when the session is no longer at `revision`.
    """
    together = together_with(session)
    both: dict[str, Any] = {
        "minutes": minutes,
        "interaction_types": list(types),
        "revision": F("revision") + 1,
    }
    with transaction.atomic():
        # First, because this row is the same for every session of it: changes wait in one line.
        TimeEntry.objects.filter(sessions=session).update(
            started_at=started_at,
            category=category_of(types, [one.partnership for one in together]),
            **both,
        )
        changed = Session.objects.filter(
            pk=session.pk, status=SessionStatus.HELD, revision=revision
        ).update(held_at=started_at, form=form, goal=goal, **both)
        if not changed:
            raise Stale
        Session.objects.filter(pk__in=[one.pk for one in together[1:]]).update(
            held_at=started_at, **both
        )


def undo_log(*, entry: TimeEntry) -> bool:
    """Takes a log back within ten minutes; what had been planned is planned again. Raises `Refused`
    where somebody else has written beside it."""
    if entry.created_at < timezone.now() - UNDO_FOR:
        return False
    with refusals():
        NextStep.objects.filter(session__entry=entry, author_id=entry.author_id).delete()
        PrivateNote.objects.filter(session__entry=entry).delete()
        Session.objects.filter(entry=entry, planned_at__isnull=False).update(
            status=SessionStatus.PLANNED, held_at=None, entry=None
        )
        Session.objects.filter(entry=entry).delete()
        TimeEntry.objects.filter(pk=entry.pk).delete()
    return True
