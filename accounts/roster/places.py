"""Schools, departments, districts: orgs.csv, and references to it from other files."""

from accounts.roster.csvfile import CsvTable, Record
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.fitting import LONGEST_ORG_NAME, identifier, one_line
from accounts.roster.staging import Known, StagedOrg, StagedRoster
from accounts.roster.status import is_deleted
from accounts.roster.vocabulary import (
    ORG_TYPE_BY_PLAIN,
    ORG_TYPES_READ_AS,
    OrgType,
    Suggestions,
    plain,
)


class Places:
    """Answers whether an org exists, and says what was probably meant when not."""

    def __init__(self, roster: StagedRoster, known: Known) -> None:
        self._here = {org.sourced_id for org in roster.orgs.values() if not org.deleted}
        self._gone = {org.sourced_id for org in roster.orgs.values() if org.deleted}
        self._here |= {org for org in known.orgs if org not in self._gone}
        self._suggestions = Suggestions(self._here)

    def problem_with(self, org: str) -> str | None:
        """A sentence when nobody can be placed at ``org``, else None."""
        if org in self._here:
            return None
        if not org:
            return "No org is named."
        if org in self._gone:
            return f"Org {quoted(org)} is marked as to be deleted."
        sentence = f"Org {quoted(org)} is not in orgs.csv."
        nearest = self._suggestions.nearest(org)
        return f"{sentence} Did you mean {quoted(nearest)}?" if nearest else sentence


def read_orgs(table: CsvTable, roster: StagedRoster, known: Known, remarks: FindingLog) -> None:
    """Stages every org, then looks whether each one's parent exists."""
    for record in table.records():
        org = _read_org(table, record, remarks)
        if org is None:
            roster.skipped_orgs.add(record["sourcedId"])
        elif org.sourced_id in roster.orgs:
            _report_twice(roster.orgs[org.sourced_id], org, table.file, remarks)
        else:
            roster.orgs[org.sourced_id] = org
    roster.skipped_orgs |= table.bad_keys
    for org in roster.orgs.values():
        _check_parent(org, roster, known, table.file, remarks)


def _read_org(table: CsvTable, record: Record, remarks: FindingLog) -> StagedOrg | None:
    sourced_id = identifier(table, record)
    name = one_line(table, record.line, record["name"], LONGEST_ORG_NAME)
    deleted = is_deleted(table, record)
    if sourced_id is None:
        return None
    if not name and not deleted:
        remarks.error(table.file, record.line, "no-name", "The org has no name.")
        return None
    return StagedOrg(
        sourced_id=sourced_id,
        name=name,
        type=_org_type(table, record, remarks),
        parent=record["parentSourcedId"],
        identifier=record["identifier"],
        deleted=deleted,
        line=record.line,
    )


def _org_type(table: CsvTable, record: Record, remarks: FindingLog) -> OrgType:
    raw = record["type"]
    word = plain(raw)
    if kind := ORG_TYPE_BY_PLAIN.get(word):
        if raw != kind:
            remarks.warning_once(
                table.file, record.line, "org-type-spelling", f"{quoted(raw)} is read as {kind}."
            )
        return kind
    kind = ORG_TYPES_READ_AS.get(word, OrgType.SCHOOL)
    remarks.warning_once(
        table.file,
        record.line,
        "unknown-org-type",
        f"{quoted(raw)} is no type of org in OneRoster; it is read as {kind}.",
    )
    return kind


def _report_twice(first: StagedOrg, second: StagedOrg, file: str, remarks: FindingLog) -> None:
    message = f"Org {quoted(second.sourced_id)} already stands on line {first.line}"
    if (first.name, first.type, first.parent) == (second.name, second.type, second.parent):
        remarks.warning(file, second.line, "row-twice", f"{message}; the same row twice.")
    else:
        remarks.error(
            file, second.line, "identifier-twice", f"{message} with other words; that one counts."
        )


def _check_parent(
    org: StagedOrg, roster: StagedRoster, known: Known, file: str, remarks: FindingLog
) -> None:
    if not org.parent or org.deleted:
        return
    if org.parent not in roster.orgs and org.parent not in known.orgs:
        remarks.warning(
            file,
            org.line,
            "unknown-parent",
            f"Parent {quoted(org.parent)} is not in orgs.csv; the org is read without a parent.",
        )
        org.parent = ""
        return
    above: str = org.parent
    seen = {org.sourced_id}
    while above in roster.orgs:
        if above in seen:
            remarks.warning(
                file,
                org.line,
                "parent-circle",
                "The org is its own parent by a detour; it is read without a parent.",
            )
            org.parent = ""
            return
        seen.add(above)
        above = roster.orgs[above].parent
