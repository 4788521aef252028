"""A coach's day: log, plan, change, take back; on a phone, at a desk, by keyboard."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.walk import (
    PASSWORD,
    Taps,
    Walk,
    field_of,
    moment,
    open_partnership,
    row_of,
    said,
    tab_to,
    today,
    words,
)

pytestmark = pytest.mark.journey

TALKED = "What we talked about"
SAVE = "Save"


def start_log(page: Page, name: str) -> None:
    """From home, with the person's own button."""
    row_of(page, name).get_by_role("link", name=f"Log with {name}").click()
    expect(page.get_by_label(name, exact=True)).to_be_checked()


def log(page: Page, name: str, sentence: str) -> None:
    start_log(page, name)
    page.get_by_label(TALKED).fill(sentence)
    page.get_by_role("button", name=SAVE).click()
    said(page, "Logged.")


def tap_and_type(field: Locator, text: str) -> None:
    field.tap()
    expect(field).to_be_focused()
    field.page.keyboard.insert_text(text)  # as a phone's keyboard does


def just_for_me(page: Page) -> Locator:
    return page.locator("summary").filter(has_text="Just for me")


def plan(page: Page, name: str, at: str) -> None:
    row_of(page, name).get_by_role("link", name=f"Plan with {name}").click()
    page.get_by_label("When").fill(at)
    page.get_by_role("button", name="Plan it").click()
    said(page, "Planned.")
    expect(page.locator(".lead")).to_contain_text(f"With {name}")
    page.goto("/d/riverbend/")


def test_the_usual_log_takes_six_taps_on_a_phone(walk: Walk) -> None:
    page = walk.as_("coach", phone=True)
    taps = Taps(page)
    talked, mine, step = words("Sorted the essays"), words("Bring the rubric"), words("Try pairs")

    row_of(page, "Sam Ortiz").get_by_role("link", name="Log with Sam Ortiz").tap()
    expect(page.get_by_label("Sam Ortiz")).to_be_checked()
    goal = page.get_by_label("Goal it serves").locator("option:checked")
    expect(goal).to_have_text("Students will ask each other questions in discussions.")
    page.get_by_label("Debrief").tap()
    tap_and_type(page.get_by_label(TALKED), talked)
    tap_and_type(page.get_by_label("Next step").first, step)
    just_for_me(page).tap()
    expect(page.get_by_label("Just for me")).to_be_focused()
    page.keyboard.insert_text(mine)
    page.get_by_role("button", name=SAVE).tap()
    said(page, "Logged.")
    assert taps.count <= 6

    due = today() + timedelta(days=7)
    expect(page.get_by_text(talked)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=step)).to_contain_text(
        f"{due:%b} {due.day}"
    )
    expect(page.locator("main")).to_contain_text("Debrief")
    expect(page.get_by_role("link", name="Students will ask each other")).to_be_visible()
    expect(page.get_by_text(mine)).to_be_hidden()
    just_for_me(page).tap()
    expect(page.get_by_text(mine)).to_be_visible()

    page.get_by_role("link", name="Partnership", exact=True).tap()
    expect(page.locator(".timeline")).to_contain_text(talked)
    expect(page.locator(".split__side")).to_contain_text(step)


def test_a_log_is_edited(walk: Walk) -> None:
    page = walk.as_("coach")
    first, second = words("We read the unit"), words("We read the unit and cut a task")
    log(page, "Lee Park", first)

    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("For everybody in the partnership").fill(second)
    page.get_by_role("button", name=SAVE).click()

    said(page, "Saved.")
    expect(page.get_by_text(second)).to_be_visible()
    open_partnership(page, "Lee Park")
    expect(page.locator(".timeline")).to_contain_text(second)
    expect(page.locator(".timeline").get_by_text(first, exact=True)).to_have_count(0)


