"""The coach's coach: a caseload without names, and a log that both write."""

import re

import pytest
from playwright.sync_api import Page, expect

from config.demo.words import TEACHERS
from tests.journeys.walk import WITH_TEACHERS, Walk, said, words

pytestmark = pytest.mark.journey


def open_caseload(page: Page, coach: str) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name="Coaches"
    ).click()
    page.get_by_role("link", name=coach).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(coach)


def test_a_caseload_shows_partners_without_names(walk: Walk) -> None:
    page = walk.as_("mentor")
    open_caseload(page, "Casey Morgan")

    review = page.get_by_role("region", name="Partners", exact=True)
    partners = review.get_by_role("rowheader")
    expect(partners.first).to_have_text(re.compile(r"^\s*Partner [A-Z]+\b"))
    numbers = partners.all_inner_texts()
    assert len(numbers) == len(set(numbers)) >= 12
    strips = review.get_by_role("img", name=re.compile(r"Contact in \d+ of \d+ weeks"))
    expect(strips).to_have_count(len(numbers))

    for address in ("/d/riverbend/coaches/", page.url):
        page.goto(address)
        html = page.content()
        assert not [name for name in TEACHERS if name in html]
        assert not [sentence for sentence in WITH_TEACHERS if sentence in html]
        assert not re.search(r"/partnerships/[0-9a-f]{8}-", html)


def test_mentor_and_coach_write_one_log(walk: Walk) -> None:
    mentor, coach = walk.as_("mentor"), walk.as_("coach")
    working, worry, steps = words("Starting with data"), words("Time"), words("Guard Tuesdays")
    open_caseload(mentor, "Casey Morgan")
    expect(mentor.locator(".lock")).to_contain_text("Only you and Casey Morgan can read this.")

    mentor.get_by_label("What is working").fill(working)
    mentor.get_by_label("Focus, challenges, concerns").fill(worry)
    mentor.get_by_role("button", name="Save the log").click()
    said(mentor, "Saved. Both of you can read it.")

    coach.get_by_role("link", name="My mentor").first.click()
    expect(coach.get_by_label("What is working")).to_have_value(working)
    expect(coach.get_by_label("Focus, challenges, concerns")).to_have_value(worry)
    coach.get_by_label("Coach’s next steps").fill(steps)
    coach.get_by_role("button", name="Save the log").click()
    said(coach, "Saved. Both of you can read it.")

    # What the other one has saved meanwhile is shown, and nothing is lost.
    typed = words("Read it together")
    mentor.get_by_label("Mentor’s next steps").fill(typed)
    mentor.get_by_role("button", name="Save the log").click()
    newer = mentor.get_by_role("alert")
    expect(newer).to_contain_text(steps)
    expect(mentor.get_by_label("Mentor’s next steps")).to_have_value(typed)
    newer.get_by_role("link", name="Open the saved one").click()
    expect(mentor.get_by_label("Coach’s next steps")).to_have_value(steps)
    expect(mentor.get_by_label("Mentor’s next steps")).not_to_have_value(typed)
    mentor.get_by_role("button", name="Put it back").click()
    expect(mentor.get_by_label("Mentor’s next steps")).to_have_value(typed)


def test_a_teachers_name_is_underlined_and_becomes_a_number(walk: Walk) -> None:
    mentor, coach = walk.as_("mentor"), walk.as_("coach")
    worry = words("is tired")
    coach.get_by_role("link", name="My mentor").first.click()
    box = coach.get_by_label("Focus, challenges, concerns")
    box.fill(f"Ms. Reed {worry}. Reeds grow.")
    field = coach.locator(".underlined", has=box)
    expect(field.locator("mark")).to_have_text(["Ms. Reed"])
    told = coach.get_by_role("status").filter(has_text="Taylor Reed becomes")
    expect(told).to_have_text(re.compile(r"^Taylor Reed becomes Partner \d+\.$"))
    number = told.inner_text().removeprefix("Taylor Reed becomes ").removesuffix(".")
    coach.get_by_role("button", name="Save the log").click()
    said(coach, "Saved, with numbers for the names of teachers. Only you see below who is who.")
    expect(box).to_have_value(f"{number} {worry}. Reeds grow.")
    expect(coach.locator("main")).to_contain_text(f"Taylor Reed is {number}")

    open_caseload(mentor, "Casey Morgan")
    expect(mentor.get_by_label("Focus, challenges, concerns")).to_have_value(
        f"{number} {worry}. Reeds grow."
    )
    assert "Reed is" not in mentor.content()


def test_the_coach_sees_the_same_rows_as_the_mentor(walk: Walk) -> None:
    mentor, coach = walk.as_("mentor"), walk.as_("coach")
    open_caseload(mentor, "Casey Morgan")
    coach.get_by_role("link", name="My mentor").first.click()

    expect(coach.locator("main")).to_contain_text(
        "Morgan Ellis sees the review exactly as it stands here"
    )
    expect(coach.get_by_role("rowheader").first).to_be_visible()
    assert coach.get_by_role("rowheader").all_inner_texts() == (
        mentor.get_by_role("rowheader").all_inner_texts()
    )
