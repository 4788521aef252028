"""Home answers what needs this person today, whoever it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from coaching.models import CoachRole, Partnership, Session
from goals.models import Cycle, Goal, NextStep, NextStepText
from observations.models import Visit
from observations.services import move_visit
from tests.cast import Cast, person
from tests.coaching.sessions import HOME, circle_of, open_with, set_goal, sign_in, statements
from tests.conftest import acting, owner

STATEMENTS = 10


def hold(partnership: Partnership, *, days_ago: int) -> Session:
    return Session.objects.create(
        circle_id=circle_of(partnership),
        partnership=partnership,
        status="held",
        held_at=timezone.now() - timedelta(days=days_ago),
    )


def plan(partnership: Partnership, *, at: datetime) -> Session:
    return Session.objects.create(
        circle_id=circle_of(partnership), partnership=partnership, status="planned", planned_at=at
    )


def step(partnership: Partnership, whose: Member, words: str) -> NextStep:
    made = NextStep.objects.create(
        circle_id=circle_of(partnership), owner=whose, due_on=timezone.localdate()
    )
    NextStepText.objects.create(circle_id=circle_of(partnership), step=made, body=words)
    return made


def bands(client: Client, **query: Any) -> dict[str, list[str]]:
    home = client.get(HOME, query).context["home"]
    return {title: [row.name for row in rows] for title, rows in home.bands}


def test_a_coach_sees_who_has_waited_longest_first(cast: Cast, client: Client) -> None:
    with owner():
        more = [
            person(cast.riverbend, cast.lincoln, f"{name} Park")
            for name in ("Sam", "Lou", "Max", "Kit")
        ]
        role = CoachRole.objects.create(district=cast.riverbend, title="Weekly", cadence_days=7)
    with acting(cast.casey):
        shorts = [open_with(one, term="short") for one in (cast.taylor, cast.jordan, *more)]
        taylor, jordan, sam, lou, max_, kit = shorts
        hold(taylor, days_ago=15)
        hold(jordan, days_ago=30)
        hold(sam, days_ago=10)
        hold(lou, days_ago=10)
        hold(kit, days_ago=40)
        plan(kit, at=timezone.now() + timedelta(days=2))
        Partnership.objects.filter(pk=max_.pk).update(status="paused")
    with owner():
        Partnership.objects.filter(pk=lou.pk).update(coach_role=role)
    with acting(cast.casey):
        open_with(cast.robin)
    assert bands(sign_in(client, cast.casey)) == {
        "Reach out to": ["Jordan Lee", "Lou Park", "Taylor Reed"],
        "In touch": ["Kit Park", "Sam Park"],
        "Door open (quick help)": ["Robin Coach"],
        "Paused": ["Max Park"],
    }


def test_each_row_leads_to_the_log_and_the_plan(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor, term="short")
        set_goal(partnership, cast.taylor)
        step(partnership, cast.taylor, "Try the exit ticket")
    html = sign_in(client, cast.casey).get(HOME).content.decode()
    assert f"{HOME}log/?partnership={partnership.pk}" in html
    assert f"{HOME}sessions/plan/?partnership={partnership.pk}" in html
    assert "Students talk more." in html
    assert "Try the exit ticket" in html


def test_today_shows_what_is_planned_with_its_three_answers(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        planned = plan(partnership, at=timezone.now() - timedelta(hours=1))
        plan(partnership, at=timezone.now() + timedelta(days=3))
    casey = sign_in(client, cast.casey)
    answer = casey.get(HOME)
    (line,) = answer.context["home"].today
    assert (line.pk, line.name) == (planned.pk, "Taylor Reed")
    for action in ("happened", "moved", "not-held"):
        assert f"{HOME}sessions/{planned.pk}/{action}/" in answer.content.decode()
    taylor = sign_in(Client(), cast.taylor).get(HOME)
    assert [line.pk for line in taylor.context["home"].today] == [planned.pk]
    assert f"{HOME}sessions/{planned.pk}/happened/" not in taylor.content.decode()


def test_who_meets_today_does_not_wait_although_the_hour_has_passed(
    cast: Cast, client: Client
) -> None:
    here = timezone.localtime(timezone=cast.riverbend.zone)
    morning = here.replace(hour=0, minute=0, second=0, microsecond=0)
    with acting(cast.casey):
        taylor, jordan, robin = (
            open_with(one, term="short") for one in (cast.taylor, cast.jordan, cast.robin)
        )
        for one in (taylor, jordan, robin):
            hold(one, days_ago=30)
        plan(taylor, at=morning)
        plan(jordan, at=morning - timedelta(days=2))
        visit = Visit.objects.create(
            circle_id=circle_of(robin),
            teacher=cast.robin,
            visitor=cast.casey,
            focus="Wait time",
            planned_at=morning,
        )
    with acting(cast.robin):
        move_visit(visit=visit, answer="agreed", district="riverbend", seen=1)
    found = bands(sign_in(client, cast.casey))
    assert found["Reach out to"] == ["Jordan Lee"]
    assert set(found["In touch"]) == {"Robin Coach", "Taylor Reed"}
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT waiting, in_touch FROM alongside.caseload_load(%s)", [str(cast.casey.pk)]
        )
        assert cursor.fetchone() == (1, 2)


def test_what_was_planned_for_an_earlier_day_still_waits_for_a_word(
    cast: Cast, client: Client
) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        plan(partnership, at=timezone.now() - timedelta(days=2))
        plan(partnership, at=timezone.now())
    today = sign_in(client, cast.casey).get(HOME).context["home"].today
    assert [line.is_earlier for line in today] == [True, False]


def test_an_agreed_visit_of_today_is_started_from_home(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        circle = circle_of(partnership)
        visits = [
            Visit.objects.create(
                circle_id=circle,
                teacher=cast.taylor,
                visitor=cast.casey,
                focus="Wait time",
                planned_at=timezone.now() + timedelta(days=ahead),
            )
            for ahead in (0, 0, 3)
        ]
    agreed, _, later = visits
    with acting(cast.taylor):
        move_visit(visit=agreed, answer="agreed", district="riverbend", seen=1)
        move_visit(visit=later, answer="agreed", district="riverbend", seen=1)
    casey = sign_in(client, cast.casey)
    answer = casey.get(HOME)
    (line,) = answer.context["home"].today
    assert (line.pk, line.name, line.focus) == (agreed.pk, "Taylor Reed", "Wait time")
    move = f"{HOME}visits/{agreed.pk}/move/"
    assert move in answer.content.decode()
    taylor = sign_in(Client(), cast.taylor).get(HOME)
    assert [line.pk for line in taylor.context["home"].today] == [agreed.pk]
    assert move not in taylor.content.decode()
    casey.post(move, {"answer": "draft"})
    assert "Go on with the notes" in casey.get(HOME).content.decode()
    assert not sign_in(Client(), cast.taylor).get(HOME).context["home"].today


def test_the_cadence_of_the_stage_decides_who_has_waited(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        pairs = [open_with(one, term="short") for one in (cast.taylor, cast.jordan)]
        for one, partner, days in zip(pairs, (cast.taylor, cast.jordan), (3, 30), strict=True):
            hold(one, days_ago=5)
            Cycle.objects.create(
                circle_id=circle_of(one),
                goal=set_goal(one, partner),
                template_name="Impact Cycle",
                stage_name="Learn",
                stage_cadence_days=days,
            )
    found = bands(sign_in(client, cast.casey))
    assert found == {"Reach out to": ["Taylor Reed"], "In touch": ["Jordan Lee"]}


def test_a_caseload_is_filtered_by_school_focus_and_stage(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        for partner, focus, stage in (
            (cast.taylor, "Student talk", "Learn"),
            (cast.jordan, "Fractions", "Learn"),
            (cast.robin, "Student talk", "Identify"),
        ):
            pairing = open_with(partner, term="short")
            goal = set_goal(pairing, partner)
            Goal.objects.filter(pk=goal.pk).update(focus=focus)
            Cycle.objects.create(
                circle_id=circle_of(pairing), goal=goal, template_name="x", stage_name=stage
            )

    def names(**narrowed: Any) -> list[str]:
        return sorted(name for band in bands(casey, **narrowed).values() for name in band)

    casey = sign_in(client, cast.casey)
    offered = casey.get(HOME, {"narrow": 1}).context["home"].choices
    assert [name for _, name in offered.schools] == ["Annex", "Lincoln Elementary"]
    assert (offered.focuses, offered.stages) == (
        ["Fractions", "Student talk"],
        ["Identify", "Learn"],
    )
    assert names(focus="Student talk") == ["Robin Coach", "Taylor Reed"]
    assert names(stage="Learn") == ["Jordan Lee", "Taylor Reed"]
    assert names(school=cast.lincoln.pk) == ["Jordan Lee", "Taylor Reed"]
    assert names(school=cast.lincoln.pk, focus="Student talk") == ["Taylor Reed"]
    assert names(school=cast.harbor.pk) == []
    assert len(names(school="nowhere")) == 3
    assert "Nobody in your caseload fits" in casey.get(HOME, {"focus": "x"}).content.decode()


def test_a_teacher_sees_goals_steps_coach_and_proposals(cast: Cast, client: Client) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        set_goal(partnership, cast.taylor)
        step(partnership, cast.taylor, "Try the exit ticket")
    with acting(cast.robin):
        open_with(cast.taylor, term="long")
    answer = sign_in(client, cast.taylor).get(HOME)
    home, html = answer.context["home"], answer.content.decode()
    assert [row.name for row in home.working_with] == ["Casey Coach"]
    assert [one.name for one in home.steps] == ["Casey Coach"]
    assert [row.name for row in home.proposals] == ["Robin Coach"]
    assert "You are working on" in html
    assert "Students talk more." in html
    assert "Try the exit ticket" in html


def test_everybody_has_a_home_and_the_evaluator_reads_nothing_there(
    cast: Cast, client: Client
) -> None:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        set_goal(partnership, cast.taylor)
    expected = {
        cast.pat: "Coaching stays between teacher and coach",
        cast.morgan: "Nothing planned",
        cast.jordan: "Nothing yet",
        cast.robin: "Nobody yet",
    }
    for member, words in expected.items():
        html = sign_in(client, member).get(HOME).content.decode()
        assert words in html
        assert "Students talk more." not in html
        assert "Taylor Reed" not in html
    answer = sign_in(client, cast.alex).get(HOME)
    assert answer.headers["Location"] == f"{HOME}program/"


def test_more_than_a_page_is_shown_on_asking(cast: Cast, client: Client) -> None:
    with owner():
        people = [person(cast.riverbend, cast.lincoln, f"P{n:02} Park") for n in range(27)]
    with acting(cast.casey):
        for one in people:
            open_with(one)
    casey = sign_in(client, cast.casey)
    first = casey.get(HOME)
    assert sum(len(rows) for rows in bands(casey).values()) == 25
    assert "?rows=50" in first.content.decode()
    assert sum(len(rows) for rows in bands(casey, rows=50).values()) == 27
    assert sum(len(rows) for rows in bands(casey, rows="-1").values()) == 25


@pytest.mark.parametrize("people", [1, 25])
def test_home_costs_the_same_for_one_and_for_many(cast: Cast, client: Client, people: int) -> None:
    with owner():
        partners = [person(cast.riverbend, cast.lincoln, f"P{n:02} Park") for n in range(people)]
    with acting(cast.casey):
        for one in partners:
            partnership = open_with(one, term="short")
            plan(partnership, at=timezone.now() - timedelta(minutes=5))
            step(partnership, one, "Try the exit ticket")
            step(partnership, cast.casey, "Find a text")
    with acting(cast.robin):
        open_with(cast.casey)
    assert len(statements(sign_in(client, cast.casey), HOME)) == STATEMENTS
