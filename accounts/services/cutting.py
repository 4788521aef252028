"""Who is cut off by a change in who evaluates whom, and who is told.

The database is asked before and after: how many circles may each of these people not read, because
they evaluate a partner? Whoever finds more of them closed than before has been cut off. A role that
begins later closes nothing yet, so the same is asked as if it had begun; what is told then names the
day, and a role that is called off before tells nobody again.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from access.models import EvaluationLine
from accounts.enums import MessageKind, Role
from accounts.models import RoleAssignment, School
from accounts.queries import database_day, going_on
from accounts.services.messages import queue_messages


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


def tell_whom_it_will_cut_off(
    assignment: RoleAssignment, *, evaluators: Collection[UUID], path: str
) -> None:
    """For a role that is yet to be saved and begins later, in the caller's transaction."""
    before = closed_to(evaluators)
    with transaction.atomic():
        trial = copy(assignment)
        trial.starts_on = database_day()
        trial.save(force_insert=True)
        begun = closed_to(evaluators)
        transaction.set_rollback(True)
    tell_who_is_cut_off(
        newly_closed(before, begun),
        cause=assignment.pk,
        district_id=assignment.district_id,
        kind=MessageKind.LINE_CUT_OFF,
        path=path,
        from_day=assignment.starts_on,
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
    cut_off: Collection[UUID],
    *,
    cause: UUID,
    district_id: UUID,
    kind: MessageKind,
    path: str,
    from_day: date | None = None,
) -> None:
    """Tells each of them, and the administrators, with the page on which it can be corrected;
    `from_day` is a later day on which it begins."""
    if not cut_off:
        return
    told: dict[str, Any] = {"cause": cause, "due_on": from_day, "district_id": district_id}
    queue_messages(kind=MessageKind.ACCESS_ENDED, recipients=cut_off, **told)
    queue_messages(kind=kind, recipients=administrators(district_id), path=path, **told)


def administrators(district_id: UUID) -> set[UUID]:
    return set(
        RoleAssignment.objects.filter(
            going_on(), district_id=district_id, role=Role.ADMIN
        ).values_list("member", flat=True)
    )


def evaluators_at(school: School | None, day: date) -> set[UUID]:
    """Whom a person placed there from that day comes under. Lines over the district reach them
    already."""
    lines = EvaluationLine.objects.filter(going_on(day), school=school, school__isnull=False)
    return set(lines.values_list("evaluator", flat=True))
