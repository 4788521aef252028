"""An administrator who evaluates a partner sees no date and no count of that partnership, whatever
program page or file it is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from access.models import Circle
from coaching.models import Partnership, Pulse, Session
from tests.access.stage import Stage, standing
from tests.conftest import owner
from tests.test_access_matrix import addresses, ask, signed_in

# No other row on the stage has these, however a page may write them.
DATES = {"last_contact": "2031-03-17T15:01Z", "next_planned": "2033-04-19T15:01Z"}
COUNTS = {"sessions_held": 4711, "minutes_held": 70130}
OPENED = "2029-02-13T15:01Z"
MARKS = ("2031", "2033", "2029", "Mar 17", "Apr 19", "Feb 13", "4711", "4,711", "70130", "1168")
EVALUATES = "Blake"


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), standing() as built:
        pairing = built.records["partnership"]["pk"]
        with owner():
            Pulse.objects.filter(partnership=pairing).update(**DATES, **COUNTS)
            Session.objects.filter(partnership=pairing, status="held").update(
                held_at=DATES["last_contact"]
            )
            Partnership.objects.filter(pk=pairing).update(opened_at=OPENED)
            Circle.objects.filter(partnership=pairing).update(opened_at=OPENED)
        yield built


def program_pages(stage: Stage) -> list[str]:
    found = [at for at in addresses(stage).values() if "/program/" in at]
    lists = [at for at in found if at.endswith("/partnerships/")]
    return [*found, *(f"{at}?status=all" for at in lists), *(f"{at}?q=taylor" for at in lists)]


def told(client: Client, method: str, address: str) -> set[str]:
    answer = ask(client, method, address)
    text = answer.getvalue().decode(errors="replace") + str(answer.headers)
    # A mark inside of an id or a token is chance.
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
    return {mark for mark in MARKS if re.search(rf"(?<!\w){mark}(?!\w)", text)}


def test_no_program_page_dates_or_counts_it_for_its_evaluator(stage: Stage) -> None:
    client = signed_in(stage.people[EVALUATES])
    pages = program_pages(stage)
    assert len(pages) > 20
    for address in pages:
        for method in ("get", "post"):
            assert told(client, method, address) == set(), f"{method} {address}"


def test_another_administrator_sees_when_they_met(stage: Stage) -> None:
    """Otherwise the marks could be missing because no page shows any."""
    client = signed_in(stage.people["Alex"])
    shown = {mark for address in program_pages(stage) for mark in told(client, "get", address)}
    assert "2031" in shown
