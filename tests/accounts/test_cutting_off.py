"""Whoever can read less than before, because of what an administrator recorded, is told."""

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from access.context import acting_as_program
from access.models import EvaluationLine
from accounts.enums import MessageKind, Role
from accounts.models import Member, OutboxMessage, RoleAssignment
from accounts.services.cutting import closed_to
from accounts.services.outbox import send_waiting
from tests.access.test_wall import open_with
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

PROGRAM = "/d/riverbend/program/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]  # the cast can all sign in
    return client


def coaches(coach: Member, partner: Member) -> None:
    with acting(coach):
        open_with(partner)


def record(admin: Client, evaluator: Member, **over: object) -> None:
    answer = admin.post(f"{PROGRAM}evaluators/", {"evaluator": evaluator.name, **over})
    assert answer.status_code == 302


def place_at_lincoln(admin: Client, cast: Cast, person: Member) -> None:
    answer = admin.post(
        f"{PROGRAM}people/{person.pk}/roles/",
        {"role": "teacher", "school": str(cast.lincoln.pk), "fte": "1"},
    )
    assert answer.status_code == 302


def told() -> set[tuple[str, object]]:
    with owner():
        kinds = (MessageKind.ACCESS_ENDED, MessageKind.LINE_CUT_OFF)
        found = OutboxMessage.objects.filter(kind__in=kinds)
        return set(found.values_list("kind", "recipient"))


def test_a_line_recorded_by_hand_tells_whom_it_cuts_off_and_the_administrators(
    cast: Cast, admin: Client
) -> None:
    coaches(cast.casey, cast.taylor)
    with owner():
        OutboxMessage.objects.all().delete()
    record(admin, cast.casey, over="person", person="Taylor Reed")
    assert told() == {("access_ended", cast.casey.pk), ("line_cut_off", cast.alex.pk)}
    assert send_waiting() == 2
    to_admin = next(found for found in mail.outbox if found.to == ["alex@riverbend.test"])
    assert f"{PROGRAM}evaluators/" in to_admin.body
    for found in mail.outbox:
        assert "Casey Coach" not in str(found.message())
        assert "Taylor" not in str(found.message())


def test_a_line_that_closes_nothing_tells_nobody(cast: Cast, admin: Client) -> None:
    coaches(cast.casey, cast.taylor)
    record(admin, cast.casey, over="person", person="Jordan Lee")
    assert told() == set()


def test_a_chapter_that_is_over_is_closed_to_them_too(cast: Cast, admin: Client) -> None:
    coaches(cast.casey, cast.taylor)
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_partnership SET status = 'ended'")
    record(admin, cast.casey, over="school", school=str(cast.lincoln.pk))
    assert ("access_ended", cast.casey.pk) in told()


def test_whoever_was_kept_out_of_something_already_is_told_of_more(
    cast: Cast, admin: Client
) -> None:
    coaches(cast.casey, cast.taylor)
    coaches(cast.casey, cast.jordan)
    with owner():
        evaluates(cast.casey, of=cast.jordan)
    record(admin, cast.casey, over="person", person="Taylor Reed")
    assert ("access_ended", cast.casey.pk) in told()


def test_a_place_at_a_school_whose_principal_coached_the_person_is_told(
    cast: Cast, admin: Client
) -> None:
    with owner():
        RoleAssignment.objects.create(district=cast.riverbend, member=cast.pat, role=Role.COACH)
    coaches(cast.pat, cast.robin)
    place_at_lincoln(admin, cast, cast.morgan)
    assert told() == set()
    place_at_lincoln(admin, cast, cast.robin)
    assert told() == {("access_ended", cast.pat.pk), ("line_cut_off", cast.alex.pk)}


def test_a_line_that_could_not_be_recorded_tells_nobody(cast: Cast, admin: Client) -> None:
    coaches(cast.casey, cast.taylor)
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    answer = admin.post(
        f"{PROGRAM}evaluators/",
        {"evaluator": "Casey Coach", "over": "person", "person": "Taylor Reed"},
    )
    assert answer.status_code == 422
    assert told() == set()


def test_the_question_is_answered_to_administrators_of_the_district_alone(cast: Cast) -> None:
    coaches(cast.casey, cast.taylor)
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    people = [cast.casey.pk, cast.taylor.pk, cast.pat.pk]
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        assert closed_to(people) == {cast.casey.pk: 1}
    with acting_as_program(member_id=cast.kim.pk, district_id=cast.lakeshore.pk):
        assert closed_to(people) == {}
    # No administrator, whatever the seal says.
    with acting_as_program(member_id=cast.pat.pk, district_id=cast.riverbend.pk):
        assert closed_to(people) == {}
    with (
        acting(cast.casey),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        closed_to(people)


def test_the_line_stands_and_the_telling_with_it_or_neither(cast: Cast) -> None:
    from accounts.services.people import add_line

    coaches(cast.casey, cast.taylor)
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        pytest.raises(Exception, match="too long"),
        transaction.atomic(),
    ):
        add_line(evaluator=cast.casey, person=cast.taylor, evaluators_path="x" * 400)
    with owner():
        assert not EvaluationLine.objects.filter(evaluator=cast.casey).exists()
