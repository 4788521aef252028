"""School years, semesters and grading periods: academicSessions.csv."""

from accounts.roster.csvfile import CsvTable, Record
from accounts.roster.dates import DateColumns, UnreadableDateError
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.fitting import LONGEST_TERM_NAME, identifier, one_line
from accounts.roster.staging import StagedRoster, StagedTerm
from accounts.roster.status import is_deleted
from accounts.roster.vocabulary import plain

TERM_TYPES = {plain(kind): kind for kind in ("gradingPeriod", "semester", "schoolYear", "term")}


def read_terms(table: CsvTable, roster: StagedRoster, remarks: FindingLog) -> None:
    """Stages every term with readable dates."""
    dates = DateColumns(table.file, remarks)
    records = list(table.records())
    for record in records:
        dates.see("startDate", record.line, record["startDate"])
        dates.see("endDate", record.line, record["endDate"])
    dates.settle()
    for record in records:
        term = _read_term(table, record, dates, remarks)
        if term is None:
            continue
        if term.sourced_id in roster.terms:
            remarks.error(
                table.file,
                record.line,
                "identifier-twice",
                f"Term {quoted(term.sourced_id)} already stands on line "
                f"{roster.terms[term.sourced_id].line}; that one counts.",
            )
            continue
        roster.terms[term.sourced_id] = term
    for term in roster.terms.values():
        _check_parent(term, roster, table.file, remarks)


def _read_term(
    table: CsvTable, record: Record, dates: DateColumns, remarks: FindingLog
) -> StagedTerm | None:
    sourced_id = identifier(table, record)
    if sourced_id is None:
        return None
    try:
        begins = dates.read("startDate", record["startDate"])
        ends = dates.read("endDate", record["endDate"])
    except UnreadableDateError as error:
        remarks.error(table.file, record.line, "bad-date", str(error))
        return None
    if begins is None or ends is None:
        remarks.error(table.file, record.line, "no-date", "A term needs a first and a last date.")
        return None
    if ends <= begins:
        remarks.error(table.file, record.line, "dates-reversed", "The term ends before it begins.")
        return None
    return StagedTerm(
        sourced_id=sourced_id,
        title=one_line(table, record.line, record["title"], LONGEST_TERM_NAME),
        type=_term_type(table, record, remarks),
        begins=begins,
        ends=ends,
        school_year=_school_year(table, record, ends.year, remarks),
        parent=record["parentSourcedId"],
        deleted=is_deleted(table, record),
        line=record.line,
    )


def _term_type(table: CsvTable, record: Record, remarks: FindingLog) -> str:
    raw = record["type"]
    kind = TERM_TYPES.get(plain(raw))
    if kind is None:
        remarks.warning_once(
            table.file,
            record.line,
            "unknown-term-type",
            f"{quoted(raw)} is no type of term in OneRoster; it is read as term.",
        )
        return "term"
    return kind


def _school_year(table: CsvTable, record: Record, ends_in: int, remarks: FindingLog) -> int:
    """The year in which the school year ends, which many exports mistake for its first."""
    raw = record["schoolYear"]
    whole_year = TERM_TYPES.get(plain(record["type"])) == "schoolYear"
    if not raw:
        return ends_in
    if not raw.isdecimal() or len(raw) != 4:
        remarks.warning(
            table.file, record.line, "bad-school-year", f"{quoted(raw)} is not a school year."
        )
        return ends_in
    if whole_year and int(raw) != ends_in:
        remarks.warning(
            table.file,
            record.line,
            "school-year-differs",
            f"schoolYear is the year in which it ends: {ends_in}, not {raw}.",
        )
        return ends_in
    return int(raw)


def _check_parent(term: StagedTerm, roster: StagedRoster, file: str, remarks: FindingLog) -> None:
    if term.parent and term.parent not in roster.terms:
        remarks.warning(
            file,
            term.line,
            "unknown-parent",
            f"Parent {quoted(term.parent)} is not in academicSessions.csv; "
            "the term is read without a parent.",
        )
        term.parent = ""
