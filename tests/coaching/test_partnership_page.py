"""What a partnership's page shows: every goal that is worked on, where each stands, what is next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from coaching.models import Partnership, Session
from goals.enums import GoalStatus
from goals.models import Cycle, CycleTemplate, Goal, Measurement
from goals.services.cycles import start_cycle
from goals.services.goals import change_status
from goals.services.steps import plan_step
from goals.services.templates import provide_templates
from tests.access.test_wall import log, open_with
from tests.cast import Cast
from tests.coaching.test_partnerships import AT, as_member, page
from tests.conftest import acting, owner


@pytest.fixture
def pairing(cast: Cast) -> Partnership:
    with owner():
        provide_templates(district=cast.riverbend)
    with acting(cast.casey):
        return open_with(cast.taylor)


def set_goal(pairing: Partnership, owner: Member, statement: str, cycle: str = "") -> Goal:
    """With a measurement, and with a cycle where one is named."""
    assert pairing.circle_id is not None
    circle = {"circle_id": pairing.circle_id}
    goal = Goal.objects.create(**circle, owner=owner, statement=statement)
    Measurement.objects.create(**circle, goal=goal, measured_on=timezone.localdate(), value=4)
    if cycle:
        start_cycle(goal=goal, template=CycleTemplate.objects.get(name=cycle))
    return goal


def worked_on(text: str) -> str:
    return text.partition('id="worked-on"')[2].partition("</section>")[0]


def test_every_open_goal_stands_there_the_newest_first(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will ask.", "GROW")
        set_goal(pairing, cast.taylor, "Students will listen.", "Impact Cycle")
        set_goal(pairing, cast.taylor, "Students will write.")
        change_status(
            goal=set_goal(pairing, cast.taylor, "Students will wait."), status=GoalStatus.FINISHED
        )
    shown = worked_on(page(as_member(client, cast.casey), f"{AT}{pairing.pk}/"))
    assert re.findall(r"Students will \w+\.", shown) == [
        "Students will write.",
        "Students will listen.",
        "Students will ask.",
    ]
    assert shown.count("<svg") == 3
    assert shown.count("Taylor") == 3
    assert re.findall(r'tag--now">(\w+)<', shown) == ["Identify", "Goal"]


def test_more_goals_than_the_timeline_shows_are_all_there(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        for number in range(60):
            set_goal(pairing, cast.taylor, f"Goal {number}.")
    shown = worked_on(page(as_member(client, cast.taylor), f"{AT}{pairing.pk}/"))
    assert len(re.findall(r"Goal \d+\.", shown)) == 60


def test_with_several_goals_the_track_says_whose_it_is(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    def track() -> str:
        text = page(as_member(client, cast.casey), f"{AT}{pairing.pk}/")
        return text.partition('id="stages"')[2].partition('id="moved"')[0]

    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will ask.", "GROW")
    assert "Reality" in track()
    assert "Students will ask." not in track()
    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will listen.")
    assert "Students will ask." in track()
    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will write.", "Impact Cycle")
    assert "Students will write." in track()
    assert "Reality" not in track()


def test_what_a_closed_chapter_left_behind_waits_to_be_carried_on(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        goal = set_goal(pairing, cast.taylor, "Students will ask.", "GROW")
        step = plan_step(goal=goal, owner_id=cast.taylor.pk, words="Count hands.", due_on=None)
    address = f"{AT}{pairing.pk}/"
    taylor = as_member(client, cast.taylor)
    taylor.post(address + "ask/", {"member": cast.jordan.pk, "part": "partner"})
    as_member(client, cast.jordan).post(address + "answer/", {"answer": "join"})
    text = page(as_member(client, cast.taylor), address)
    assert "Students will ask." in worked_on(text)
    assert "Earlier chapter" in worked_on(text)
    assert 'id="stages"' not in text
    assert f"steps/{step.pk}/done/" not in text
    with acting(cast.taylor):
        now = Partnership.objects.get()
        set_goal(now, cast.taylor, "Students will go on asking.")
    text = page(as_member(client, cast.taylor), address)
    assert "Earlier chapter" not in worked_on(text)
    assert goal.statement not in worked_on(text)


def test_what_is_next_comes_before_what_was(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will ask.")
    text = page(as_member(client, cast.casey), f"{AT}{pairing.pk}/")
    order = [text.index(f'id="{name}"') for name in ("next-meeting", "worked-on", "so-far")]
    assert order == sorted(order)


def test_a_move_says_where_it_came_to_and_which_way(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        set_goal(pairing, cast.taylor, "Students will ask.", "Impact Cycle")
        cycle = Cycle.objects.get()
    address = f"{AT}{pairing.pk}/"
    casey = as_member(client, cast.casey)

    def moved(seen: int, to: int) -> str:
        return casey.post(
            f"/d/riverbend/cycles/{cycle.pk}/move/{to}/",
            {"seen": seen, "next": address},
            headers={"HX-Request": "true"},
            follow=True,
        ).content.decode()

    said = r'id="moved"\s+role="status">([^<]*)<'
    assert re.findall(said, moved(1, 2)) == ["Now in Learn"]
    text = moved(2, 1)
    assert re.findall(said, text) == ["Now in Identify"]
    assert re.findall(r"(On|Back) to <a[^>]*>(\w+)", text) == [
        ("Back", "Identify"),
        ("On", "Learn"),
        ("On", "Identify"),
    ]
    assert re.findall(said, page(casey, address)) == [""]


def test_a_planned_meeting_that_has_passed_is_not_the_next(
    client: Client, cast: Cast, pairing: Partnership
) -> None:
    with acting(cast.casey):
        session = log(pairing)
    with owner():
        Session.objects.filter(pk=session.pk).update(
            status="planned", held_at=None, planned_at=timezone.now() - timedelta(hours=1)
        )
    text = page(as_member(client, cast.casey), f"{AT}{pairing.pk}/")
    side = text.partition('id="next-meeting"')[2].partition("</section>")[0]
    assert "None planned." in side