def test_a_log_is_taken_back(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("Planned the wrong lesson")
    log(page, "Noor Haddad", sentence)
    address = page.url

    page.get_by_role("button", name="Undo").click()

    said(page, "Taken back.")
    open_partnership(page, "Noor Haddad")
    expect(page.locator(".timeline")).to_be_visible()
    expect(page.locator(".timeline")).not_to_contain_text(sentence)
    assert page.request.get(address).status == 404


def test_quick_help_opens_with_somebody_new(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("How to share the slides")
    page.get_by_role("link", name="Log a session").click()

    page.get_by_text("Somebody else").click()
    page.get_by_label("Find a colleague by name").press_sequentially("petrova")
    page.get_by_label("Elena Petrova").check()
    page.get_by_label("Resource support").check()
    page.get_by_label(TALKED).fill(sentence)
    page.get_by_role("button", name=SAVE).click()

    said(page, "Logged.")
    open_partnership(page, "Elena Petrova")
    expect(page.locator("main")).to_contain_text("Quick help")
    expect(page.locator(".timeline")).to_contain_text(sentence)
    page.goto("/d/riverbend/")
    door = page.locator("section").filter(has=page.get_by_role("heading", name="Door open"))
    expect(door).to_contain_text("Elena Petrova")


def test_one_log_is_for_two_people(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("Compared two units")
    start_log(page, "Ben Castillo")

    page.get_by_text("More people you work with").click()
    page.get_by_label("Diego Morales").check()
    page.get_by_label(TALKED).fill(sentence)
    page.get_by_role("button", name=SAVE).click()

    said(page, "Logged.")
    for name in ("Ben Castillo", "Diego Morales"):
        open_partnership(page, name)
        expect(page.locator(".timeline")).to_contain_text(sentence)
        expect(page.locator(".lock")).to_contain_text(f"Only you and {name} can read this")


def test_the_goals_offered_follow_who_is_chosen_and_the_time_how_long_it_took(walk: Walk) -> None:
    page = walk.as_("coach")
    page.get_by_role("link", name="Log a session").click()
    goal = page.get_by_label("Goal it serves")
    expect(goal).to_be_hidden()
    page.get_by_label("Taylor Reed").check()
    expect(goal.locator("option:checked")).to_contain_text("Students will explain")
    page.get_by_label("Sam Ortiz").check()
    expect(goal.locator("option")).to_have_count(3)
    page.get_by_label("Taylor Reed").uncheck()
    expect(goal.locator("option:checked")).to_contain_text("Students will ask each other")
    page.get_by_label("Sam Ortiz").uncheck()
    expect(goal).to_be_hidden()

    ends = {ended(page)}
    for minutes in ("15", "60", "45"):
        page.get_by_role("button", name=f"{minutes} minutes").click()
        ends.add(ended(page))
    assert len(ends) == 1


def ended(page: Page) -> datetime:
    began = datetime.fromisoformat(page.get_by_label("When").input_value())
    return began + timedelta(minutes=int(page.get_by_label("Minutes").input_value()))


def test_a_pause_until_a_day_is_undone_with_one_tap(walk: Walk) -> None:
    page = walk.as_("coach", phone=True)
    open_partnership(page, "Jamie Flores")
    page.locator(".page summary").filter(has_text="More").tap()
    page.get_by_role("link", name="Pause").tap()
    until = today() + timedelta(days=9)
    page.get_by_label("Goes on by itself on").fill(f"{until}")
    page.get_by_role("button", name="Pause").tap()

    said(page, "Paused.")
    expect(page.locator(".tag")).to_contain_text(f"Paused until {until:%a, %b} {until.day}")
    page.get_by_role("button", name="Undo").tap()
    said(page, "Under way again.")
    expect(page.locator(".tag")).to_have_count(0)


def test_other_time_needs_nobody(walk: Walk) -> None:
    page = walk.as_("coach")
    label = words("Proctoring")
    page.get_by_role("link", name="Log a session").click()
    page.get_by_role("link", name="Log other time").click()

    page.get_by_label("Minutes").fill("45")
    page.get_by_label("Non-coaching duty").check()
    page.get_by_label("What it was").fill(label)
    page.get_by_role("button", name=SAVE).click()

    said(page, "Logged.")
    page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name="My time"
    ).click()
    line = page.get_by_role("listitem").filter(has_text=label)
    expect(line).to_contain_text("Non-coaching duty")
    expect(line).to_contain_text("45 min")
    line.get_by_role("link", name="Change").click()
    page.get_by_label("Minutes").fill("50")
    page.get_by_role("button", name=SAVE).click()
    said(page, "Saved.")
    expect(line).to_contain_text("50 min")


def test_a_planned_session_happened(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence, step = words("It went as planned"), words("Try it with the whole class")
    plan(page, "Omar Farouk", moment(0, "08:10"))

    planned = page.locator(".day > li").filter(has_text="Omar Farouk")
    expect(planned).to_contain_text("8:10 AM")
    planned.get_by_role("button", name="Happened").click()

    said(page, "Logged. Add what it was and next steps when you like.")
    page.get_by_label("For everybody in the partnership").fill(sentence)
    page.get_by_role("button", name=SAVE, exact=True).click()
    said(page, "Saved.")
    page.get_by_role("link", name="Say what it was").click()
    page.get_by_label("Debrief").check()
    page.get_by_label("Minutes").fill("35")
    page.get_by_role("button", name=SAVE, exact=True).click()
    said(page, "Saved.")
    expect(page.locator(".lead")).to_contain_text("35 min · In person · Debrief")
    page.get_by_text("Add a next step").click()
    page.get_by_label("Next step", exact=True).fill(step)
    page.get_by_label("Who", exact=True).select_option(label="Omar Farouk")
    page.get_by_role("button", name="Add step").click()
    said(page, "Next step added.")
    expect(page.get_by_role("listitem").filter(has_text=step)).to_contain_text("Omar Farouk")
    open_partnership(page, "Omar Farouk")
    expect(page.locator(".timeline")).to_contain_text(sentence)
    page.goto("/d/riverbend/")
    expect(planned).to_have_count(0)


def test_a_planned_session_is_moved(walk: Walk) -> None:
    page = walk.as_("coach")
    plan(page, "Ben Castillo", moment(0, "08:20"))

    planned = page.locator(".day > li").filter(has_text="8:20 AM")
    expect(planned).to_contain_text("Ben Castillo")
    planned.locator("summary").filter(has_text="Moved").click()
    planned.get_by_label("New time").fill(moment(1, "10:35"))
    planned.get_by_role("button", name="Move it").click()

    said(page, "Moved.")
    expect(planned).to_have_count(0)
    open_partnership(page, "Ben Castillo")
    later = today() + timedelta(days=1)
    coming = page.locator(".split__side section").filter(has_text="Next meeting")
    expect(coming).to_contain_text(f"{later:%b} {later.day}")
    expect(coming).to_contain_text("10:35 AM")


def test_a_planned_session_did_not_happen(walk: Walk) -> None:
    page = walk.as_("coach")
    plan(page, "Diego Morales", moment(0, "08:30"))
    planned = page.locator(".day > li").filter(has_text="8:30 AM")
    address = planned.get_by_role("link", name="Diego Morales", exact=True).get_attribute("href")
    assert address

    planned.locator("summary").filter(has_text="Didn’t").click()
    planned.get_by_role("button", name="Pulled for coverage").click()
    said(page, "Noted that it didn’t happen.")
    expect(planned).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    said(page, "Planned again.")

    planned.locator("summary").filter(has_text="Didn’t").click()
    planned.get_by_role("button", name="Somebody was absent").click()
    said(page, "Noted that it didn’t happen.")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Didn't happen")
    expect(page.locator(".lead")).to_contain_text("Somebody was absent")


def test_a_draft_survives_a_reload_and_says_so(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("Half a thought")
    start_log(page, "Kofi Mensah")
    status = page.locator("[data-draft-status]")
    page.get_by_label(TALKED).press_sequentially(sentence)
    expect(status).to_have_text("On this device only")

    page.reload()

    expect(page.get_by_label(TALKED)).to_have_value(sentence)
    expect(status).to_contain_text(re.compile(r"On this device only, from \d+:\d\d [AP]M"))
    page.get_by_role("button", name=SAVE).click()
    said(page, "Logged.")
    page.goto("/d/riverbend/")
    start_log(page, "Kofi Mensah")
    expect(page.get_by_label(TALKED)).to_have_value("")
    expect(status).to_be_empty()


def test_a_draft_can_be_dropped(walk: Walk) -> None:
    page = walk.as_("coach")
    start_log(page, "Kofi Mensah")
    page.get_by_label(TALKED).press_sequentially(words("Never mind"))
    page.reload()

    page.get_by_role("button", name="Start fresh").click()

    expect(page.get_by_label(TALKED)).to_have_value("")
    page.reload()
    expect(page.get_by_label(TALKED)).to_have_value("")


def test_a_bad_log_keeps_what_was_typed(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence, mine = words("Watched the opening"), words("Ask about Monday")
    start_log(page, "Jamie Flores")
    page.get_by_label(TALKED).fill(sentence)
    just_for_me(page).click()
    page.get_by_label("Just for me").fill(mine)
    page.get_by_label("When").fill(moment(9))
    page.get_by_role("button", name=SAVE).click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    when = field_of(page, "When")
    expect(when.locator(".errorlist")).to_contain_text("This lies ahead.")
    expect(page.get_by_label("When")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Jamie Flores")).to_be_checked()
    expect(page.get_by_label(TALKED)).to_have_value(sentence)
    expect(page.get_by_label("Just for me")).to_have_value(mine)

    page.locator("[data-error-summary]").get_by_role("link", name="When").click()
    expect(page.get_by_label("When")).to_be_focused()
    page.get_by_label("When").fill(moment(-1))
    page.get_by_role("button", name=SAVE).click()
    said(page, "Logged.")
    expect(page.get_by_text(sentence)).to_be_visible()


def test_a_cycle_goes_forward_and_back(walk: Walk) -> None:
    page = walk.as_("coach")
    open_partnership(page, "Marcus Greene")
    page.locator(".split__side").get_by_role("link", name="Students will").click()
    now = page.locator(".stages [aria-current=step]")
    before = now.inner_text().split("\n")[0]

    onward = page.get_by_role("button", name="On to")
    following = onward.inner_text().removeprefix("On to ")
    onward.click()
    expect(now).to_contain_text(following)

    page.get_by_role("button", name="Back to").click()
    expect(now).to_contain_text(before)
    expect(now).not_to_contain_text(following)


@pytest.mark.parametrize("page_of", ["partnership", "goal"])
def test_a_cycle_is_moved_with_the_keyboard_and_says_where_it_is(walk: Walk, page_of: str) -> None:
    page = walk.as_("coach")
    open_partnership(page, "Noor Haddad")
    if page_of == "goal":
        page.locator(".split__side").get_by_role("link", name="Students will").first.click()
    onward, back = (page.get_by_role("button", name=f"{way} to") for way in ("On", "Back"))

    def press(button: Locator) -> None:
        button.focus()
        name = button.inner_text().partition(" to ")[2]
        page.keyboard.press("Enter")
        expect(page.locator("#moved")).to_have_text(f"Now in {name}")

    while back.count():
        press(back)
    # In the first stage nothing leads back: the focus is beside it.
    expect(onward).to_be_focused()
    press(onward)
    expect(onward).to_be_focused()
    press(back)
    press(onward)
    expect(onward).to_be_focused()


def test_a_measurement_stands_in_chart_and_table(walk: Walk) -> None:
    page = walk.as_("coach")
    open_partnership(page, "Noor Haddad")
    page.locator(".split__side").get_by_role("link", name="Students will").click()
    points, lines = page.locator(".chart circle"), page.locator(".chart-pair tbody tr")
    expect(points.first).to_be_visible()
    before = points.count()
    assert lines.count() == before

    page.get_by_text("Add a measurement").click()
    page.get_by_label("Value").fill("13")
    page.get_by_role("button", name="Add", exact=True).click()

    expect(points).to_have_count(before + 1)
    expect(page.locator(".chart__label")).to_have_text("13")
    expect(lines).to_have_count(before + 1)
    expect(lines.first).to_contain_text(f"{today():%b} {today().day}")
    expect(lines.first).to_contain_text("13")


def test_a_comment_stands_under_its_session(walk: Walk) -> None:
    page = walk.as_("coach")
    comment = words("More on the second question")
    log(page, "Ben Castillo", words("Looked at the questions"))

    page.get_by_label("Add a comment").fill(comment)
    page.get_by_role("button", name="Add comment").click()

    shown = page.locator("#comments li").filter(has_text=comment)
    expect(shown).to_contain_text("Casey Morgan")


def test_a_session_is_logged_with_the_keyboard_alone(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("Hands stayed on the keys")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()

    tab_to(page, page.get_by_label("Theo Lindgren"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Modeling"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label(TALKED))
    page.keyboard.type(sentence)
    tab_to(page, page.get_by_role("button", name=SAVE))
    page.keyboard.press("Enter")

    said(page, "Logged.")
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("Modeling")


def test_back_leads_to_who_was_found_and_no_address_names_them(walk: Walk) -> None:
    page = walk.as_("coach")
    page.get_by_role("link", name="Partnerships").first.click()
    page.get_by_label("Search by name").fill("Taylor")
    page.keyboard.press("Enter")
    found = page.locator(".rows").get_by_role("link", name="Taylor Reed")
    expect(found.first).to_be_visible()
    assert "Taylor" not in page.url
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Taylor Reed")

    page.go_back()
    expect(found.first).to_be_visible()
    expect(page.get_by_label("Search by name")).to_have_value("Taylor")
    expect(page.locator(".rows").get_by_role("link", name="Omar Farouk")).to_have_count(0)


def test_what_was_typed_outlives_a_sign_in_that_ran_out(walk: Walk) -> None:
    page = walk.as_("coach")
    sentence = words("Still here after signing in")
    start_log(page, "Ben Castillo")
    page.get_by_label(TALKED).fill(sentence)
    page.context.clear_cookies()
    page.get_by_role("button", name=SAVE).click()
    page.get_by_label("Email").fill("coach@riverbend.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label(TALKED)).to_have_value(sentence)
