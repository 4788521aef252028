"""Cycles: copied from a template, moved forward and back, never disturbed by the template."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from access.models import Circle
from access.refusals import Stale
from coaching.models import Partnership
from goals.models import Cycle, CycleStage, CycleTemplate, Goal, StageMove, TemplateStage
from goals.services.cycles import move_cycle, start_cycle
from goals.services.templates import SHIPPED, provide_templates
from tests.cast import Cast
from tests.conftest import acting, owner
from tests.goals.test_goal_pages import Enter, page


@pytest.fixture
def cycle(cast: Cast, goal: Goal) -> Cycle:
    with acting(cast.casey):
        start_cycle(goal=goal, template=CycleTemplate.objects.get(name="Impact Cycle"))
        return Cycle.objects.get()


def test_shipped_templates_are_provided_once(cast: Cast) -> None:
    with owner():
        provide_templates(district=cast.riverbend)
        CycleTemplate.objects.filter(name="GROW").update(about="Ours")
        provide_templates(district=cast.riverbend)
        provide_templates(district=cast.lakeshore)
        ours = CycleTemplate.objects.filter(district=cast.riverbend)
        assert {template.name for template in ours} == {shipped.name for shipped in SHIPPED}
        assert ours.get(name="GROW").about == "Ours"
    with acting(cast.taylor):
        assert CycleTemplate.objects.count() == 6
        stages = TemplateStage.objects.filter(template__name="GROW")
        assert [stage.name for stage in stages] == ["Goal", "Reality", "Options", "Will"]
        assert all(stage.prompt and stage.cadence_days for stage in stages)


def test_a_cycle_is_started_from_the_page(cast: Cast, goal: Goal, enter: Enter) -> None:
    client = enter(cast.taylor)
    assert b"Impact Cycle" in client.get(page(f"goals/{goal.pk}/cycle/")).content
    assert client.post(page(f"goals/{goal.pk}/cycle/"), {"template": "x"}).status_code == 422
    with acting(cast.taylor):
        template = CycleTemplate.objects.get(name="Short-term")
    answer = client.post(page(f"goals/{goal.pk}/cycle/"), {"template": template.pk}, follow=True)
    text = answer.content.decode()
    assert 'aria-current="step"' in text
    assert "On to Model or co-teach" in text
    assert "Back to" not in text
    assert "Plan" in client.get(page("growth/")).content.decode()


def test_forward_and_back_leave_their_traces(cast: Cast, cycle: Cycle, enter: Enter) -> None:
    client = enter(cast.taylor)
    move(client, cycle, seen=1, to=2)
    move(client, cycle, seen=2, to=3)
    move(enter(cast.casey), cycle, seen=3, to=2)
    with acting(cast.taylor):
        moved = Cycle.objects.get()
        assert (moved.stage, moved.stage_name) == (2, "Learn")
        trace = list(StageMove.objects.values_list("from_stage", "to_stage"))
    assert trace == [(None, 1), (1, 2), (2, 3), (3, 2)]


def move(client: Client, cycle: Cycle, *, seen: int, to: int) -> None:
    address = page(f"cycles/{cycle.pk}/move/{to}/")
    assert client.post(address, {"seen": seen}).status_code == 302


def test_a_cycle_moves_from_the_partnerships_page_and_stays_there(
    cast: Cast, goal: Goal, cycle: Cycle, enter: Enter
) -> None:
    client = enter(cast.casey)
    with acting(cast.casey):
        partnership = Circle.objects.get(pk=goal.circle_id).partnership_id
    here = page(f"partnerships/{partnership}/")
    on = page(f"cycles/{cycle.pk}/move/2/")
    text = client.get(here).content.decode()
    assert on in text
    assert "On to Learn" in text
    assert client.post(on, {"seen": 1, "next": here})["Location"] == here
    text = client.get(here).content.decode()
    assert "Back to Identify" in text
    assert page(f"cycles/{cycle.pk}/move/3/") in text
    elsewhere = {"seen": 2, "next": "https://elsewhere.test/"}
    assert client.post(on, elsewhere)["Location"] == page(f"goals/{goal.pk}/")


def test_two_moves_at_once_move_once(cast: Cast, cycle: Cycle) -> None:
    with acting(cast.taylor):
        stages = list(CycleStage.objects.all())
        move_cycle(cycle=cycle, seen=1, stage=stages[1])
        with pytest.raises(Stale):
            move_cycle(cycle=cycle, seen=1, stage=stages[1])
        assert StageMove.objects.count() == 2


def test_an_ended_cycle_can_be_reopened_until_the_next_begins(
    cast: Cast, goal: Goal, cycle: Cycle, enter: Enter
) -> None:
    client = enter(cast.casey)
    client.post(page(f"cycles/{cycle.pk}/end/"))
    assert b"Earlier cycles" in client.get(page(f"goals/{goal.pk}/")).content
    client.post(page(f"cycles/{cycle.pk}/reopen/"))
    with acting(cast.casey):
        assert Cycle.objects.get().ended_on is None
        start_cycle(goal=goal, template=CycleTemplate.objects.get(name="GROW"))
    client.post(page(f"cycles/{cycle.pk}/reopen/"))
    with acting(cast.casey):
        assert Cycle.objects.filter(ended_on=None).count() == 1
        assert Cycle.objects.get(pk=cycle.pk).ended_on


def test_outsiders_move_nothing(cast: Cast, cycle: Cycle, enter: Enter) -> None:
    for member in (cast.pat, cast.jordan, cast.robin, cast.alex):
        client = enter(member)
        for address in (f"cycles/{cycle.pk}/move/2/", f"cycles/{cycle.pk}/end/"):
            assert client.post(page(address), {"seen": 1}).status_code == 404


def test_editing_a_template_leaves_open_cycles_alone(
    cast: Cast, cycle: Cycle, enter: Enter
) -> None:
    client = enter(cast.alex)
    assert b"Impact Cycle" in client.get(page("program/cycle-templates/")).content
    with acting(cast.taylor):
        template = CycleTemplate.objects.get(name="Impact Cycle")
        stages = list(template.stages.all())
    address = page(f"program/cycle-templates/{template.pk}/")
    assert client.get(address).status_code == 200
    typed = {
        "name": "Our cycle",
        "about": "",
        "stage-TOTAL_FORMS": len(stages),
        "stage-INITIAL_FORMS": len(stages),
    }
    for number, stage in enumerate(stages):
        typed |= {
            f"stage-{number}-id": stage.pk,
            f"stage-{number}-name": f"Ours {number}",
            f"stage-{number}-prompt": "",
            f"stage-{number}-cadence_days": 5,
        }
    assert client.post(address, {**typed, "name": "GROW"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    with acting(cast.taylor):
        renamed = TemplateStage.objects.filter(template__name="Our cycle")
        assert [stage.name for stage in renamed] == ["Ours 0", "Ours 1", "Ours 2"]
        assert Cycle.objects.get().template_name == "Impact Cycle"
        kept = CycleStage.objects.values_list("name", flat=True)
        assert list(kept) == ["Identify", "Learn", "Improve"]


def stages_typed(*stages: tuple[str, int | str], left_out: str = "") -> dict[str, Any]:
    """What the form of a template sends: names with their places."""
    typed: dict[str, Any] = {
        "name": "Our cycle",
        "about": "",
        "stage-TOTAL_FORMS": len(stages),
        "stage-INITIAL_FORMS": 0,
    }
    for number, (name, place) in enumerate(stages):
        typed |= {f"stage-{number}-name": name, f"stage-{number}-ORDER": place}
        if name == left_out:
            typed[f"stage-{number}-DELETE"] = "on"
    return typed


def names_of(template: CycleTemplate) -> list[str]:
    with owner():
        return list(template.stages.values_list("name", flat=True))


def test_a_district_makes_its_own_template_and_moves_its_stages(cast: Cast, enter: Enter) -> None:
    with owner():
        provide_templates(district=cast.riverbend)
    client = enter(cast.alex)
    new = page("program/cycle-templates/new/")
    nothing = client.post(new, stages_typed(("", "")))
    assert nothing.status_code == 422
    assert "at least one stage" in nothing.content.decode()
    assert client.post(new, stages_typed(("Look", 1), ("Try", 2), ("", ""))).status_code == 302
    with owner():
        made = CycleTemplate.objects.get(name="Our cycle")
    assert names_of(made) == ["Look", "Try"]
    address = page(f"program/cycle-templates/{made.pk}/")
    assert "Another stage" in client.get(address).content.decode()
    client.post(address, stages_typed(("Look", 2), ("Try", 1), ("Share", 3)))
    assert names_of(made) == ["Try", "Look", "Share"]
    client.post(address, stages_typed(("Try", 1), ("Look", 2), ("Share", 3), left_out="Try"))
    assert names_of(made) == ["Look", "Share"]


def test_a_retired_template_starts_no_cycle_and_comes_back(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    with acting(cast.taylor):
        template = CycleTemplate.objects.get(name="GROW")
    admin, teacher = enter(cast.alex), enter(cast.taylor)
    admin.post(page(f"program/cycle-templates/{template.pk}/retire/"))
    assert b"GROW" not in teacher.get(page(f"goals/{goal.pk}/cycle/")).content
    answer = teacher.post(page(f"goals/{goal.pk}/cycle/"), {"template": template.pk})
    assert answer.status_code == 422
    admin.post(page(f"program/cycle-templates/{template.pk}/restore/"))
    assert b"GROW" in teacher.get(page(f"goals/{goal.pk}/cycle/")).content


def test_templates_are_the_administrators_alone(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    assert enter(cast.casey).get(page("program/cycle-templates/")).status_code == 404


def test_a_leadership_teams_chapter_holds_no_goals(cast: Cast, enter: Enter) -> None:
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('leadership_team', 'short', %s::uuid[], '', NULL)",
            [[str(cast.pat.pk), str(cast.jordan.pk)]],
        )
        team = cursor.fetchone()[0]
    assert enter(cast.casey).get(page(f"goals/new/?partnership={team}")).status_code == 404
