"""The whole demo as `make demo` starts it, on a port of its own, and a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The demo takes its own values for these.
OURS = ("ALONGSIDE_TESTING", "ALONGSIDE_LOGIN", "DATABASE_URL", "REDIS_URL", "SEAL_KEYS")


@dataclass
class Walk:
    """A browser before a running demo."""

    browser: Browser
    address: str

    def as_(self, role: str, district: str = "riverbend", *, phone: bool = False) -> Page:
        """Signs in with one of the demo's accounts and comes to its home."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]  # a TypedDict of these
            base_url=self.address,
        )
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(f"{role}@{district}.test")
        page.locator("input[name=password]").fill("alongside-demo")
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(f"**/d/{district}/")
        return page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    data = tmp_path_factory.mktemp("demo")
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    environment["ALONGSIDE_DATA"] = str(data)
    log = data / "demo.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.serving", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        assert process.poll() is None, log.read_text()
        with suppress(OSError), urlopen(url, timeout=2):
            return
        time.sleep(0.1)  # between two questions to a process that is starting
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def walk(demo: str) -> Iterator[Walk]:
    """Ends with its file: Playwright's event loop would forbid Django's queries in later tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")), args=ARGUMENTS
        )
        yield Walk(browser, demo)
        browser.close()
