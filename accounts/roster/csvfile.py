"""RFC 4180 rows with line numbers, of which only the wanted columns are ever kept."""

import csv
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from accounts.roster.columns import OTHER_COLUMNS, FileShape
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.opening import RosterSource

ALIKE = 0.84


@dataclass(frozen=True, slots=True)
class Record:
    """One row's wanted values, stripped; a column that the file lacks reads as empty."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(slots=True)
class CsvTable:
    """One file under way. ``bad_keys`` are the identifiers of rows that could not be read."""

    file: str
    shape: FileShape
    remarks: FindingLog
    positions: dict[str, int]
    width: int
    _rows: Iterator[tuple[int, list[str]]]
    bad_keys: set[str] = field(default_factory=set)
    rows_read: int = 0

    def has(self, column: str) -> bool:
        return column in self.positions

    def records(self) -> Iterator[Record]:
        key_position = self.positions[self.shape.key]
        key_name = _plain(self.shape.key)
        wanted = list(self.positions.items())
        for line, cells in self._rows:
            self.rows_read += 1
            key = cells[key_position].strip() if key_position < len(cells) else ""
            if _plain(key) == key_name:
                self.remarks.refuse(
                    self.file,
                    line,
                    "second-header",
                    "A second header stands here: two files were put together. "
                    "Export the roster as one.",
                )
            if len(cells) != self.width and not self._is_padded(line, cells):
                self.bad_keys.add(key)
                continue
            yield Record(line, {name: cells[position].strip() for name, position in wanted})

    def _is_padded(self, line: int, cells: list[str]) -> bool:
        """Whether the row only has empty cells too many; says what is wrong with it."""
        if len(cells) > self.width and not any(cells[self.width :]):
            self.remarks.warning_once(
                self.file, line, "extra-commas", "The row ends in more commas than the header."
            )
            return True
        self.remarks.error(
            self.file,
            line,
            "ragged-row",
            f"The row has {len(cells)} values and the header has {self.width}. "
            "Look for a missing comma, or a comma outside quotation marks.",
        )
        return False


def open_table(source: RosterSource, shape: FileShape, remarks: FindingLog) -> CsvTable:
    """Reads the header; refuses a file whose needed columns can't be found."""
    file = source.spelled(shape.name)
    rows = _rows(source.lines(shape.name), file, remarks)
    first = next(rows, None)
    if first is None:
        remarks.refuse(file, None, "empty-file", "This file is empty; it needs at least a header.")
    line, header = first
    positions = _find_columns([name.strip() for name in header], file, line, shape, remarks)
    return CsvTable(file, shape, remarks, positions, len(header), rows)


def header_of(source: RosterSource, name: str, remarks: FindingLog) -> list[str]:
    """The header names as they stand, or nothing for an empty file."""
    row = next(_rows(source.lines(name), source.spelled(name), remarks), None)
    return [cell.strip() for cell in row[1]] if row else []


def _rows(lines: Iterator[str], file: str, remarks: FindingLog) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _explain(error, file, line, reader.line_num, remarks)
            continue
        if any(cells):
            yield line, cells


def _explain(error: csv.Error, file: str, line: int, reached: int, remarks: FindingLog) -> None:
    """A bad quotation mark on one line costs that row; one that swallows lines, the file."""
    if reached > line or "end of data" in str(error) or "field larger" in str(error):
        remarks.refuse(
            file, line, "open-quote", "A quotation mark opened on this line is never closed."
        )
    remarks.error(
        file,
        line,
        "bad-quote",
        "A quotation mark stands in the wrong place. Inside a value, write it twice.",
    )


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isalnum()).casefold()


def _find_columns(
    header: Sequence[str], file: str, line: int, shape: FileShape, remarks: FindingLog
) -> dict[str, int]:
    _check_twice(header, file, line, shape, remarks)
    if any(not name for name in header):
        remarks.warning(
            file, line, "empty-header", "Some columns have no name in the header; not read."
        )
    positions = {name: header.index(name) for name in shape.columns if name in header}
    free = {
        position: name
        for position, name in enumerate(header)
        if name and position not in positions.values()
    }
    for column in shape.columns:
        if column in positions:
            continue
        position = _spelled_otherwise(column, free, shape)
        if position is None:
            continue
        positions[column] = position
        found = free.pop(position)
        if found not in shape.others.get(column, ()):
            remarks.warning(
                file,
                line,
                "header-spelling",
                f"Column {quoted(found)} is read as {quoted(column)}.",
            )
    missing = [column for column in shape.needed if column not in positions]
    if missing:
        remarks.refuse(file, line, "missing-column", _missing_message(missing, header))
    return positions


def _missing_message(missing: Sequence[str], header: Sequence[str]) -> str:
    names = ", ".join(quoted(name) for name in missing)
    message = f"The header has no column {names}."
    for separator, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and separator in header[0]:
            return f"{message} The values are separated by {word}; they must be by commas."
    return message


def _spelled_otherwise(column: str, free: dict[int, str], shape: FileShape) -> int | None:
    """The position of a header name that means ``column``: other case, alias, or typo."""
    for spelling in (column, *shape.others.get(column, ())):
        for position, name in free.items():
            if _plain(name) == _plain(spelling):
                return position
    legal = {_plain(name) for name in (*shape.columns, *OTHER_COLUMNS)}
    candidates = {
        _plain(name): position
        for position, name in free.items()
        if _plain(name) not in legal and not name.lower().startswith("metadata.")
    }
    close = difflib.get_close_matches(_plain(column), candidates, n=1, cutoff=ALIKE)
    return candidates[close[0]] if close else None


def _check_twice(
    header: Sequence[str], file: str, line: int, shape: FileShape, remarks: FindingLog
) -> None:
    names = [_plain(name) for name in header]
    wanted = {_plain(name): name for name in shape.columns}
    for plain, name in wanted.items():
        if names.count(plain) > 1:
            remarks.refuse(
                file, line, "column-twice", f"The header has column {quoted(name)} twice."
            )
