"""Every page can be used by everybody: axe finds nothing, and nothing is wider than the screen."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import get_resolver, resolve, reverse
from playwright.sync_api import Page, expect

from tests.journeys.walk import (
    DESK,
    PHONE,
    Walk,
    crawl,
    moment,
    open_partnership,
    row_of,
    said,
    words,
)

pytestmark = pytest.mark.journey

ROLES = ("coach", "teacher", "mentor", "admin", "principal")
AXE = Axe()
# WCAG 2.2's own tag: the size of targets is not among axe's defaults.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
MAIN = {
    *("home", "partnership", "log", "session", "time", "growth", "goal", "visit", "visits"),
    *("caseload", "what-i-can-see", "who-can-see", "my-settings"),
    *("program-home", "program-people", "program-person", "program-evaluators"),
}
# Pages of something that is first made, in the tests below.
MADE_BELOW = {
    "comment-edit",
    "cycle-new",
    "goal-carry",
    "logged",
    "program-import-detail",
    "visit-edit",
}
# A part of a page, fetched every second while a roster is applied.
PARTS = {"program-import-progress"}

Addresses = dict[str, list[str]]


@pytest.fixture(scope="module")
def reached() -> dict[str, Addresses]:
    """Who comes to which pages, by the page's name."""
    return {}


def pages_of(walk: Walk, role: str, reached: dict[str, Addresses]) -> Addresses:
    if role not in reached:
        reached[role] = {}
        for address in crawl(walk.as_(role), of_each=3).pages:
            name = resolve(urlsplit(address).path).url_name or ""
            reached[role].setdefault(name, []).append(address)
    return reached[role]


def troubles_on(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"{page.url} is wider than the screen"] if width > 0 else []
    for violation in AXE.run(page, options=OPTIONS).response["violations"]:
        found += [f"{page.url} {violation['id']}: {node['html']}" for node in violation["nodes"]]
    return found


