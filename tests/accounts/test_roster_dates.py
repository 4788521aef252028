from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roster.dates import DateColumns, UnreadableDateError
from accounts.roster.findings import FindingLog

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


def columns(**values: list[str]) -> tuple[DateColumns, list[str]]:
    remarks = FindingLog()
    dates = DateColumns("roles.csv", remarks)
    for column, raws in values.items():
        for line, raw in enumerate(raws, start=2):
            dates.see(column, line, raw)
    dates.settle()
    return dates, [found.code for found in remarks.findings()]


@given(st.lists(DATES, min_size=1), st.booleans())
def test_column_with_one_telling_day_is_read_as_it_was_written(
    days: list[date], day_first: bool
) -> None:
    days = [*days, date(2026, 8, 27)]
    pattern = "{0.day}/{0.month}/{0.year}" if day_first else "{0.month}/{0.day}/{0.year}"
    raws = [pattern.format(day) for day in days]
    dates, codes = columns(begin=raws)
    assert [dates.read("begin", raw) for raw in raws] == days
    assert codes == (["day-first-dates"] if day_first else [])


@given(DATES)
def test_iso_dates_are_read_with_and_without_a_time(day: date) -> None:
    dates, codes = columns(begin=[day.isoformat()])
    assert dates.read("begin", day.isoformat()) == day
    assert dates.read("begin", f"{day.isoformat()}T08:00:00.000Z") == day
    assert codes == []


def test_ambiguous_column_is_read_the_american_way_with_a_warning() -> None:
    dates, codes = columns(begin=["3/4/2026"])
    assert dates.read("begin", "3/4/2026") == date(2026, 3, 4)
    assert codes == ["ambiguous-dates"]


def test_ambiguous_column_follows_the_other_column_of_its_file() -> None:
    dates, codes = columns(begin=["3/4/2026"], end=["30/6/2026"])
    assert dates.read("begin", "3/4/2026") == date(2026, 4, 3)
    assert codes == ["day-first-dates"]


def test_mixed_column_reads_only_what_is_certain() -> None:
    dates, codes = columns(begin=["27/8/2026", "8/27/2026", "3/4/2026"])
    assert dates.read("begin", "27/8/2026") == dates.read("begin", "8/27/2026")
    assert codes == ["mixed-dates"]
    with pytest.raises(UnreadableDateError):
        dates.read("begin", "3/4/2026")


@pytest.mark.parametrize("raw", ["31/31/2026", "2026-02-30", "tomorrow", "8/27/26"])
def test_what_is_no_date_is_said_to_be_none(raw: str) -> None:
    dates, _ = columns(begin=[raw])
    with pytest.raises(UnreadableDateError, match="can’t be read"):
        dates.read("begin", raw)
