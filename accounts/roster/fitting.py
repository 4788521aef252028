"""Values made to fit: one line, no longer than the places they go to."""

from accounts.roster.csvfile import CsvTable, Record

LONGEST_ID = 255
LONGEST_NAME = 95
LONGEST_ORG_NAME = 200
LONGEST_TERM_NAME = 50


def identifier(table: CsvTable, record: Record, column: str = "sourcedId") -> str | None:
    """The row's identifier, or None after reporting that it has none that can be used."""
    value = record[column]
    if not value:
        table.remarks.error(table.file, record.line, "no-identifier", f"The row has no {column}.")
        return None
    if len(value) > LONGEST_ID:
        table.remarks.error(
            table.file,
            record.line,
            "identifier-too-long",
            f"The {column} is longer than {LONGEST_ID} characters.",
        )
        return None
    return value


def one_line(table: CsvTable, line: int, value: str, longest: int = LONGEST_NAME) -> str:
    """The value without line ends and doubled spaces; cut, with a warning, when too long."""
    tidy = " ".join(value.split())
    if len(tidy) <= longest:
        return tidy
    table.remarks.warning_once(
        table.file, line, "too-long", f"A name or title is longer than {longest} characters; cut."
    )
    return tidy[:longest].rstrip()
