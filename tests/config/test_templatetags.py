"""The words for dates, lengths and names. No database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from config.feedback import UNDO
from config.templatetags import alongside as tags

TODAY = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def monday_in_chicago(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    with timezone.override(ZoneInfo("America/Chicago")):
        yield


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Mon, Nov 9 · today"),
        (1, "Tue, Nov 10 · tomorrow"),
        (-1, "Sun, Nov 8 · yesterday"),
        (3, "Thu, Nov 12 · in 3 days"),
        (-19, "Wed, Oct 21 · 19 days ago"),
        (21, "Mon, Nov 30 · in 3 weeks"),
        (-90, "Tue, Aug 11 · 3 months ago"),
        (60, "Fri, Jan 8, 2027 · in 8 weeks"),
        (800, "Wed, Jan 17, 2029 · in 2 years"),
    ],
)
def test_day_says_the_date_and_how_far_it_is(days: int, words: str) -> None:
    assert f">{words}</time>" in tags.day(TODAY + timedelta(days=days))


def test_day_keeps_the_full_date_for_machines_and_for_hovering() -> None:
    html = tags.day(date(2026, 11, 12))
    assert 'datetime="2026-11-12"' in html
    assert 'title="Thursday, November 12, 2026"' in html


def test_day_of_a_moment_is_the_day_in_the_readers_zone() -> None:
    late_evening_in_chicago = datetime(2026, 11, 10, 3, 30, tzinfo=UTC)
    assert ">Mon, Nov 9 · today</time>" in tags.day(late_evening_in_chicago)


def test_clock_is_twelve_hours_in_the_readers_zone() -> None:
    assert ">2:02 PM</time>" in tags.clock(datetime(2026, 11, 9, 20, 2, tzinfo=UTC))
    assert ">12:05 AM</time>" in tags.clock(datetime(2026, 11, 9, 6, 5, tzinfo=UTC))


def test_nothing_is_said_about_no_date() -> None:
    assert [tags.day(None), tags.short_day(None), tags.ago(None), tags.clock(None)] == [""] * 4


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (45, "45 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (0, "0 min"),
        (timedelta(minutes=15), "15 min"),
        (None, ""),
    ],
)
def test_duration(length: int | timedelta | None, words: str) -> None:
    assert tags.duration(length) == words


@pytest.mark.parametrize(
    ("people", "first", "words"),
    [
        ([], "", ""),
        (["Casey"], "", "Casey"),
        (["Casey", "Taylor"], "", "Casey and Taylor"),
        (["Casey", "Taylor", "Sam"], "", "Casey, Taylor and Sam"),
        (["Casey", "Taylor", "Sam", "Ana"], "", "Casey, Taylor and 2 more"),
        (["Taylor"], "you", "you and Taylor"),
        ([], "you", "you"),
    ],
)
def test_names(people: list[str], first: str, words: str) -> None:
    assert tags.names(people, first=first) == words


def test_names_of_people_are_their_first_names() -> None:
    people = [SimpleNamespace(first_name="Casey", name="Casey Lee"), SimpleNamespace(name="Sam")]
    assert tags.names(people) == "Casey and Sam"


def test_undo_url_is_read_from_the_message_and_from_nothing_else() -> None:
    assert tags.undo_url(SimpleNamespace(extra_tags=f"{UNDO}/d/riverbend/x/")) == "/d/riverbend/x/"
    assert tags.undo_url(SimpleNamespace(extra_tags="other")) == ""
    assert tags.undo_url(SimpleNamespace(extra_tags=None)) == ""
