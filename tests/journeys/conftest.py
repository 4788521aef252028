"""The running demo, a real Chromium, and the evaluator who follows everybody's steps."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.demo import shared_demo
from tests.journeys.walk import Walk, openings_for

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Two cores may be busy with other tests.
PATIENCE = 20_000


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    own = tmp_path_factory.getbasetemp()
    with shared_demo((own if worker_id == "master" else own.parent) / "demo") as address:
        yield address


@pytest.fixture(scope="session")
def accounts() -> dict[str, object]:
    """The cookies of those who have signed in."""
    return {}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its file: Playwright's event loop would forbid Django's queries in later tests."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def steps(
    browser: Browser, demo: str, accounts: dict[str, object]
) -> Iterator[set[tuple[str, str]]]:
    """When a file's journeys are over, the evaluator tries every address that they came to."""
    taken: set[tuple[str, str]] = set()
    yield taken
    if taken:
        walk = Walk(browser, demo, accounts)
        openings = openings_for(walk.as_("principal"), {path for _, path in taken})
        walk.close()
        assert not openings


@pytest.fixture
def walk(
    browser: Browser, demo: str, accounts: dict[str, object], steps: set[tuple[str, str]]
) -> Iterator[Walk]:
    walk = Walk(browser, demo, accounts, steps)
    yield walk
    walk.close()
    assert not walk.troubles
