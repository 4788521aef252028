"""Each person's way through the running demo, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page

from config.demo.words import EVIDENCE, FOCUS, GOALS, PRIVATE, STEPS, TALKS
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

ROLES = ("coach", "teacher", "mentor", "admin", "principal")
RECORD = (*TALKS, *PRIVATE, *STEPS, *(goal[0] for goal in GOALS), FOCUS, *(e[2] for e in EVIDENCE))


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("district", ["riverbend", "lakeshore"])
@pytest.mark.parametrize("role", ROLES)
def test_each_account_reaches_its_home(walk: Walk, role: str, district: str, phone: bool) -> None:
    page = walk.as_(role, district, phone=phone)
    assert page.locator("main h1").is_visible()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, "the page is wider than the screen"
    page.context.close()


def test_the_evaluator_finds_no_word_at_any_address(walk: Walk) -> None:
    """Follows every link of coach, teacher and principal, and opens each as the principal."""
    found = set()
    for role in ("coach", "teacher", "principal"):
        page = walk.as_(role)
        found |= crawl(page)
        page.context.close()
    page = walk.as_("principal")
    records = [path for path in found if re.search(r"/[0-9a-f]{8}-", path)]
    assert records, "the coach's pages link to records"
    for path in sorted(found):
        answer = page.request.get(path)
        text = answer.text()
        assert answer.status < 500, path
        assert not [words for words in RECORD if words in text], path
    page.context.close()


def crawl(page: Page, most: int = 40) -> set[str]:
    """Addresses under /d/riverbend/ reachable by links, breadth first."""
    seen: set[str] = set()
    waiting = ["/d/riverbend/"]
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        html = page.request.get(path).text()
        waiting += [
            link.replace("&amp;", "&")
            for link in re.findall(r'href="(/d/riverbend/[^"#]*)"', html)
            if link not in seen
        ]
    return seen
