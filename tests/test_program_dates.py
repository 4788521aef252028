"""An administrator who evaluates a partner sees no date and no count of that partnership, whatever
program page or file it is."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from access.context import acting_as_program
from access.models import Circle
from coaching.models import Partnership, Pulse, Session
from tests.access.stage import Stage, standing
from tests.conftest import owner
from tests.test_access_matrix import addresses, ask, signed_in


def in_years(years: int, days: int) -> datetime:
    """Later than any day on the stage, and on a day of the year on which nothing of it lies."""
    day = timezone.now() + timedelta(days=365 * years + days)
    return day.replace(hour=15, minute=1, second=0, microsecond=0)


# No other row on the stage has these, however a page may write them.
DATES = {"last_contact": in_years(5, 90), "next_planned": in_years(7, 120)}
COUNTS = {"sessions_held": 4711, "minutes_held": 70130}
OPENED = in_years(3, 150)
MARKS = (
    *(
        written
        for day in (*DATES.values(), OPENED)
        for written in (f"{day:%Y}", rf"{day:%b} {day.day}(?!\d)", rf"{day:%B} {day.day}(?!\d)")
    ),
    *("4711", "4,711", "70130", "70,130", "1168", "1,168"),
)
# Only what is chance, each where it stands: ids, the token against forged posts, the length of the
# page, and the fractions of a second.
CHANCE = re.compile(
    r"""\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b
    |(?<=name="csrfmiddlewaretoken"\ value=")\w{64}(?=")
    |(?<=\{"X-CSRFToken":\ ")\w{64}(?="\})
    |(?<='Content-Length':\ ')\d+(?=')
    |(?<=T\d\d:\d\d:\d\d)\.\d{6}(?!\d)""",
    re.VERBOSE,
)
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
    return [*found, *(f"{at}?status=all" for at in lists)]


def told(client: Client, method: str, address: str) -> set[str]:
    answer = ask(client, method, address)
    return marks_in(answer.getvalue().decode(errors="replace") + str(answer.headers))


def marks_in(text: str) -> set[str]:
    left = CHANCE.sub("", text)
    return {mark for mark in MARKS if re.search(mark, left)}


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
    assert f"{DATES['last_contact']:%Y}" in shown


def test_only_chance_is_taken_out(stage: Stage) -> None:
    """Nothing but the token itself changes from one answer to the next, and a date beside it stays."""
    year = f"{OPENED:%Y}"
    written = (
        f"{year}0317T150100",
        f"{year}-03-17T15:01:00.000001",
        f"x{year}_",
        f"{OPENED:%-d %b %Y}",
    )
    for text in (*written, f'value="{year}"', f"/{year}/", f"'Content-Length': '9', 'X': '{year}'"):
        assert marks_in(text) == {year}, text
    for text in ("4711h", "4711min", "n4711", 'value="4711"'):
        assert marks_in(text) == {"4711"}, text
    client = signed_in(stage.people["Alex"])
    page = addresses(stage)["program-partnerships"]
    first, second = (ask(client, "get", page).content.decode() for _ in range(2))
    assert first != second
    assert CHANCE.sub("", first) == CHANCE.sub("", second)


def test_not_even_by_sql_does_an_administrator_read_the_day_on_which_one_began(
    stage: Stage,
) -> None:
    admin = stage.people["Alex"]
    with acting_as_program(member_id=admin.pk, district_id=admin.district_id):
        assert Partnership.objects.values_list("pk", "status")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Partnership.objects.values_list("opened_at"))
