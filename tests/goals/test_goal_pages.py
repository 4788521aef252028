"""A goal's pages: who writes, who finds nothing, and what happens when two write at once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member, RoleAssignment
from coaching.models import CoachRole, Partnership
from goals.models import Goal, Measurement, NextStep, Outcome
from goals.services.goals import set_goal
from goals.services.progress import add_measurement
from goals.services.steps import plan_step
from tests.cast import Cast
from tests.conftest import acting, owner
from tests.goals.words import FIELDS, TYPED

DAY = date(2026, 9, 14)
# The district may still live in yesterday.
TWO_DAYS = timedelta(days=2)
OUTSIDERS = ["pat", "jordan", "robin", "alex", "morgan"]


def page(name: str = "") -> str:
    return f"/d/riverbend/{name}"


Enter = Callable[[Member], Client]


def test_growth_without_a_goal_says_what_to_do(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.taylor).get(page("growth/"))
    assert answer.status_code == 200
    assert b"No goal yet" in answer.content


def test_growth_shows_the_goal_its_chart_and_past_goals(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    with acting(cast.taylor):
        add_measurement(goal=goal, measured_on=DAY, value=Decimal(7), note="")
        plan_step(goal=goal, owner_id=cast.taylor.pk, words="Try talk moves", due_on=None)
    text = enter(cast.taylor).get(page("growth/")).content.decode()
    assert "You are working on" in text
    assert FIELDS["statement"] in text
    assert "<svg" in text
    assert "Try talk moves" in text
    assert "Past goals" not in text
    assert enter(cast.taylor).post(page(f"goals/{goal.pk}/status/finished/")).status_code == 302
    assert "Past goals" in enter(cast.taylor).get(page("growth/")).content.decode()


def test_teacher_sets_a_goal_in_the_partnership_or_alone(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    client = enter(cast.taylor)
    assert client.get(page("goals/new/")).content.count(b"<option") > 2
    together = {**TYPED, "place": f"{partnership.circle_id}:{cast.taylor.pk}"}
    assert client.post(page("goals/new/"), together).status_code == 302
    assert client.post(page("goals/new/"), {**TYPED, "place": "only-me"}).status_code == 302
    with acting(cast.taylor):
        assert Goal.objects.count() == 2
    with acting(cast.casey):
        assert Goal.objects.get().owner_id == cast.taylor.pk


def test_what_the_districts_coaches_work_on_is_offered_as_a_focus(cast: Cast, enter: Enter) -> None:
    with owner():
        role = CoachRole.objects.create(
            district=cast.riverbend, title="Literacy", focus_areas=["Student talk", "Fluency"]
        )
        RoleAssignment.objects.filter(member=cast.casey, role="coach").update(coach_role=role)
        CoachRole.objects.create(district=cast.riverbend, title="Nobody’s", focus_areas=["Chess"])
    text = enter(cast.taylor).get(page("goals/new/")).content.decode()
    assert '<option value="Student talk">' in text
    assert "Chess" not in text


def test_coach_sets_a_goal_that_is_the_teachers(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    client = enter(cast.casey)
    address = page(f"goals/new/?partnership={partnership.pk}")
    assert client.get(address).status_code == 200
    place = f"{partnership.circle_id}:{cast.taylor.pk}"
    answer = client.post(address, {**TYPED, "place": place})
    assert answer.status_code == 302
    with acting(cast.taylor):
        written = Goal.objects.get()
    assert (written.owner_id, written.author_id) == (cast.taylor.pk, cast.casey.pk)


def test_nobody_sets_a_goal_without_knowing_who_reads_it(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    there = enter(cast.taylor).get(page(f"goals/new/?partnership={partnership.pk}"))
    assert "Mine, with Casey Coach. All of you can read it." in there.content.decode()
    alone = enter(cast.jordan).get(page("goals/new/"))
    assert "Only you can read it." in alone.content.decode()


def test_somebody_elses_partnership_is_not_a_place(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    address = page(f"goals/new/?partnership={partnership.pk}")
    assert enter(cast.jordan).get(address).status_code == 404
    place = f"{partnership.circle_id}:{cast.taylor.pk}"
    answer = enter(cast.jordan).post(page("goals/new/"), {**TYPED, "place": place})
    assert answer.status_code == 422


def test_new_goal_without_words_keeps_what_was_typed(
    cast: Cast, partnership: Partnership, enter: Enter
) -> None:
    answer = enter(cast.taylor).post(
        page("goals/new/"), {**TYPED, "statement": "", "place": "only-me"}
    )
    assert answer.status_code == 422
    assert "ten-minute talk" in answer.content.decode()


def test_a_goal_is_for_a_day_to_come(cast: Cast, partnership: Partnership, enter: Enter) -> None:
    typed = {**TYPED, "place": "only-me", "due_on": (timezone.localdate() - TWO_DAYS).isoformat()}
    client = enter(cast.taylor)
    answer = client.post(page("goals/new/"), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This day has passed. Choose a day to come, or none." in text
    assert FIELDS["statement"] in text
    assert f'value="{typed["due_on"]}"' in text
    typed["due_on"] = timezone.localdate().isoformat()
    assert client.post(page("goals/new/"), typed).status_code == 302


def test_a_day_that_passed_meanwhile_stays_until_another_is_chosen(
    cast: Cast, goal: Goal, enter: Enter
) -> None:
    passed = timezone.localdate() - TWO_DAYS
    with owner():
        Goal.objects.update(due_on=passed)
    client, address = enter(cast.taylor), page(f"goals/{goal.pk}/edit/")
    typed = {**TYPED, "statement": "Students will ask why.", "revision": 1}
    sooner = {**typed, "due_on": (passed - TWO_DAYS).isoformat()}
    assert client.post(address, sooner).status_code == 422
    assert client.post(address, {**typed, "due_on": passed.isoformat()}).status_code == 302
    with owner():
        saved = Goal.objects.get()
    assert (saved.statement, saved.due_on) == ("Students will ask why.", passed)


def test_a_step_is_for_a_day_to_come(cast: Cast, goal: Goal, enter: Enter) -> None:
    client = enter(cast.taylor)
    passed = timezone.localdate() - TWO_DAYS
    typed = {"words": "Try it", "owner": str(cast.taylor.pk), "due_on": passed.isoformat()}
    answer = client.post(page(f"goals/{goal.pk}/steps/new/"), typed)
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()
    with acting(cast.taylor):
        step = plan_step(goal=goal, owner_id=cast.taylor.pk, words="Try it", due_on=passed)
    later = {**typed, "words": "Try it twice", "revision": 1}
    assert client.post(page(f"steps/{step.pk}/edit/"), later).status_code == 302


def test_teacher_and_coach_both_write(cast: Cast, goal: Goal, enter: Enter) -> None:
    for member in (cast.taylor, cast.casey):
        client = enter(member)
        assert client.get(page(f"goals/{goal.pk}/")).status_code == 200
        step = {"words": f"By {member.first_name}", "owner": str(member.pk), "due_on": ""}
        assert client.post(page(f"goals/{goal.pk}/steps/new/"), step).status_code == 302
        value = {"measured_on": DAY, "value": "7"}
        assert client.post(page(f"goals/{goal.pk}/measurements/new/"), value).status_code == 302
        said = {"verdict": "met" if member == cast.casey else "partly", "reflection": "Ours"}
        assert client.post(page(f"goals/{goal.pk}/outcome/"), said).status_code == 302
    text = enter(cast.taylor).get(page(f"goals/{goal.pk}/")).content.decode()
    assert "By Casey" in text
    assert "By Taylor" in text
    assert "You see it differently" in text
    assert "Casey" in text.split("can read this", maxsplit=1)[0]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_others_find_nothing(cast: Cast, goal: Goal, enter: Enter, name: str) -> None:
    client = enter(getattr(cast, name))
    for rest in ("", "edit/", "outcome/", "cycle/", "share/"):
        assert client.get(page(f"goals/{goal.pk}/{rest}")).status_code == 404
    for rest in ("edit/", "steps/new/", "measurements/new/", "outcome/", "status/finished/"):
        assert client.post(page(f"goals/{goal.pk}/{rest}"), TYPED).status_code == 404


def test_another_district_finds_nothing(cast: Cast, goal: Goal, enter: Enter) -> None:
    for member in (cast.lee, cast.ana, cast.kim):
        client = enter(member)
        assert client.get(page(f"goals/{goal.pk}/")).status_code == 404
        assert client.get(f"/d/lakeshore/goals/{goal.pk}/").status_code == 404


def test_a_stale_edit_shows_both_versions(cast: Cast, goal: Goal, enter: Enter) -> None:
    first = {**TYPED, "statement": "Students will ask each other.", "revision": 1}
    second = {**TYPED, "statement": "Students will write it down.", "revision": 1}
    address = page(f"goals/{goal.pk}/edit/")
    assert enter(cast.taylor).post(address, first).status_code == 302
    answer = enter(cast.casey).post(address, second)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Students will ask each other." in text
    assert "Students will write it down." in text
    assert 'name="revision" value="2"' in text
    assert enter(cast.casey).post(address, {**second, "revision": 2}).status_code == 302


def test_a_step_is_done_undone_and_changed(cast: Cast, goal: Goal, enter: Enter) -> None:
    with acting(cast.taylor):
        step = plan_step(goal=goal, owner_id=cast.taylor.pk, words="Try it", due_on=None)
    client = enter(cast.casey)
    answer = client.post(page(f"steps/{step.pk}/done/"), follow=True)
    assert b"Undo" in answer.content
    with acting(cast.taylor):
        assert NextStep.objects.get().done_at
    answer = client.post(page(f"steps/{step.pk}/undone/"), {"next": "https://elsewhere.test/"})
    assert answer.headers["Location"] == page(f"goals/{goal.pk}/")
    referer = f"http://testserver{page('growth/')}"
    answer = client.post(page(f"steps/{step.pk}/undone/"), headers={"referer": referer})
    assert answer.headers["Location"] == page("growth/")
    with acting(cast.taylor):
        assert NextStep.objects.get().done_at is None
    changed = {"words": "Try it twice", "owner": str(cast.casey.pk), "revision": 1}
    assert client.post(page(f"steps/{step.pk}/edit/"), changed).status_code == 302
    stale = enter(cast.taylor).post(page(f"steps/{step.pk}/edit/"), changed)
    assert stale.status_code == 409
    assert enter(cast.pat).post(page(f"steps/{step.pk}/done/")).status_code == 404


def test_a_step_for_somebody_outside_is_refused(cast: Cast, goal: Goal, enter: Enter) -> None:
    step = {"words": "For Jordan", "owner": str(cast.jordan.pk)}
    answer = enter(cast.taylor).post(page(f"goals/{goal.pk}/steps/new/"), step)
    assert answer.status_code == 422
    assert b"For Jordan" in answer.content


def test_only_ones_own_measurement_can_be_removed(cast: Cast, goal: Goal, enter: Enter) -> None:
    enter(cast.taylor).post(
        page(f"goals/{goal.pk}/measurements/new/"),
        {"measured_on": DAY, "value": "7"},
    )
    with acting(cast.taylor):
        address = page(f"measurements/{Measurement.objects.get().pk}/remove/")
    assert enter(cast.casey).post(address).status_code == 404
    assert enter(cast.taylor).post(address).status_code == 302
    with acting(cast.taylor):
        assert not Measurement.objects.exists()


def test_one_outcome_a_person_changed_in_place(cast: Cast, goal: Goal, enter: Enter) -> None:
    address = page(f"goals/{goal.pk}/outcome/")
    client = enter(cast.taylor)
    assert client.post(address, {"verdict": "partly", "revision": 0}).status_code == 302
    assert client.post(address, {"verdict": "met", "revision": 1}).status_code == 302
    assert client.post(address, {"verdict": "go_on", "revision": 1}).status_code == 409
    with acting(cast.casey):
        assert Outcome.objects.get().verdict == "met"


# Inside a test's transaction the context also reads and restores what was there before it.
ONLY_IN_TESTS = ("SAVEPOINT", "RELEASE", "SELECT current_setting", "SELECT set_config")


def statements(client: Client, address: str) -> int:
    """What a page asks, with the one statement that steps into the member."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return 1 + sum(not query["sql"].startswith(ONLY_IN_TESTS) for query in captured)


