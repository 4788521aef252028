"""Whoever evaluates the teachers: every address that others can come to, and what is theirs."""

import pytest
from playwright.sync_api import expect

from config.demo.words import TALKS
from tests.journeys.walk import (
    ID,
    PASSWORD,
    SUPPORTED,
    Walk,
    crawl,
    openings_for,
    tab_to,
)

pytestmark = pytest.mark.journey


def test_the_evaluator_finds_no_word_where_others_can_go(walk: Walk) -> None:
    reached = {role: crawl(walk.as_(role)) for role in SUPPORTED}
    for role, found in reached.items():
        assert [path for path in found.addresses if ID.search(path)], role
        assert not [path for path, status in found.pages.items() if status >= 500], role
    for role in ("coach", "teacher"):
        assert set(TALKS) & reached[role].spoken, "they read what the evaluator must not"

    principal = walk.as_("principal")
    mine = principal.request.post(
        "/d/riverbend/settings/",
        headers={
            "X-CSRFToken": principal.locator("[name=csrfmiddlewaretoken]").first.input_value()
        },
        form={"quiet_from": "nonsense"},
    )
    assert mine.status == 422, "the evaluator's own form is read"
    addresses = set().union(*(found.addresses for found in reached.values()))
    assert not openings_for(principal, addresses)


def test_the_evaluators_own_links_lead_to_no_record(walk: Walk) -> None:
    reached = crawl(walk.as_("principal"))
    assert set(reached.pages.values()) == {200}
    assert not reached.spoken
    assert not [path for path in reached.addresses if ID.search(path)]


def test_what_i_can_see_says_what_it_should(walk: Walk) -> None:
    page = walk.as_("principal")
    page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name="What I can see"
    ).click()

    main = page.locator("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("What I can see")
    expect(main).to_contain_text("Coaching stays between teacher and coach")
    expect(
        main.locator("section").filter(has_text="You are recorded as evaluating")
    ).to_contain_text("Everyone at Lincoln Elementary")
    expect(main).to_contain_text(
        "Goals, sessions, notes, visits, requests and comments of anyone they evaluate."
    )
    expect(main).to_contain_text("Keep the coach’s time free")
    main.locator("summary").filter(has_text="Instructional coach").click()
    expect(main).to_contain_text("Names, notes, conversations, and how anybody teaches.")
    expect(main).not_to_contain_text("Taylor Reed")


def test_an_evaluator_gets_along_with_the_keyboard(walk: Walk) -> None:
    page = walk.as_stranger()
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("principal@riverbend.test")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/riverbend/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)

    menu = page.locator(".top summary").filter(has_text="Pat")
    page.goto("/d/riverbend/")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My settings")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="My settings"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My settings")

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys on this site")
    expect(keys).to_be_visible()
    expect(keys).not_to_contain_text("Log a session")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    tab_to(page, menu)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/d/riverbend/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
