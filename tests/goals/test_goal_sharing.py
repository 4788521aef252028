"""A partner lends a goal to one colleague until a day, and sees who has looked."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from access.models import Look, Share
from accounts.models import Member
from goals.models import Goal
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner
from tests.goals.test_goal_pages import Enter, page
from tests.goals.words import FIELDS
from tests.searching import search


def until() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def test_lent_until_taken_back(cast: Cast, goal: Goal, enter: Enter) -> None:
    teacher, reader = enter(cast.taylor), enter(cast.jordan)
    address = page(f"goals/{goal.pk}/share/")
    assert b"Jordan Lee" in search(teacher, address, "jord").content
    typed = {"reader": cast.jordan.pk, "until": until()}
    assert teacher.post(address, typed).status_code == 302
    text = reader.get(page(f"goals/{goal.pk}/")).content.decode()
    assert FIELDS["statement"] in text
    assert "shared this with you" in text
    assert "Add step" not in text
    assert "A goal of Taylor Reed" in reader.get(page("growth/")).content.decode()
    assert reader.get(page(f"goals/{goal.pk}/edit/")).status_code == 404
    assert reader.get(address).status_code == 404
    seen = teacher.get(page(f"goals/{goal.pk}/")).content.decode()
    assert "Jordan Lee" in seen
    assert "Only you, Casey Coach and Jordan Lee can read this" in seen
    assert "Only you, Casey Coach and Jordan" in teacher.get(page("growth/")).content.decode()
    assert "looked" in seen
    with acting(cast.taylor):
        share = Share.objects.get()
        assert Look.objects.get().reader_id == cast.jordan.pk
    assert teacher.post(page(f"shares/{share.pk}/take-back/")).status_code == 302
    assert reader.get(page(f"goals/{goal.pk}/")).status_code == 404


def test_sharing_with_ones_evaluator_is_refused_with_the_reason(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    typed = {"reader": cast.pat.pk, "until": until()}
    answer = enter(cast.taylor).post(page(f"goals/{goal.pk}/share/"), typed)
    assert answer.status_code == 422
    assert "This person evaluates you" in answer.content.decode()
    assert enter(cast.pat).get(page(f"goals/{goal.pk}/")).status_code == 404


def test_who_evaluates_the_teacher_is_not_offered(cast: Cast, goal: Goal, enter: Enter) -> None:
    teacher, address = enter(cast.taylor), page(f"goals/{goal.pk}/share/")
    none = "Nobody of this name"
    assert none in search(teacher, address, cast.pat.name).content.decode()
    assert none not in search(teacher, address, cast.jordan.name).content.decode()
    with owner():
        evaluates(cast.jordan, of=cast.taylor)
    assert none in search(teacher, address, cast.jordan.name).content.decode()


def test_nobody_but_the_teacher_learns_whom_the_goal_is_never_lent_to(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    def never(member: Member) -> set[UUID]:
        with acting(member), connection.cursor() as cursor:
            cursor.execute("SELECT alongside.never_lent_to(%s)", [goal.circle_id])
            return {row[0] for row in cursor.fetchall()}

    assert cast.pat.pk in never(cast.taylor)
    assert not any(never(member) for member in cast.people() if member != cast.taylor)


def test_a_reader_who_becomes_evaluator_reads_no_more(cast: Cast, goal: Goal, enter: Enter) -> None:
    typed = {"reader": cast.jordan.pk, "until": until()}
    enter(cast.taylor).post(page(f"goals/{goal.pk}/share/"), typed)
    with owner():
        evaluates(cast.jordan, of=cast.taylor)
    assert enter(cast.jordan).get(page(f"goals/{goal.pk}/")).status_code == 404


def test_the_coach_cannot_lend_the_teachers_goal(cast: Cast, goal: Goal, enter: Enter) -> None:
    typed = {"reader": cast.robin.pk, "until": until()}
    answer = enter(cast.casey).post(page(f"goals/{goal.pk}/share/"), typed)
    assert answer.status_code == 422
    assert "Only the one partner" in answer.content.decode()
    offered = search(enter(cast.casey), page(f"goals/{goal.pk}/share/"), cast.robin.name)
    assert "Share<" not in offered.content.decode()
    assert (
        "Share or take back"
        not in enter(cast.casey).get(page(f"goals/{goal.pk}/")).content.decode()
    )


def test_a_day_that_has_passed_is_no_day_to_lend_until(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    typed = {"reader": cast.jordan.pk, "until": "2020-01-01"}
    answer = enter(cast.taylor).post(page(f"goals/{goal.pk}/share/"), typed)
    assert answer.status_code == 422
