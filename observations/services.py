"""Writes: ask for a visit, move it along, take lines, answer."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from access.readers import readers_of
from access.refusals import Stale, refusals
from accounts.enums import MessageKind
from accounts.services.messages import queue_messages
from goals.models import Goal
from observations.enums import EvidenceKind, VisitStatus
from observations.models import Evidence, Visit, VisitResponse
from observations.queries import Pair

NOT_COMING = (VisitStatus.DECLINED, VisitStatus.CALLED_OFF)


def ask_for_visit(
    *, pair: Pair, focus: str, collect: str, planned_at: datetime, goal: Goal | None, district: str
) -> Visit:
    """Proposes a visit and tells the other one. A teacher who asks agrees by asking.

    Raises Refused when the database does not let this person ask.
    """
    with refusals():
        visit = Visit.objects.create(
            circle=pair.circle,
            teacher=pair.teacher,
            visitor=pair.visitor,
            goal=goal,
            focus=focus,
            collect=collect,
            planned_at=planned_at,
        )
        if pair.asked_by_teacher:
            _move(visit.pk, VisitStatus.AGREED, seen=1)
        told = pair.visitor if pair.asked_by_teacher else pair.teacher
        _tell(visit.pk, MessageKind.VISIT_PROPOSED, told.pk, district)
    return visit


def change_plan(
    *,
    visit: Visit,
    focus: str,
    collect: str,
    planned_at: datetime,
    revision: int | None,
    district: str,
) -> None:
    """Changes what nobody has agreed to yet, and tells the other one. Raises Stale."""
    # By its status too: a yes that arrives meanwhile is to what was proposed before.
    same = Visit.objects.filter(pk=visit.pk, revision=revision or 0, status=visit.status)
    changed = same.update(
        focus=focus,
        collect=collect,
        planned_at=planned_at,
        revision=F("revision") + 1,
        edited_at=Now(),
    )
    if not changed:
        raise Stale
    is_teachers = visit.author_id == visit.teacher_id
    told = visit.visitor_id if is_teachers else visit.teacher_id
    if told in {one.member_id for one in readers_of(visit.circle_id)}:
        _tell(visit.pk, MessageKind.VISIT_PROPOSED, told, district, again=f":{visit.revision + 1}")


def move_visit(*, visit: Visit, answer: str, district: str, seen: int | None = None) -> None:
    """Makes the move that `answer` names; a yes is to the version `seen` of the plan.

    Raises Refused when it isn't this person's to make.
    """
    with refusals():
        readers = {one.member_id for one in readers_of(visit.circle_id)}
        _move(visit.pk, answer, seen)
        if answer == VisitStatus.SHARED:
            _tell(visit.pk, MessageKind.EVIDENCE_SHARED, visit.teacher_id, district)
        elif answer in NOT_COMING or (
            answer == VisitStatus.WITHDRAWN and visit.status == VisitStatus.AGREED
        ):
            is_visitors = answer == VisitStatus.CALLED_OFF
            told = visit.teacher_id if is_visitors else visit.visitor_id
            # Not whoever came to evaluate the teacher meanwhile.
            if told in readers:
                _tell(visit.pk, MessageKind.VISIT_OFF, told, district, page="visits")


def _move(visit_id: UUID, answer: str, seen: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.move_visit(%s, %s, %s)", [str(visit_id), answer, seen])


def _tell(
    visit_id: UUID,
    kind: MessageKind,
    recipient_id: UUID,
    district: str,
    *,
    again: str = "",
    page: str = "visit",
) -> None:
    """Queues one message that leads to the visit or to the list of visits; `again` makes it another."""
    kwargs = {"pk": visit_id} if page == "visit" else {}
    queue_messages(
        kind=kind,
        cause=f"{visit_id}{again}",
        recipients=[recipient_id],
        path=reverse(page, kwargs={"district": district, **kwargs}),
    )


def take_line(
    *, visit: Visit, body: str, kind: str = EvidenceKind.NOTE, at_second: int | None = None
) -> Evidence:
    """Adds a line, stamped with the seconds since the visit began.

    `at_second` is the device's own stamp, for a line that waited for a connection; one that lies
    ahead of the server's clock is not believed.
    """
    now = elapsed_seconds(visit)
    stamp = now if at_second is None else min(max(at_second, 0), now)
    with refusals():
        return Evidence.objects.create(
            circle_id=visit.circle_id, visit=visit, body=body, kind=kind, at_second=stamp
        )


def mend_line(*, line: Evidence, body: str) -> None:
    """Other words at the same time; the database lets nobody but its author."""
    Evidence.objects.filter(pk=line.pk).update(body=body)


def elapsed_seconds(visit: Visit) -> int:
    """Since it began; once it is said to be over, how long it took."""
    if visit.started_at is None:
        return 0
    until = visit.ended_at or timezone.now()
    return max(0, int((until - visit.started_at).total_seconds()))


def note_look(*, visit: Visit) -> None:
    """A reader outside the circle leaves a trace that the circle can read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.note_look(%s)", [str(visit.pk)])


def answer_evidence(*, visit: Visit, member_id: UUID, body: str, revision: int) -> None:
    """Writes this person's one response, or changes it while nobody else has meanwhile.

    `revision` is what the writer saw, 0 for none yet. Raises Stale.
    """
    mine = VisitResponse.objects.filter(visit=visit, author_id=member_id)
    if revision:
        changed = mine.filter(revision=revision).update(body=body, revision=F("revision") + 1)
        if not changed:
            raise Stale
        return
    if mine.exists():
        raise Stale
    with refusals():
        VisitResponse.objects.create(circle_id=visit.circle_id, visit=visit, body=body)
