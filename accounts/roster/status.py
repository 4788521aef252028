"""The ``status`` column, which bulk files leave blank."""

from accounts.roster.csvfile import CsvTable, Record
from accounts.roster.findings import quoted
from accounts.roster.vocabulary import plain


def is_deleted(table: CsvTable, record: Record) -> bool:
    """Whether the row is marked as to be deleted, however that is spelled."""
    raw = record["status"]
    status = plain(raw)
    if status in ("", "active"):
        return False
    if status in ("tobedeleted", "inactive", "deleted"):
        if raw != "tobedeleted":
            table.remarks.warning_once(
                table.file, record.line, "status-spelling", f"{quoted(raw)} is read as tobedeleted."
            )
        return True
    table.remarks.warning_once(
        table.file,
        record.line,
        "unknown-status",
        f"Status {quoted(raw)} is not known; the row is read as active.",
    )
    return False
