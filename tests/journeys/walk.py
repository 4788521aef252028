"""A browser before the running demo, and what people do in it."""

import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from config.demo.words import EVIDENCE, FOCUS, GOALS, PRIVATE, REVIEW, STEPS, TALKS

PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}
PASSWORD = "alongside-demo"
RIVERBEND = ZoneInfo("America/Chicago")
# Whose steps the evaluator follows afterwards.
SUPPORTED = ("coach", "teacher", "mentor")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Every sentence that a journey writes holds this word, so that it is found wherever it leaks.
MARK = "kestrel"
# What the demo's teachers and coaches have said.
WITH_TEACHERS = (
    *TALKS,
    *PRIVATE,
    *STEPS,
    *(goal[0] for goal in GOALS),
    FOCUS,
    *(line[2] for line in EVIDENCE),
)
RECORD = (MARK, *WITH_TEACHERS, *REVIEW.values())


def words(sentence: str) -> str:
    """A sentence of a record that no other journey writes."""
    return f"{sentence}, {MARK} {secrets.token_hex(3)}"


def today() -> date:
    return datetime.now(RIVERBEND).date()


def moment(days: int, clock: str = "09:00") -> str:
    """That many days from today in the district, as a browser types it."""
    return f"{today() + timedelta(days=days)}T{clock}"


@dataclass
class Walk:
    """`steps` are the requests of those whose record it is; `troubles` what a page complained of."""

    browser: Browser
    address: str
    accounts: dict[str, object]
    steps: set[tuple[str, str]] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def as_(
        self, role: str, district: str = "riverbend", *, phone: bool = False, dark: bool = False
    ) -> Page:
        """At home, with one of the demo's accounts; each signs in once a test worker."""
        account = f"{role}@{district}.test"
        if account not in self.accounts:
            context = self._context()
            sign_in(context.new_page(), account)
            self.accounts[account] = context.storage_state()
            context.close()
        context = self._context(phone=phone, dark=dark, storage_state=self.accounts[account])
        if role in SUPPORTED and district == "riverbend":
            context.on("request", lambda request: self._note(request.method, request.url))
        page = context.new_page()
        page.goto(f"/d/{district}/")
        return page

    def as_stranger(self, *, phone: bool = False) -> Page:
        return self._context(phone=phone).new_page()

    def close(self) -> None:
        for context in self.browser.contexts:
            context.close()

    def _context(
        self, *, phone: bool = False, dark: bool = False, **more: object
    ) -> BrowserContext:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]  # a TypedDict of these
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # what scrolls is where it goes at once
            base_url=self.address,
            **more,  # type: ignore[arg-type]  # passed on
        )
        context.on("page", self._listen)
        return context

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                self.troubles.append(f"{page.url}: {said.text}")
                if "Content Security Policy" in said.text
                else None
            ),
        )

    def _note(self, method: str, url: str) -> None:
        path = url.removeprefix(self.address)
        if path.startswith("/d/riverbend/"):
            self.steps.add((method, path))


def sign_in(page: Page, account: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(account)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/d/*/**")


def row_of(page: Page, name: str) -> Locator:
    """Somebody's line on home."""
    return page.locator("li.person").filter(has_text=name)


def open_partnership(page: Page, name: str) -> None:
    """From wherever one is, by the list of partnerships."""
    page.goto("/d/riverbend/partnerships/")
    page.locator(".rows").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def said(page: Page, text: str) -> None:
    """The page says so at its edge, once something has been done."""
    expect(page.locator("#toasts")).to_contain_text(text)


def field_of(page: Page, label: str) -> Locator:
    """A control with its label, help and error."""
    return page.locator(".field").filter(has=page.get_by_label(label, exact=True))


def tab_to(page: Page, target: Locator, most: int = 90) -> None:
    """With the keyboard alone; what has the focus is always in view."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(IN_VIEW), "the focus is behind something else"
    raise AssertionError(f"{target} cannot be reached with Tab")


# Some part of it lies on top, as WCAG 2.2 asks for (2.4.11).
IN_VIEW = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return true;
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const within = (from, to) => [0.1, 0.5, 0.9].map((share) => from + (to - from) * share);
  return within(left, right).some((x) => within(top, bottom).some((y) => {
    const there = document.elementFromPoint(x, y);
    return there && (focused.contains(there) || there.contains(focused));
  }));
}"""


class Taps:
    """Counts every touch of a page's screen; those of the test's own helpers can't be forgotten."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.expose_function("alongsideTapped", self._one)
        page.add_init_script("addEventListener('pointerdown', () => alongsideTapped(), true)")
        page.reload()

    def _one(self) -> None:
        self.count += 1


@dataclass
class Reached:
    """What somebody comes to by links and buttons: pages with their status, and forms' addresses."""

    pages: dict[str, int] = field(default_factory=dict)
    actions: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> set[str]:
        return {*self.pages, *self.actions}


def crawl(page: Page, *, of_each: int = 1000) -> Reached:
    """Follows every link from home, breadth first, until there is none left.

    `of_each` stops at so many addresses that differ in the record only.
    """
    home = urlsplit(page.url).path
    link = re.compile(rf'href="({re.escape(home)}[^"#]*|\?[^"#]*)"')
    action = re.compile(rf'(?:action|hx-get|hx-post)="({re.escape(home)}[^"#]*)"')
    reached = Reached()
    waiting = [home]
    seen: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        kind = ID.sub("", path)
        if path in reached.pages or seen[kind] == of_each:
            continue
        seen[kind] += 1
        assert len(reached.pages) < 2000, "there is no end to these links"
        answer = page.request.get(path)
        html = answer.text()
        reached.pages[path] = answer.status
        reached.actions |= {found.replace("&amp;", "&") for found in action.findall(html)}
        reached.spoken |= {sentence for sentence in RECORD if sentence in html}
        for found in link.findall(html):
            address = found.replace("&amp;", "&")
            waiting.append(path.partition("?")[0] + address if address[0] == "?" else address)
    return reached


def openings_for(evaluator: Page, addresses: set[str]) -> list[str]:
    """Where an evaluator gets more than nothing: every address of a record is 404, also for a POST,
    and no other page holds a word of one."""
    token = evaluator.locator("[name=csrfmiddlewaretoken]").first.input_value()
    found = []
    for path in sorted(addresses):
        answer = evaluator.request.get(path, max_redirects=0)
        is_record = ID.search(path.partition("?")[0])
        if is_record and answer.status not in NOT_THERE:
            found.append(f"GET {path}: {answer.status}")
        if answer.status >= 500 or any(sentence in answer.text() for sentence in RECORD):
            found.append(f"GET {path}: {answer.status} and a word of a record")
        if is_record:
            posted = evaluator.request.post(path, headers={"X-CSRFToken": token}, max_redirects=0)
            if posted.status not in NOT_THERE:
                found.append(f"POST {path}: {posted.status}")
    return found


NOT_THERE = {404, 405}
