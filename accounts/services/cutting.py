"""Who is cut off by a change in who evaluates whom, and who is told.

The database is asked before and after: how many circles may each of these people not read, because
they evaluate a partner? Whoever finds more of them closed than before has been cut off.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from access.models import EvaluationLine
from accounts.enums import MessageKind, Role
from accounts.models import OutboxMessage, RoleAssignment, School
from accounts.queries import going_on


@contextmanager
def telling_whom_it_cuts_off(
    *, evaluators: Collection[UUID], cause: UUID, district_id: UUID, path: str
) -> Iterator[None]:
    """For an administrator's change that may close records to these evaluators."""
    with transaction.atomic():
        before = closed_to(evaluators)
        yield
        tell_who_is_cut_off(
            newly_closed(before, closed_to(evaluators)),
            cause=cause,
            district_id=district_id,
            kind=MessageKind.LINE_CUT_OFF,
            path=path,
        )


def closed_to(people: Collection[UUID]) -> dict[UUID, int]:
    """Asked as an administrator."""
    return counts("SELECT * FROM alongside.closed_to(%s::uuid[])", list(people)) if people else {}


def closed_to_evaluators(district_id: UUID) -> dict[UUID, int]:
    """Asked by an import, of everybody who evaluates somebody."""
    return counts("SELECT * FROM alongside.closed_to_evaluators(%s)", district_id)


def counts(statement: str, value: UUID | list[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return dict(cursor.fetchall())


def newly_closed(before: Mapping[UUID, int], after: Mapping[UUID, int]) -> set[UUID]:
    return {person for person, closed in after.items() if closed > before.get(person, 0)}


def tell_who_is_cut_off(
    cut_off: Collection[UUID], *, cause: UUID, district_id: UUID, kind: MessageKind, path: str
) -> None:
    """Tells each of them, and the administrators, with the page on which it can be corrected."""
    if not cut_off:
        return
    messages = [
        OutboxMessage(
            district_id=district_id,
            key=f"access-ended:{cause}:{person}",
            kind=MessageKind.ACCESS_ENDED,
            recipient_id=person,
        )
        for person in cut_off
    ]
    messages += [
        OutboxMessage(
            district_id=district_id,
            key=f"{kind}:{cause}:{person}",
            kind=kind,
            recipient_id=person,
            path=path,
        )
        for person in administrators(district_id)
    ]
    # Nobody but the worker reads the outbox, so nothing can be returned from it.
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def administrators(district_id: UUID) -> set[UUID]:
    return set(
        RoleAssignment.objects.filter(
            going_on(), district_id=district_id, role=Role.ADMIN
        ).values_list("member", flat=True)
    )


def evaluators_at(school: School | None) -> set[UUID]:
    """Whom a person newly placed there comes under. Lines over the district reach them already."""
    lines = EvaluationLine.objects.filter(going_on(), school=school, school__isnull=False)
    return set(lines.values_list("evaluator", flat=True))