def test_pages_ask_as_often_for_one_row_as_for_fifty(
    cast: Cast, goal: Goal, partnership: Partnership, enter: Enter
) -> None:
    client = enter(cast.taylor)
    addresses = [page("growth/"), page(f"goals/{goal.pk}/")]
    fill(cast, goal, 1)
    few = [statements(client, address) for address in addresses]
    fill(cast, goal, 49)
    with acting(cast.taylor):
        for _ in range(49):
            set_goal(circle_id=goal.circle_id, owner_id=cast.taylor.pk, fields=FIELDS)
    many = [statements(client, address) for address in addresses]
    assert few == many
    assert max(many) <= 12


def fill(cast: Cast, goal: Goal, number: int) -> None:
    with acting(cast.taylor):
        for _ in range(number):
            add_measurement(goal=goal, measured_on=DAY, value=Decimal(7), note="")
            plan_step(goal=goal, owner_id=cast.taylor.pk, words="Again", due_on=DAY)


def test_a_closed_chapter_is_read_and_not_written(
    cast: Cast, goal: Goal, partnership: Partnership, enter: Enter
) -> None:
    with acting(cast.taylor), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.answer_place(%s, 'left')", [str(partnership.pk)])
    client = enter(cast.taylor)
    text = client.get(page(f"goals/{goal.pk}/")).content.decode()
    assert "Closed chapter" in text
    assert "Add step" not in text
    assert client.post(page(f"goals/{goal.pk}/edit/"), TYPED).status_code == 404
    with owner():
        assert Goal.objects.get().revision == 1


def test_a_goal_of_a_closed_chapter_is_carried_forward_by_its_owner(
    cast: Cast, goal: Goal, partnership: Partnership, enter: Enter
) -> None:
    with acting(cast.casey):
        add_measurement(goal=goal, measured_on=DAY, value=Decimal(7), note="Casey’s own words")
    address = page(f"goals/{goal.pk}/carry/")
    assert enter(cast.taylor).get(address).status_code == 404
    with acting(cast.taylor), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.answer_place(%s, 'left')", [str(partnership.pk)])
    client = enter(cast.taylor)
    assert "Carry forward" in client.get(page(f"goals/{goal.pk}/")).content.decode()
    assert "Earlier chapter" in client.get(page("growth/")).content.decode()
    assert client.get(address).status_code == 200
    assert enter(cast.casey).get(address).status_code == 404
    typed = {"place": "only-me", "with_measurements": "on"}
    assert client.post(address, typed).status_code == 302
    with acting(cast.taylor):
        copy = Goal.objects.exclude(pk=goal.pk).get()
        assert copy.statement == goal.statement
        assert [m.note for m in copy.measurements.all()] == [""]
    with acting(cast.casey):
        assert not Goal.objects.filter(pk=copy.pk).exists()
