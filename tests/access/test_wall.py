"""The wall, at the database: whoever evaluates a partner reads nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from access.models import EvaluationLine
from access.refusals import Refused, refusals
from accounts.models import Member
from coaching.models import Partnership, PrivateNote, Session, SessionText
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner


def open_with(partner: Member, term: str = "quick", kind: str = "coaching") -> Partnership:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership(%s, %s, %s::uuid[], '', NULL)",
            [kind, term, [str(partner.pk)]],
        )
        pk: UUID = cursor.fetchone()[0]
    return Partnership.objects.get(pk=pk)


def call(function: str, *values: object) -> None:
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT alongside.{function}({marks})", [str(value) for value in values])


def log(partnership: Partnership, text: str = "Wait time after questions.") -> Session:
    assert partnership.circle_id is not None
    session = Session.objects.create(
        circle_id=partnership.circle_id,
        partnership=partnership,
        status="held",
        held_at=timezone.now(),
    )
    SessionText.objects.create(circle_id=partnership.circle_id, session=session, body=text)
    PrivateNote.objects.create(circle_id=partnership.circle_id, session=session, body="Mine.")
    return session


@pytest.fixture
def logged(cast: Cast) -> Session:
    with acting(cast.casey):
        return log(open_with(cast.taylor))


def texts_for(member: Member) -> int:
    with acting(member):
        return SessionText.objects.count()


def test_the_circle_reads_and_nobody_else(cast: Cast, logged: Session) -> None:
    assert {m.first_name for m in cast.people() if texts_for(m)} == {"Casey", "Taylor"}


def test_just_for_me_is_read_by_its_author_alone(cast: Cast, logged: Session) -> None:
    readers = set()
    for member in cast.people():
        with acting(member):
            if PrivateNote.objects.exists():
                readers.add(member.first_name)
    assert readers == {"Casey"}


def test_a_coach_who_becomes_principal_loses_old_texts_and_own_notes(
    cast: Cast, logged: Session
) -> None:
    with owner():
        evaluates(cast.casey, school=cast.lincoln)
    with acting(cast.casey):
        assert not SessionText.objects.exists()
        assert not PrivateNote.objects.exists()
        assert not Session.objects.exists()
        assert not Partnership.objects.exists()
    assert texts_for(cast.taylor) == 1


def test_an_ended_line_goes_on_denying_what_was_opened_before(cast: Cast, logged: Session) -> None:
    with owner():
        line = evaluates(cast.casey, of=cast.taylor)
        day = timezone.now().date() + timedelta(days=1)
        EvaluationLine.objects.filter(pk=line.pk).update(
            starts_on=day - timedelta(days=9), ends_on=day
        )
    assert texts_for(cast.casey) == 0


def test_an_evaluator_is_refused_as_coach_with_the_reason(cast: Cast) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with (
        acting(cast.casey),
        pytest.raises(Refused, match="Casey Coach evaluates Taylor Reed"),
        refusals(),
    ):
        open_with(cast.taylor)


def test_an_evaluator_is_refused_where_a_partnership_stands_already(cast: Cast) -> None:
    with acting(cast.casey):
        open_with(cast.taylor)
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with (
        acting(cast.casey),
        pytest.raises(Refused, match="Casey Coach evaluates Taylor Reed"),
        refusals(),
    ):
        open_with(cast.taylor)


def test_a_teacher_cannot_be_opened_from_another_district(cast: Cast) -> None:
    with acting(cast.casey), pytest.raises(Refused, match="in this district"), refusals():
        open_with(cast.ana)


def test_long_term_waits_for_the_partner(cast: Cast) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor, term="long")
        assert partnership.circle_id is None
    with acting(cast.taylor):
        call("answer_place", partnership.pk, "joined")
        joined = Partnership.objects.get(pk=partnership.pk)
        assert joined.status == "active"
        assert joined.circle_id is not None


def test_somebody_who_left_cannot_end_the_partnership(cast: Cast) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor, kind="team")
    with acting(cast.taylor):
        call("propose_place", partnership.pk, cast.jordan.pk, "partner")
    for answer in ("joined", "left"):
        with acting(cast.jordan):
            call("answer_place", partnership.pk, answer)
    with acting(cast.jordan):
        assert not Partnership.objects.filter(pk=partnership.pk).update(status="ended")
    with acting(cast.casey):
        assert Partnership.objects.filter(pk=partnership.pk).update(status="paused")


def test_a_coach_who_evaluates_now_keeps_nobody_else_from_leaving_or_joining(cast: Cast) -> None:
    """Otherwise the next chapter could not open: it would hold an evaluator as coach."""
    with acting(cast.casey):
        partnership = open_with(cast.taylor, kind="team")
    with acting(cast.taylor):
        call("propose_place", partnership.pk, cast.robin.pk, "coach")
    with acting(cast.robin):
        call("answer_place", partnership.pk, "joined")
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with acting(cast.taylor):
        call("propose_place", partnership.pk, cast.jordan.pk, "partner")
    with acting(cast.jordan):
        call("answer_place", partnership.pk, "joined")
        log(Partnership.objects.get(pk=partnership.pk))
    assert {m.first_name for m in cast.people() if texts_for(m)} == {"Robin", "Taylor", "Jordan"}
    with acting(cast.robin):
        call("answer_place", partnership.pk, "left")
    with owner():
        ended = Partnership.objects.get(pk=partnership.pk)
        assert (ended.status, ended.circle_id) == ("ended", None)


def test_evaluating_somebody_who_has_left_ends_no_coaching_of_the_others(cast: Cast) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor, kind="team")
    with acting(cast.taylor):
        call("propose_place", partnership.pk, cast.jordan.pk, "partner")
        call("propose_place", partnership.pk, cast.robin.pk, "partner")
    with acting(cast.jordan):
        call("answer_place", partnership.pk, "joined")
    with acting(cast.taylor):
        call("answer_place", partnership.pk, "left")
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with acting(cast.robin):
        call("answer_place", partnership.pk, "joined")
    with acting(cast.casey):
        log(Partnership.objects.get(pk=partnership.pk))
    assert {m.first_name for m in cast.people() if texts_for(m)} == {"Casey", "Jordan", "Robin"}
