"""From a wish to a partnership, on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walk import DESK, PHONE, Walk, said, words

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_teacher_asks_a_coach_says_yes_and_the_wish_stands_where_they_work(
    walk: Walk, size: dict[str, int]
) -> None:
    teacher, coach = walk.as_("teacher"), walk.as_("coach")
    for page in (teacher, coach):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of these
    wish, line = words("My exit tickets say nothing"), words("Gladly")
    ask(teacher, wish)
    expect(teacher.locator(".lock").first).to_contain_text("Casey Morgan")

    coach.goto("/d/riverbend/requests/")
    coach.get_by_role("link", name="Taylor Reed: ten minutes").first.click()
    expect(coach.get_by_text(wish)).to_be_visible()
    coach.get_by_label("A line back").first.fill(line)
    coach.get_by_role("button", name="Yes, gladly").click()
    said(coach, "Taylor is told.")
    expect(coach.get_by_text(wish)).to_be_visible()

    teacher.reload()
    expect(teacher.get_by_text(line)).to_be_visible()
    teacher.get_by_role("link", name="Where you work together").click()
    expect(teacher.get_by_text(wish)).to_be_visible()


def test_a_wish_is_changed_and_taken_back_by_its_asker(walk: Walk) -> None:
    teacher, coach = walk.as_("teacher"), walk.as_("coach")
    wish = words("I would like to watch a number talk")
    ask(teacher, wish)
    address = teacher.url
    teacher.get_by_role("link", name="Change the words").click()
    shorter = words("A number talk")
    teacher.get_by_label("What would help?").fill(shorter)
    teacher.get_by_role("button", name="Save").click()
    expect(teacher.get_by_text(shorter)).to_be_visible()
    coach.goto(address)
    expect(coach.get_by_text(shorter)).to_be_visible()
    teacher.get_by_role("button", name="Take it back").click()
    said(teacher, "Taken back.")
    coach.goto(address)
    expect(coach.get_by_text(shorter)).to_have_count(0)
    expect(coach.locator(".lead")).to_contain_text("Taken back")


def test_the_evaluator_another_teacher_and_the_admin_find_nothing(walk: Walk) -> None:
    teacher = walk.as_("teacher")
    ask(teacher, words("Nobody else"))
    for role in ("principal", "admin", "mentor"):
        answer = walk.as_(role).goto(teacher.url)
        assert answer
        assert answer.status == 404, role


def ask(page: Page, wish: str) -> None:
    """Of Casey, ten minutes."""
    page.goto("/d/riverbend/directory/?kind=coach")
    page.get_by_role("link", name="Ask Casey Morgan").click()
    page.get_by_label("What would help?").fill(wish)
    page.get_by_role("button", name="Ask", exact=True).click()
    said(page, "Asked.")
