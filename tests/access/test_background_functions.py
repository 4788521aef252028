"""What the worker may ask the kernel: nobody else may, and each answer depends on its policies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access.context import acting_as_program, acting_as_worker
from access.models import Circle, EvaluationLine
from access.roles import DEFINER, MEMBER, PROGRAM, SIGNIN, WORKER
from accounts.models import NonInstructionalDay, OutboxMessage, SchoolYear
from coaching.models import Partnership, PrivateNote
from observations.models import Evidence, Visit
from tests.access.test_wall import log, open_with
from tests.cast import Cast
from tests.conftest import acting, owner

OF_THE_WORKER = (
    "lapse_lines()",
    "closed_to_evaluators(uuid)",
    "mail_came_back(uuid, text)",
    "warn_of_expiring_notes()",
    "remove_expired_notes()",
    "warn_of_expiring_drafts()",
    "remove_expired_drafts()",
    "resume_paused()",
    "resumed_lately()",
)
OF_THE_PROGRAM = ("closed_to(uuid[])", "unreached()")
OF_NOBODY = ("closed_in(uuid, uuid[])",)
LONG_AGO = timedelta(days=400)


def as_owner(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.mark.parametrize(
    ("functions", "role"), [(OF_THE_WORKER, WORKER), (OF_THE_PROGRAM, PROGRAM), (OF_NOBODY, "")]
)
def test_nobody_else_may_call_them(db: None, functions: tuple[str, ...], role: str) -> None:
    for function in functions:
        may = {
            caller
            for caller in (MEMBER, PROGRAM, WORKER, SIGNIN)
            if as_owner(
                "SELECT has_function_privilege(%s, %s, 'EXECUTE')", caller, f"alongside.{function}"
            )
            == [(True,)]
        }
        assert may == ({role} if role else set()), function


@pytest.mark.parametrize("function", [*OF_THE_WORKER, *OF_THE_PROGRAM])
def test_they_answer_with_ids_days_and_counts(db: None, function: str) -> None:
    ((answers,),) = as_owner(
        "SELECT pg_get_function_result(%s::regprocedure)", f"alongside.{function}"
    )
    assert "text" not in answers


def test_no_function_of_the_kernel_reads_the_words_of_a_private_note(db: None) -> None:
    readable = as_owner(
        "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'coaching_privatenote'::regclass"
        " AND a.attnum > 0 AND has_column_privilege(%s, a.attrelid, a.attnum, 'SELECT')",
        DEFINER,
    )
    assert {name for (name,) in readable} == {
        "id",
        "district_id",
        "circle_id",
        "author_id",
        "session_id",
        "expires_on",
    }


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """A note and a draft whose day has come, a line that ran out, mail that failed."""
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        log(partnership)
        assert partnership.circle_id
        visit = Visit.objects.create(
            circle_id=partnership.circle_id,
            teacher=cast.taylor,
            visitor=cast.casey,
            focus="Wait time",
            planned_at=timezone.now(),
        )
    for member, answer in ((cast.taylor, "agreed"), (cast.casey, "draft")):
        with acting(member), connection.cursor() as cursor:
            cursor.execute(
                "SELECT alongside.move_visit(%s, %s, %s)", [visit.pk, answer, visit.revision]
            )
    with acting(cast.casey):
        Evidence.objects.create(circle_id=visit.circle_id, visit=visit, body="Words")
        Partnership.objects.update(status="ended")
    with owner():
        day = timezone.now().date()
        Circle.objects.update(closed_at=timezone.now() - LONG_AGO)
        Evidence.objects.update(created_at=timezone.now() - timedelta(days=9))
        year = SchoolYear.objects.create(
            district=cast.riverbend,
            name="Y",
            starts_on=day - LONG_AGO,
            ends_on=day - timedelta(days=130),
        )
        EvaluationLine.objects.create(
            district=cast.riverbend,
            evaluator=cast.robin,
            person=cast.jordan,
            source="roster",
            starts_on=day - LONG_AGO,
            renewed_on=day - timedelta(days=200),
        )
        NonInstructionalDay.objects.bulk_create(
            NonInstructionalDay(
                district=cast.riverbend, year=year, day=day - timedelta(days=offset)
            )
            for offset in range(9)
        )
        OutboxMessage.objects.create(
            district=cast.riverbend,
            recipient=cast.taylor,
            kind="visit_proposed",
            key="failed",
            failed_at=timezone.now(),
        )
    return cast


def of_the_worker(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def warned_notes(cast: Cast) -> bool:
    return bool(of_the_worker("SELECT * FROM alongside.warn_of_expiring_notes()"))


def removed_notes(cast: Cast) -> bool:
    with owner():
        PrivateNote.objects.update(expires_on=timezone.now().date() - timedelta(days=3))
    return of_the_worker("SELECT alongside.remove_expired_notes()") == [(1,)]


def warned_drafts(cast: Cast) -> bool:
    with owner():
        NonInstructionalDay.objects.all().delete()
        Evidence.objects.update(created_at=timezone.now() - timedelta(days=30))
    return bool(of_the_worker("SELECT * FROM alongside.warn_of_expiring_drafts()"))


def waited_for_school_days(cast: Cast) -> bool:
    with owner():
        # So long ago that without the days off it would be warned of.
        Evidence.objects.update(created_at=timezone.now() - timedelta(days=11))
    return not of_the_worker("SELECT * FROM alongside.warn_of_expiring_drafts()")


def removed_drafts(cast: Cast) -> bool:
    with owner():
        Visit.objects.update(expires_on=timezone.now().date() - timedelta(days=3))
    of_the_worker("SELECT alongside.remove_expired_drafts()")
    with owner():
        return not Evidence.objects.exists()


def lapsed(cast: Cast) -> bool:
    return of_the_worker("SELECT recipient_id FROM alongside.lapse_lines() WHERE administers") == [
        (cast.alex.pk,)
    ]


def came_back(cast: Cast) -> bool:
    of_the_worker(
        "SELECT alongside.mail_came_back(o.id, 'taylor@riverbend.test')"
        " FROM accounts_outboxmessage o WHERE o.key = 'failed'"
    )
    return as_owner("SELECT count(bounced_at) FROM accounts_contact") == [(1,)]


def unreached(cast: Cast) -> bool:
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT alongside.unreached()")
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found == [(cast.taylor.pk,)]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("works", "table", "policy"),
    [
        (warned_notes, "coaching_privatenote", "note_relate"),
        (warned_notes, "coaching_privatenote", "note_warn"),
        (removed_notes, "coaching_privatenote", "note_expire"),
        (warned_drafts, "observations_visit", "visit_move"),
        (waited_for_school_days, "accounts_noninstructionalday", "noninstructionalday_relate"),
        (removed_drafts, "observations_evidence", "evidence_expire"),
        (lapsed, "access_evaluationline", "line_lapse"),
        (lapsed, "accounts_schoolyear", "schoolyear_relate"),
        (came_back, "accounts_outboxmessage", "outbox_failed"),
        (came_back, "accounts_contact", "contact_came_back"),
        (unreached, "accounts_outboxmessage", "outbox_failed"),
    ],
)
def test_each_depends_on_its_policy(
    stage: Cast, works: Callable[[Cast], bool], table: str, policy: str
) -> None:
    with undone():
        assert works(stage)
    with undone():
        as_owner(f'DROP POLICY "{policy}" ON "{table}"')
        assert not goes_through(works, stage)


def goes_through(works: Callable[[Cast], bool], stage: Cast) -> bool:
    """Another policy of the same command may have the row refused instead of passed over."""
    try:
        with transaction.atomic():
            return works(stage)
    except DatabaseError:
        return False
