"""Dates as rosters write them: ISO, 8/27/2018, or 27/8/2018.

Which of the last two a column means is decided for the whole column: one value with a day
above 12 settles it. A column that nothing settles follows the file's other date column,
and else is read the American way, with a warning.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from accounts.roster.findings import FindingLog, quoted

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")


class UnreadableDateError(ValueError):
    """The value is no date, or one of which day and month can't be told apart."""


@dataclass(slots=True)
class _Column:
    first_line: dict[str, int] = field(default_factory=dict)
    month_first: bool = False
    day_first: bool = False
    undecided: bool = False


class DateColumns:
    """The date columns of one file: see every value first, then settle, then read."""

    def __init__(self, file: str, remarks: FindingLog) -> None:
        self._file = file
        self._remarks = remarks
        self._columns: dict[str, _Column] = {}
        self._file_is_day_first: bool | None = None

    def see(self, column: str, line: int, raw: str) -> None:
        state = self._columns.setdefault(column, _Column())
        if not raw or raw in state.first_line:
            return
        state.first_line[raw] = line
        numbers = _NUMBERS.fullmatch(raw)
        if numbers is None:
            return
        first, second = int(numbers[1]), int(numbers[2])
        if first > 12:
            state.day_first = True
        elif second > 12:
            state.month_first = True
        elif first != second:
            state.undecided = True

    def settle(self) -> None:
        """Decides each column, and says so where it had to guess."""
        settled = {
            state.day_first
            for state in self._columns.values()
            if state.day_first != state.month_first
        }
        self._file_is_day_first = settled.pop() if len(settled) == 1 else None
        for name, state in self._columns.items():
            first_line = min(state.first_line.values(), default=None)
            if state.day_first and state.month_first:
                self._remarks.warning(
                    self._file,
                    first_line,
                    "mixed-dates",
                    f"Column {quoted(name)} has days first in some rows and months in others.",
                )
            elif state.day_first:
                self._remarks.warning(
                    self._file,
                    first_line,
                    "day-first-dates",
                    f"Column {quoted(name)} is read as day/month/year.",
                )
            elif state.undecided and not state.month_first and self._file_is_day_first is None:
                self._remarks.warning(
                    self._file,
                    first_line,
                    "ambiguous-dates",
                    f"Column {quoted(name)} could be month/day or day/month; "
                    "it is read as month/day/year.",
                )

    def read(self, column: str, raw: str) -> date | None:
        """The date, or None when nothing is written; raises UnreadableDateError."""
        if not raw:
            return None
        try:
            if iso := _ISO.fullmatch(raw):
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if numbers := _NUMBERS.fullmatch(raw):
                return self._read_numbers(column, *map(int, numbers.groups()))
        except ValueError:
            pass
        raise UnreadableDateError(
            f"{quoted(raw)} in column {quoted(column)} can’t be read as one date."
        )

    def _read_numbers(self, column: str, first: int, second: int, year: int) -> date:
        state = self._columns[column]
        if first > 12 or second > 12 or first == second:
            day_first = first > 12
        elif state.day_first and state.month_first:
            raise UnreadableDateError
        elif state.day_first or state.month_first:
            day_first = state.day_first
        else:
            day_first = bool(self._file_is_day_first)
        return date(year, second, first) if day_first else date(year, first, second)
