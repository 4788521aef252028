"""A line recorded by mistake: marked by an administrator whom it does not concern, told to those it
reached, and without effect after seven days, or at once for whoever agrees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from access.context import acting_as_program
from access.models import EvaluationLine, LineAnswer
from access.refusals import Refused, refusals
from accounts.enums import Role
from accounts.models import Member, OutboxMessage
from accounts.services.lines import mark_never_true
from accounts.services.people import add_line
from coaching.models import Partnership, Pulse, Session, SessionText
from tests.access.test_wall import log, open_with, texts_for
from tests.cast import Cast, evaluates, person
from tests.conftest import acting, owner

HOME = "/d/riverbend/"
LINES = f"{HOME}program/evaluators/"


@pytest.fixture
def logged(cast: Cast) -> Session:
    with acting(cast.casey):
        log(open_with(cast.jordan))
        return log(open_with(cast.taylor))


@pytest.fixture
def line(cast: Cast, logged: Session) -> EvaluationLine:
    """Casey never evaluated Taylor; somebody recorded it all the same."""
    with owner():
        return evaluates(cast.casey, of=cast.taylor)


def mark(line: EvaluationLine, by: Member, reason: str = "person") -> None:
    with acting_as_program(member_id=by.pk, district_id=by.district_id):
        mark_never_true(line=line, reason=reason)


def days_pass(line: EvaluationLine, days: int = 8) -> None:
    gone = timedelta(days=days)
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(
            never_true_at=F("never_true_at") - gone, never_true_from=F("never_true_from") - gone
        )


def answer(line: EvaluationLine, by: Member, agrees: bool) -> None:
    with acting(by):
        LineAnswer.objects.create(line=line, agrees=agrees)


def read_with(reader: Member, partner: Member) -> bool:
    """Whether `reader` reads what was logged with `partner`."""
    with owner():
        pairings = Partnership.objects.filter(places__member=partner)
        circles = {one.circle_id for one in pairings if one.circle_id}
    with acting(reader):
        return SessionText.objects.filter(circle_id__in=circles).exists()


def signed_in(member: Member) -> Client:
    client = Client()
    assert member.user
    client.force_login(member.user)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_marked_line_denies_for_seven_days_and_then_nothing(
    cast: Cast, line: EvaluationLine
) -> None:
    assert not read_with(cast.casey, cast.taylor)
    mark(line, cast.alex)
    assert not read_with(cast.casey, cast.taylor)
    days_pass(line, 6)
    assert not read_with(cast.casey, cast.taylor)
    days_pass(line, 2)
    assert read_with(cast.casey, cast.taylor)
    with acting(cast.casey):
        log(open_with(cast.taylor))
    assert texts_for(cast.pat) == 0


def test_an_ended_line_that_never_was_true_opens_the_past_too(
    cast: Cast, line: EvaluationLine
) -> None:
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(
            starts_on=F("starts_on") - timedelta(days=9), ends_on=F("starts_on") + timedelta(days=1)
        )
    assert not read_with(cast.casey, cast.taylor)
    mark(line, cast.alex)
    days_pass(line)
    assert read_with(cast.casey, cast.taylor)


def test_whoever_agrees_is_opened_at_once_and_nobody_else(cast: Cast, logged: Session) -> None:
    with owner():
        line = evaluates(cast.casey, school=cast.lincoln)
    mark(line, cast.alex, "place")
    answer(line, cast.taylor, agrees=True)
    assert read_with(cast.casey, cast.taylor)
    assert not read_with(cast.casey, cast.jordan)


def test_whoever_objects_stays_protected_after_the_days(cast: Cast, logged: Session) -> None:
    with owner():
        line = evaluates(cast.casey, school=cast.lincoln)
    mark(line, cast.alex, "place")
    answer(line, cast.taylor, agrees=False)
    days_pass(line)
    assert not read_with(cast.casey, cast.taylor)
    assert read_with(cast.casey, cast.jordan)


def test_a_word_can_be_changed_and_is_dated_now(cast: Cast, line: EvaluationLine) -> None:
    mark(line, cast.alex)
    answer(line, cast.taylor, agrees=True)
    assert read_with(cast.casey, cast.taylor)
    client = signed_in(cast.taylor)
    said = client.post(f"{HOME}my-access/lines/", {"line": line.pk, "answer": "object"})
    assert said.status_code == 302
    assert not read_with(cast.casey, cast.taylor)
    with (
        acting(cast.taylor),
        pytest.raises(Exception, match="row-level security"),
        refusals(),
    ):
        LineAnswer.objects.update(answered_at="2020-01-01T00:00:00Z")


def test_nobody_marks_a_line_about_themselves(cast: Cast, logged: Session) -> None:
    with owner():
        other = person(cast.riverbend, cast.lincoln, "Avery Admin", Role.ADMIN)
        line = evaluates(cast.alex, of=cast.taylor)
    with pytest.raises(Refused, match="This line is about you"):
        mark(line, cast.alex)
    client = signed_in(cast.alex)
    assert "This line is about you" in text_of(client, f"{LINES}{line.pk}/never-true/")
    refused = client.post(f"{LINES}{line.pk}/never-true/", {"reason": "person"})
    assert refused.status_code == 422
    mark(line, other)
    with owner():
        line.refresh_from_db()
    assert line.never_true_by_id == other.pk


def test_an_administrator_who_evaluated_by_mistake_sees_the_dates_again(
    cast: Cast, logged: Session
) -> None:
    with owner():
        other = person(cast.riverbend, cast.lincoln, "Avery Admin", Role.ADMIN)
        line = evaluates(cast.alex, of=cast.taylor)
    assert pulses_for(cast.alex) == 1
    mark(line, other)
    assert pulses_for(cast.alex) == 1
    answer(line, cast.taylor, agrees=True)
    assert pulses_for(cast.alex) == 2


def pulses_for(admin: Member) -> int:
    with acting_as_program(member_id=admin.pk, district_id=admin.district_id):
        return Pulse.objects.count()


def test_a_mark_stays_as_it_was_made(cast: Cast, line: EvaluationLine) -> None:
    mark(line, cast.alex)
    with pytest.raises(Refused, match="marked already"):
        mark(line, cast.alex, "roster")
    for change in (
        {"never_true_at": None, "never_true_by": None},
        {"never_true_from": "2020-01-01T00:00:00Z"},
        {"never_true_reason": "roster"},
    ):
        with (
            acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
            pytest.raises(Exception, match="permission denied"),
            refusals(),
        ):
            EvaluationLine.objects.filter(pk=line.pk).update(**change)
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        pytest.raises(Exception, match="permission denied"),
        refusals(),
    ):
        EvaluationLine.objects.filter(pk=line.pk).delete()


def test_an_unknown_reason_is_refused(cast: Cast, line: EvaluationLine) -> None:
    with pytest.raises(Exception, match="line_never_true_whole"):
        mark(line, cast.alex, "because")
    client = signed_in(cast.alex)
    assert client.post(f"{LINES}{line.pk}/never-true/", {}).status_code == 422


def test_only_this_districts_administrators_mark(cast: Cast, line: EvaluationLine) -> None:
    with pytest.raises(Refused, match="not to be found"):
        mark(line, cast.kim)
    with (
        acting(cast.alex),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        refusals(),
    ):
        cursor.execute("SELECT alongside.mark_never_true(%s, 'person')", [str(line.pk)])
    with pytest.raises(Refused, match="not to be found"):
        mark(line, cast.casey)  # whose seal is no administrator's
    mark(line, cast.alex)


def test_those_whom_it_reached_are_told_and_nobody_else(cast: Cast, logged: Session) -> None:
    with owner():
        line = evaluates(cast.casey, school=cast.lincoln)
    mark(line, cast.alex)
    with owner():
        told = OutboxMessage.objects.filter(kind="line_never_true")
        assert {one.recipient_id for one in told} == {cast.taylor.pk, cast.jordan.pk}
        assert {one.path for one in told} == {f"{HOME}my-access/"}


def test_nobody_answers_for_others_or_unasked(cast: Cast, line: EvaluationLine) -> None:
    attempts = [(cast.jordan, {}), (cast.casey, {}), (cast.jordan, {"person": cast.taylor})]
    for who, named in [(cast.taylor, {}), *attempts]:
        # Before anybody marked it, nobody is asked.
        with acting(who), pytest.raises(Exception, match="row-level security"), refusals():
            LineAnswer.objects.create(line=line, agrees=True, **named)
    mark(line, cast.alex)
    for who, named in attempts:
        with acting(who), pytest.raises(Exception, match="row-level security"), refusals():
            LineAnswer.objects.create(line=line, agrees=True, **named)
        page = signed_in(who).post(f"{HOME}my-access/lines/", {"line": line.pk, "answer": "agree"})
        assert page.status_code == 404
    assert not read_with(cast.casey, cast.taylor)
    answer(line, cast.taylor, agrees=True)
    with acting(cast.casey):
        assert not LineAnswer.objects.exists()


def test_the_pages_from_mark_to_answer(cast: Cast, line: EvaluationLine) -> None:
    admin, teacher = signed_in(cast.alex), signed_in(cast.taylor)
    assert "Said to be a mistake" not in text_of(teacher, f"{HOME}my-access/")
    asked = text_of(admin, f"{LINES}{line.pk}/never-true/")
    assert "In seven days" in asked
    done = admin.post(f"{LINES}{line.pk}/never-true/", {"reason": "no_say"})
    assert done.status_code == 302
    shown = text_of(admin, LINES)
    assert "Never true, says Alex Admin" in shown
    assert admin.get(f"{LINES}{line.pk}/never-true/").status_code == 404
    mine = text_of(teacher, f"{HOME}my-access/")
    assert "Casey Coach was recorded as evaluating you" in mine
    assert "Alex Admin says" in mine
    assert "in 7 days" in mine
    assert "Casey Coach" in text_of(teacher, f"{HOME}settings/")
    teacher.post(f"{HOME}my-access/lines/", {"line": line.pk, "answer": "agree"})
    assert "You agreed" in text_of(teacher, f"{HOME}my-access/")
    assert "Casey Coach" not in text_of(teacher, f"{HOME}settings/")
    assert read_with(cast.casey, cast.taylor)
    days_pass(line)
    assert "Never true, says" not in text_of(admin, LINES)
    assert "It keeps nobody out since" in text_of(admin, f"{LINES}?show=never")


def test_an_ended_line_is_found_to_be_marked(cast: Cast, line: EvaluationLine) -> None:
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(ends_on=F("starts_on"))
    admin = signed_in(cast.alex)
    address = f"{LINES}{line.pk}/never-true/"
    assert address not in text_of(admin, LINES)
    assert address in text_of(admin, f"{LINES}?show=ended")


def test_the_evaluator_is_one_no_longer(cast: Cast, line: EvaluationLine) -> None:
    mark(line, cast.alex)
    assert "recorded as evaluating" in text_of(signed_in(cast.casey), f"{HOME}what-i-can-see/")
    days_pass(line)
    shown = text_of(signed_in(cast.casey), f"{HOME}what-i-can-see/")
    assert "recorded as evaluating" not in shown


def test_a_line_that_is_true_after_all_is_recorded_anew(cast: Cast, line: EvaluationLine) -> None:
    mark(line, cast.alex)
    days_pass(line)
    assert read_with(cast.casey, cast.taylor)
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        add_line(evaluator=cast.casey, person=cast.taylor, evaluators_path="/")
    assert not read_with(cast.casey, cast.taylor)
