"""Access does not come back after an acting role unless every partner agrees, and only for as long
as they do and no line holds."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from access.models import Circle, EvaluationLine, Readmission
from access.refusals import refusals
from accounts.models import Member
from coaching.models import Partnership, Session
from tests.access.test_lines import signed_in, text_of
from tests.access.test_wall import call, log, open_with, texts_for
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

HOME = "/d/riverbend/"


def day(offset: int) -> date:
    return timezone.now().date() + timedelta(days=offset)


def held(evaluator: Member, of: Member, starts: int, ends: int | None) -> EvaluationLine:
    with owner():
        line = evaluates(evaluator, of=of)
        EvaluationLine.objects.filter(pk=line.pk).update(
            starts_on=day(starts), ends_on=None if ends is None else day(ends)
        )
    return line


def opened_before(circle: UUID) -> None:
    with owner():
        Circle.objects.filter(pk=circle).update(opened_at=timezone.now() - timedelta(days=30))


@pytest.fixture
def logged(cast: Cast) -> Session:
    """A month ago; Casey was acting principal for a while since, and is not anymore."""
    with acting(cast.casey):
        session = log(open_with(cast.taylor))
    opened_before(session.circle_id)
    held(cast.casey, cast.taylor, -20, -2)
    return session


def agree(circle: UUID, reader: Member, by: Member) -> None:
    with acting(by):
        Readmission.objects.create(circle_id=circle, reader=reader)


def take_back(by: Member) -> None:
    with acting(by):
        Readmission.objects.filter(taken_back_at=None).update(taken_back_at=Now())


def refused(by: Member, **values: Any) -> None:
    with acting(by), pytest.raises(Exception, match="row-level security"), refusals():
        Readmission.objects.create(**values)


def test_it_stays_closed_until_the_teacher_agrees_and_again_after(
    cast: Cast, logged: Session
) -> None:
    assert texts_for(cast.casey) == 0
    agree(logged.circle_id, cast.casey, by=cast.taylor)
    assert texts_for(cast.casey) == 1
    take_back(cast.taylor)
    assert texts_for(cast.casey) == 0


def test_in_a_team_every_partner_agrees(cast: Cast) -> None:
    with acting(cast.casey):
        team = open_with(cast.taylor, kind="team")
    with acting(cast.taylor):
        call("propose_place", team.pk, cast.jordan.pk, "partner")
    with acting(cast.jordan):
        call("answer_place", team.pk, "joined")
    with acting(cast.casey):
        session = log(Partnership.objects.get(pk=team.pk))
    opened_before(session.circle_id)
    held(cast.casey, cast.taylor, -20, -2)
    agree(session.circle_id, cast.casey, by=cast.taylor)
    assert texts_for(cast.casey) == 0
    page = text_of(signed_in(cast.taylor), f"{HOME}my-access/")
    assert "another partner has not" in page
    agree(session.circle_id, cast.casey, by=cast.jordan)
    assert texts_for(cast.casey) == 1
    take_back(cast.jordan)
    assert texts_for(cast.casey) == 0


def test_it_counts_only_while_no_line_holds_and_is_said_anew_after(
    cast: Cast, logged: Session
) -> None:
    agree(logged.circle_id, cast.casey, by=cast.taylor)
    again = held(cast.casey, cast.taylor, 0, None)
    assert texts_for(cast.casey) == 0
    refused(cast.taylor, circle_id=logged.circle_id, reader=cast.casey)
    with owner():
        # As if the yes were from yesterday, and the second line had ended today.
        Readmission.objects.update(agreed_at=timezone.now() - timedelta(days=1))
        EvaluationLine.objects.filter(pk=again.pk).update(starts_on=day(-1), ends_on=day(0))
    assert texts_for(cast.casey) == 0
    teacher = signed_in(cast.taylor)
    assert "Let Casey read it again" in text_of(teacher, f"{HOME}my-access/")
    let_in(teacher, logged, cast.casey)
    assert texts_for(cast.casey) == 1


def let_in(client: Client, logged: Session, reader: Member, answer: str = "open") -> int:
    return client.post(
        f"{HOME}my-access/readers/",
        {"circle": logged.circle_id, "reader": reader.pk, "answer": answer},
    ).status_code


def test_nobody_lets_themselves_or_others_in(cast: Cast, logged: Session) -> None:
    circle = {"circle_id": logged.circle_id}
    refused(cast.casey, **circle, reader=cast.casey, partner=cast.taylor)
    refused(cast.casey, **circle, reader=cast.casey)
    refused(cast.jordan, **circle, reader=cast.casey)
    refused(cast.taylor, **circle, reader=cast.robin)
    refused(cast.taylor, **circle, reader=cast.pat)
    refused(cast.taylor, **circle, reader=cast.casey, agreed_at="2020-01-01T00:00:00Z")
    for outsider in (cast.casey, cast.jordan, cast.pat, cast.alex):
        assert let_in(signed_in(outsider), logged, cast.casey) == 404
    assert let_in(signed_in(cast.taylor), logged, cast.robin) == 404
    assert texts_for(cast.casey) == 0
    assert let_in(signed_in(cast.taylor), logged, cast.casey) == 302
    assert texts_for(cast.casey) == 1


def test_whoever_was_let_in_cannot_keep_it(cast: Cast, logged: Session) -> None:
    agree(logged.circle_id, cast.casey, by=cast.taylor)
    with acting(cast.casey):
        assert not Readmission.objects.update(taken_back_at=Now())
    with acting(cast.taylor), pytest.raises(Exception, match="row-level security"), refusals():
        Readmission.objects.update(taken_back_at=None)


def test_pages_offer_it_to_the_teacher_and_say_why(cast: Cast, logged: Session) -> None:
    teacher = signed_in(cast.taylor)
    assert "Closed to somebody who was in it" in text_of(teacher, f"{HOME}my-access/")
    panel = f"{HOME}who-can-see/session/{logged.pk}/"
    assert "Casey Coach" not in text_of(teacher, panel)
    let_in(teacher, logged, cast.casey)
    assert "reads it again" in text_of(teacher, f"{HOME}my-access/")
    for reader in (cast.taylor, cast.casey):
        assert "Taylor lets Casey Coach read it again since" in text_of(signed_in(reader), panel)
    let_in(teacher, logged, cast.casey, "close")
    assert "Casey Coach" not in text_of(teacher, panel)
    assert "Closed to somebody" not in text_of(signed_in(cast.casey), f"{HOME}my-access/")


def test_after_the_line_they_may_begin_anew_without_the_past(cast: Cast, logged: Session) -> None:
    with acting(cast.casey):
        fresh = open_with(cast.taylor)
        log(fresh, "From here on.")
    assert fresh.circle_id != logged.circle_id
    assert texts_for(cast.casey) == 1
    assert texts_for(cast.taylor) == 2