def troubles_at_both_widths(page: Page) -> list[str]:
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of these
        found += troubles_on(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a TypedDict of these
    return found


def open_first(page: Page, addresses: Iterable[str]) -> None:
    """Somebody else may be taking a log back right now."""
    for address in addresses:
        answer = page.goto(address)
        if answer and answer.status == 200:
            return
    raise AssertionError(f"none of {addresses} is there")


@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_used_at_a_desk_and_on_a_phone(
    walk: Walk, reached: dict[str, Addresses], role: str
) -> None:
    page = walk.as_(role)
    found = []
    for addresses in pages_of(walk, role, reached).values():
        open_first(page, addresses)
        found += troubles_at_both_widths(page)
    assert not found


@pytest.mark.parametrize("role", ROLES)
def test_main_pages_can_be_used_in_the_dark(
    walk: Walk, reached: dict[str, Addresses], role: str
) -> None:
    page = walk.as_(role, dark=True)
    pages = pages_of(walk, role, reached)
    found = []
    for name in MAIN & set(pages):
        open_first(page, pages[name])
        found += troubles_on(page)
    assert not found


def test_every_page_is_looked_at(walk: Walk, reached: dict[str, Addresses]) -> None:
    looked_at = {name for role in ROLES for name in pages_of(walk, role, reached)}
    coach, admin = walk.as_("coach"), walk.as_("admin")
    for name, wanted in district_addresses():
        if name in looked_at | MADE_BELOW | PARTS:
            continue
        values = {key: made_up(key) for key in wanted}
        asked = admin if name.startswith("program") else coach
        answer = asked.request.get(reverse(name, kwargs=values))
        assert answer.status == 405, f"nobody looks at the page of {name}"


def district_addresses() -> list[tuple[str, set[str]]]:
    """Every name under /d/<district>/ with what its address needs."""
    known: Any = get_resolver().reverse_dict
    return [
        (name, set(known[name][3]))
        for name in known
        if isinstance(name, str) and "district" in known[name][3]
    ]


def made_up(key: str) -> object:
    return {"district": "riverbend", "kind": "goal", "status": "active", "position": 1}.get(
        key, uuid4()
    )


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/demo/mail",
        "/nowhere/",
    ],
)
def test_pages_before_signing_in_can_be_used(walk: Walk, address: str) -> None:
    page = walk.as_stranger()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not troubles_at_both_widths(page)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/d/riverbend/nowhere/",
    ],
)
def test_pages_about_signing_in_can_be_used(walk: Walk, address: str) -> None:
    page = walk.as_("teacher")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not troubles_at_both_widths(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_on_a_page_can_be_used(walk: Walk, dark: bool) -> None:
    page = walk.as_("coach", dark=dark)
    found = []
    page.locator(".day summary").first.click()
    found += troubles_on(page)
    page.locator(".top summary").filter(has_text="Casey").click()
    found += troubles_on(page)
    page.get_by_role("button", name="Keys on this site").click()
    expect(page.get_by_role("dialog", name="Keys on this site")).to_be_visible()
    found += troubles_on(page)
    page.keyboard.press("Escape")

    open_partnership(page, "Taylor Reed")
    page.locator(".page-head").get_by_role("link", name="Who can see this").click()
    expect(page.get_by_role("dialog", name="Who can see this")).to_be_visible()
    found += troubles_on(page)
    assert not found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_refused_log_and_what_follows_a_saved_one_can_be_used(walk: Walk, dark: bool) -> None:
    page = walk.as_("coach", dark=dark)
    sentence = words("Looked at pages")
    row_of(page, "Kofi Mensah").get_by_role("link", name="Log with Kofi Mensah").click()
    page.locator("summary").filter(has_text="Just for me").click()
    page.locator("summary").filter(has_text="More next steps").click()
    page.locator("summary").filter(has_text="Somebody else").click()
    page.get_by_label("What we talked about").fill(sentence)
    page.get_by_label("When").fill(moment(9))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    found = troubles_at_both_widths(page)

    page.get_by_label("When").fill(moment(-1))
    page.get_by_role("button", name="Save").click()
    said(page, "Logged.")
    found += troubles_at_both_widths(page)

    page.get_by_label("Add a comment").fill(words("One more thing"))
    page.get_by_role("button", name="Add comment").click()
    page.get_by_role("link", name="Edit this comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit your comment")
    found += troubles_at_both_widths(page)
    assert not found


def test_what_follows_a_log_for_several_can_be_used(walk: Walk) -> None:
    page = walk.as_("coach")
    page.goto("/d/riverbend/log/")
    for name in ("Theo Lindgren", "Jamie Flores"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Save").click()
    said(page, "Logged.")
    for name in ("Theo Lindgren", "Jamie Flores"):
        expect(page.get_by_role("link", name=f"Plan the next with {name}")).to_be_visible()
    found = troubles_at_both_widths(page)
    page.get_by_role("button", name="Undo").click()
    said(page, "Taken back.")
    assert not found


def test_a_visit_from_proposal_to_notes_can_be_used(walk: Walk) -> None:
    coach, teacher = walk.as_("coach"), walk.as_("teacher")
    open_partnership(coach, "Taylor Reed")
    coach.get_by_role("link", name="Plan a classroom visit").click()
    coach.get_by_label("Focus").fill(words("Who begins"))
    day, _, clock = moment(0, "09:50").partition("T")
    coach.get_by_label("Day").fill(day)
    coach.get_by_label("Time").fill(clock)
    coach.get_by_role("button", name="Ask", exact=True).click()
    said(coach, "Asked.")
    address = urlsplit(coach.url).path
    coach.get_by_role("link", name="Change", exact=True).click()
    found = troubles_at_both_widths(coach)

    teacher.goto(address)
    found += troubles_at_both_widths(teacher)
    teacher.get_by_role("button", name="Agree to the visit").click()
    said(teacher, "Agreed.")

    coach.goto(address)
    coach.get_by_role("button", name="Start the visit").click()
    box = coach.get_by_label("What you see and hear")
    box.fill(words("A good question"))
    box.press("Enter")
    expect(coach.locator(".evidence li")).to_have_count(1)
    found += troubles_at_both_widths(coach)
    coach.get_by_role("button", name="The visit is over").click()
    expect(coach.get_by_role("button", name="Share with Taylor")).to_be_visible()
    found += troubles_at_both_widths(coach)
    assert not found


def test_a_goal_without_a_cycle_can_be_used(walk: Walk) -> None:
    page = walk.as_("teacher")
    page.goto("/d/riverbend/goals/new/")
    page.get_by_label("Whose goal, and who works on it").select_option(
        label="Mine, only I can read it"
    )
    page.get_by_label("The goal").fill(words("Students will begin alone"))
    page.get_by_role("button", name="Set this goal").click()
    said(page, "Goal set.")
    found = troubles_at_both_widths(page)
    page.get_by_role("link", name="Start a cycle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Start a cycle")
    found += troubles_at_both_widths(page)
    assert not found


def test_the_review_of_a_roster_can_be_used(walk: Walk, tmp_path: Path) -> None:
    roster = tmp_path / "roster.zip"
    call_command("make_roster", roster, schools=3, staff=40, students=30, defects=True)
    page = walk.as_("admin")
    page.goto("/d/riverbend/program/import/")
    page.get_by_label("Roster", exact=True).set_input_files(roster)
    page.get_by_role("button", name="Read the roster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at what would change")
    found = troubles_at_both_widths(page)
    page.get_by_role("button", name="Throw it away").click()
    said(page, "Thrown away. Nothing was changed.")
    assert not found


def test_a_goal_that_is_left_behind_can_be_used(walk: Walk) -> None:
    page = walk.as_("teacher", "lakeshore")
    page.goto("/d/lakeshore/partnerships/")
    page.locator(".rows").get_by_role("link", name="Lee Marsh", exact=True).first.click()
    partnership = urlsplit(page.url).path
    page.locator(".split__side").get_by_role("link", name="Students will").click()
    goal = urlsplit(page.url).path
    page.goto(partnership)
    page.locator("summary").filter(has_text="More").click()
    page.get_by_role("button", name="Leave, no reason needed").click()
    said(page, "You have left.")

    page.goto(goal)
    found = troubles_at_both_widths(page)
    page.get_by_role("link", name="Carry forward").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carry this goal forward")
    found += troubles_at_both_widths(page)
    assert not found
