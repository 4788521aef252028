"""A teacher's own record: goals, who reads them, and visits that begin and end with a yes."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.walk import Walk, moment, open_partnership, said, today, words

pytestmark = pytest.mark.journey

WITH_CASEY = "Mine, with Casey Morgan"


def set_goal(page: Page, statement: str, *, measured: bool = False) -> None:
    page.get_by_role("link", name="My growth").first.click()
    page.get_by_role("link", name="Set a goal").click()
    page.get_by_label("Whose goal, and who works on it").select_option(label=WITH_CASEY)
    page.get_by_label("The goal").fill(statement)
    if measured:
        page.get_by_label("How we will see it").fill("students who speak in ten minutes")
        page.get_by_label("Now").fill("6")
        page.get_by_label("Target").fill("18")
        page.get_by_label("Counted in").fill("students")
    page.get_by_role("button", name="Set this goal").click()
    said(page, "Goal set.")
    expect(page.get_by_role("heading", level=1)).to_have_text(statement)


def open_panel(page: Page) -> Locator:
    page.locator(".page-head").get_by_role("link", name="Who can see this").click()
    panel = page.get_by_role("dialog", name="Who can see this")
    expect(panel.get_by_role("heading", level=1)).to_be_visible()
    return panel


def test_a_goal_from_its_sentence_to_its_first_measurement(walk: Walk) -> None:
    page = walk.as_("teacher")
    statement, comment = words("Students will ask why"), words("Third period first")
    set_goal(page, statement, measured=True)
    facts = page.locator(".facts")
    expect(facts).to_contain_text("students who speak in ten minutes")
    expect(facts).to_contain_text("6 students")
    expect(facts).to_contain_text("18 students")

    page.get_by_role("link", name="Start a cycle").click()
    page.get_by_role("button", name="Start Impact Cycle").click()
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("Identify")

    expect(page.locator("main")).to_contain_text("No measurement yet.")
    page.get_by_text("Add a measurement").click()
    page.get_by_label("Value").fill("9")
    page.get_by_label("Note").fill(words("Counted twice"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".chart circle")).to_have_count(1)
    expect(page.locator(".chart__target-text")).to_have_text("Target")
    line = page.locator(".chart-pair tbody tr")
    expect(line).to_contain_text(f"{today():%b} {today().day}")
    expect(line).to_contain_text("9")

    page.get_by_label("Add a comment").fill(comment)
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator("#comments li").filter(has_text=comment)).to_contain_text("Taylor Reed")

    coach = walk.as_("coach")
    coach.goto(urlsplit(page.url).path)
    expect(coach.get_by_role("heading", level=1)).to_have_text(statement)
    expect(coach.locator("#comments")).to_contain_text(comment)


def test_who_can_see_this_names_exactly_who(walk: Walk) -> None:
    page = walk.as_("teacher")
    set_goal(page, words("Students will choose their own texts"))
    expect(page.locator(".page-head .lock")).to_contain_text(
        "Only you and Casey Morgan can read this."
    )

    panel = open_panel(page)

    readers = panel.locator(".rows > li")
    expect(readers).to_have_text(
        [re.compile(r"Taylor Reed \(you\)\s*partner"), re.compile(r"Casey Morgan\s*coach")]
    )
    expect(panel).to_contain_text("Shared beyond these With nobody.", use_inner_text=False)
    expect(panel).to_contain_text("Nobody from outside.")
    expect(panel).to_contain_text("whoever started this demo")
    expect(panel).not_to_contain_text("Morgan Ellis")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_goal_is_shared_and_taken_back(walk: Walk) -> None:
    page = walk.as_("teacher")
    statement = words("Students will revise once")
    set_goal(page, statement)
    address = urlsplit(page.url).path
    mentor = walk.as_("mentor")
    assert mentor.request.get(address).status == 404

    page.get_by_role("link", name="Share or take back").click()
    page.get_by_label("Who?").fill("ellis")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Share with Morgan Ellis").click()
    said(page, "Shared. You can take it back at any time.")

    mentor.get_by_role("link", name="My growth").first.click()
    mentor.locator(f'a[href="{address}"]').click()
    expect(mentor.get_by_role("heading", level=1)).to_have_text(statement)
    expect(mentor.locator(".lock")).to_contain_text("sees that you looked")

    page.goto(address)
    expect(page.locator(".page-head .lock")).to_contain_text("Morgan Ellis")
    panel = open_panel(page)
    expect(panel).to_contain_text(re.compile(r"Morgan Ellis, until .*; shared by Taylor Reed\."))
    expect(panel).to_contain_text(re.compile(r"Who else has looked\s*Morgan Ellis"))
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Share or take back").click()
    page.get_by_role("button", name="Take back from Morgan Ellis").click()
    said(page, "Taken back.")
    assert mentor.request.get(address).status == 404
    page.goto(address)
    expect(page.locator(".page-head .lock")).to_contain_text(
        "Only you and Casey Morgan can read this."
    )


def test_a_goal_is_never_shared_with_ones_evaluator(walk: Walk) -> None:
    page = walk.as_("teacher")
    set_goal(page, words("Students will lead the talk"))

    page.get_by_role("link", name="Share or take back").click()
    page.get_by_label("Who?").fill("donovan")
    page.get_by_role("button", name="Find").click()

    expect(page.locator("main")).to_contain_text("Nobody of this name is there to share it with.")
    expect(page.get_by_role("button", name="Share with Pat Donovan")).to_have_count(0)
    expect(page.locator("section").filter(has_text="Shared so far")).to_contain_text(
        "With nobody yet."
    )


def test_a_visit_begins_and_ends_with_the_teachers_yes(walk: Walk) -> None:
    coach, teacher = walk.as_("coach"), walk.as_("teacher")
    focus, line, answer = words("Wait time"), words("Eleven hands"), words("It felt longer")

    open_partnership(coach, "Taylor Reed")
    coach.get_by_role("link", name="Plan a classroom visit").click()
    expect(coach.get_by_label("With whom").locator("option:checked")).to_have_text(
        "I visit Taylor Reed · Individual coaching"
    )
    coach.get_by_label("Focus").fill(focus)
    coach.get_by_label("What will be collected").fill("Seconds of quiet, hands")
    day, _, clock = moment(0, "09:40").partition("T")
    coach.get_by_label("Day").fill(day)
    coach.get_by_label("Time").fill(clock)
    coach.get_by_role("button", name="Ask", exact=True).click()
    said(coach, "Asked. The other one is told.")
    expect(coach.locator("main")).to_contain_text("Waiting for Taylor’s yes.")
    address = urlsplit(coach.url).path

    teacher.get_by_role("link", name="Visits").first.click()
    row = teacher.locator("li").filter(has=teacher.locator(f'a[href="{address}"]'))
    expect(row).to_contain_text("Proposed")
    row.get_by_role("link", name="Casey Morgan visits you").click()
    expect(teacher.locator("main")).to_contain_text(focus)
    expect(teacher.locator("main")).to_contain_text("Nobody who evaluates you can read any of it.")
    teacher.get_by_role("button", name="Agree to the visit").click()
    said(teacher, "Agreed.")

    coach.reload()
    coach.get_by_role("button", name="Start the visit").click()
    box = coach.get_by_label("What you see and hear")
    box.fill(line)
    box.press("Enter")
    expect(coach.locator(".evidence li").filter(has_text=line)).to_contain_text(
        re.compile(r"\d\d:\d\d")
    )
    expect(box).to_have_value("")

    teacher.reload()
    expect(teacher.locator("main")).to_contain_text("only Casey can read it")
    expect(teacher.locator("main")).not_to_contain_text(line)

    coach.get_by_role("button", name="The visit is over").click()
    expect(coach.get_by_role("timer")).to_have_count(0)
    expect(coach.get_by_role("region", name="Count and time")).to_be_hidden()
    late = words("One more hand")
    box.fill(late)
    coach.get_by_role("button", name="Share with Taylor").click()
    expect(coach.get_by_role("alert")).to_contain_text("isn’t written down yet")
    box.press("Enter")
    expect(coach.locator(".evidence li").filter(has_text=late)).to_be_visible()
    coach.get_by_role("button", name="Share with Taylor").click()
    said(coach, "Shared. Your partner reads first and responds first.")

    teacher.reload()
    expect(teacher.locator(".evidence")).to_contain_text(line)
    teacher.get_by_role("textbox", name="Your response").fill(answer)
    teacher.get_by_role("button", name="Save response").click()
    said(teacher, "Saved. Both of you can read it.")
    coach.reload()
    expect(coach.locator("main")).to_contain_text(answer)

    teacher.get_by_text("Take my consent back").click()
    teacher.get_by_role("button", name="Take it back").click()
    said(teacher, "Taken back. It is on your shelf now, and only you can read it.")
    expect(teacher.locator(".evidence")).to_contain_text(line)
    expect(teacher.locator(".lock")).to_contain_text("Only you can read this")
    teacher.get_by_role("link", name="Visits").first.click()
    shelf = teacher.locator("section").filter(has_text="On your shelf")
    expect(shelf.locator(f'a[href="{address}"]')).to_be_visible()

    assert coach.request.get(address).status == 404
    open_partnership(coach, "Taylor Reed")
    expect(coach.locator(".timeline")).to_be_visible()
    for sentence in (focus, line, answer):
        expect(coach.locator("main")).not_to_contain_text(sentence)
