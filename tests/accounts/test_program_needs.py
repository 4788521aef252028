"""What an administrator's home says needs a person: partnerships that need another coach."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from access.models import EvaluationLine
from accounts.enums import Role
from accounts.models import Member, RoleAssignment
from accounts.queries import database_day
from coaching.models import Place
from tests.access.test_wall import call, open_with
from tests.cast import Cast, evaluates, person
from tests.conftest import acting, owner

HOME = "/d/riverbend/program/"
LISTED = f"{HOME}partnerships/?status="
WITHOUT = "1 partnership without a coach"
CONFLICT = "1 partnership is coached by somebody who evaluates a partner"


def seen_by(member: Member, address: str) -> str:
    client = Client()
    client.force_login(member.user)  # type: ignore[arg-type]  # the cast can all sign in
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """Casey coaches Taylor and Robin, so that the lists have one to leave out."""
    with acting(cast.casey):
        open_with(cast.taylor)
        open_with(cast.robin)
    return cast


def deactivated(cast: Cast) -> None:
    Member.objects.filter(pk=cast.casey.pk).update(active=False)


def without_the_role(cast: Cast) -> None:
    roles = RoleAssignment.objects.filter(member=cast.casey, role=Role.COACH)
    roles.update(starts_on=database_day() - timedelta(days=9), ends_on=database_day())


def coach_only_later(cast: Cast) -> None:
    without_the_role(cast)
    RoleAssignment.objects.create(
        district=cast.riverbend,
        member=cast.casey,
        role=Role.COACH,
        starts_on=database_day() + timedelta(days=3),
    )


def mentor_by_now(cast: Cast) -> None:
    without_the_role(cast)
    RoleAssignment.objects.create(district=cast.riverbend, member=cast.casey, role=Role.MENTOR)


@pytest.mark.parametrize("gone", [deactivated, without_the_role, coach_only_later, mentor_by_now])
def test_a_partnership_whose_coach_is_gone_needs_a_person(
    stage: Cast, gone: Callable[[Cast], None]
) -> None:
    assert "without a coach" not in seen_by(stage.alex, HOME)
    with owner():
        gone(stage)
    assert "2 partnerships without a coach" in seen_by(stage.alex, HOME)
    page = seen_by(stage.alex, f"{LISTED}no-coach")
    assert "Taylor Reed" in page
    assert "Robin Coach" in page


def test_a_second_coach_is_enough(stage: Cast) -> None:
    with owner():
        quinn = person(stage.riverbend, stage.lincoln, "Quinn Coach", Role.COACH)
    with acting(stage.taylor):
        pairing = partnership_of(stage.taylor)
        call("propose_place", pairing, quinn.pk, "coach")
    with acting(quinn):
        call("answer_place", pairing, "joined")
    with owner():
        deactivated(stage)
    assert WITHOUT in seen_by(stage.alex, HOME)
    assert "Taylor Reed" not in seen_by(stage.alex, f"{LISTED}no-coach")


def partnership_of(member: Member) -> object:
    return Place.objects.values_list("partnership", flat=True).get(member=member)


def test_mentors_and_peers_are_judged_by_what_they_need(cast: Cast) -> None:
    with acting(cast.morgan):
        open_with(cast.casey, term="short", kind="mentoring")
    with acting(cast.taylor):
        open_with(cast.jordan, term="short", kind="peer")
    assert "without a coach" not in seen_by(cast.alex, HOME)
    with owner():
        RoleAssignment.objects.filter(member=cast.morgan).update(role=Role.COACH)
    assert WITHOUT in seen_by(cast.alex, HOME)
    assert "Morgan Mentor" in seen_by(cast.alex, f"{LISTED}no-coach")


def by_name(cast: Cast) -> EvaluationLine:
    return evaluates(cast.casey, of=cast.taylor)


def by_school(cast: Cast) -> EvaluationLine:
    return evaluates(cast.casey, school=cast.lincoln)


@pytest.mark.parametrize("line", [by_name, by_school])
def test_a_coach_who_evaluates_a_partner_by_now_needs_a_person(
    stage: Cast, line: Callable[[Cast], EvaluationLine]
) -> None:
    assert "evaluates a partner" not in seen_by(stage.alex, HOME)
    with owner():
        recorded = line(stage)
    assert CONFLICT in seen_by(stage.alex, HOME)
    page = seen_by(stage.alex, f"{LISTED}evaluator")
    assert "Taylor Reed" in page
    assert "Robin Coach" not in page
    with owner():
        EvaluationLine.objects.filter(pk=recorded.pk).update(
            starts_on=database_day() - timedelta(days=9), ends_on=database_day()
        )
    assert "evaluates a partner" not in seen_by(stage.alex, HOME)


def test_a_line_over_everybody_reaches_every_partnership(stage: Cast) -> None:
    with owner():
        evaluates(stage.casey)
    assert "2 partnerships are coached by" in seen_by(stage.alex, HOME)


def test_a_role_that_begins_later_is_no_conflict_yet(stage: Cast) -> None:
    with owner():
        evaluates(stage.casey, school=stage.lincoln)
        RoleAssignment.objects.filter(member=stage.taylor).update(
            starts_on=database_day() + timedelta(days=3)
        )
    assert "evaluates a partner" not in seen_by(stage.alex, HOME)


def test_who_evaluates_a_partner_sees_the_same_without_dates(stage: Cast) -> None:
    with owner():
        blake = person(stage.riverbend, stage.lincoln, "Blake Admin", Role.ADMIN)
        evaluates(blake, of=stage.taylor)
        by_name(stage)
    assert CONFLICT in seen_by(blake, HOME)
    page = seen_by(blake, f"{LISTED}evaluator")
    assert "Taylor Reed" in page
    assert "not shown to you" in page
    assert "not met yet" not in page
    assert "not met yet" in seen_by(stage.alex, f"{LISTED}evaluator")


def test_nothing_of_another_district_counts(stage: Cast) -> None:
    with owner():
        deactivated(stage)
        evaluates(stage.casey)
    client = Client()
    client.force_login(stage.kim.user)  # type: ignore[arg-type]
    page = client.get("/d/lakeshore/program/").content.decode()
    assert "without a coach" not in page
    assert "evaluates a partner" not in page
