"""Each account of the demo comes in and finds its home."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walk import Walk

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("district", ["riverbend", "lakeshore"])
@pytest.mark.parametrize("role", ["coach", "teacher", "mentor", "admin", "principal"])
def test_each_account_reaches_its_home(walk: Walk, role: str, district: str, phone: bool) -> None:
    page = walk.as_(role, district, phone=phone)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, "the page is wider than the screen"
