"""From a zip or folder to the staged picture: the one entry point, ``read_roster``."""

from pathlib import Path

from accounts.roster.columns import ORGS, READ_FILES, ROLES, TERMS, USERS_11, USERS_12
from accounts.roster.csvfile import header_of, open_table
from accounts.roster.findings import FindingLog
from accounts.roster.manifest import Manifest, read_manifest
from accounts.roster.opening import Limits, RosterSource, open_source
from accounts.roster.people import read_people
from accounts.roster.places import Places, read_orgs
from accounts.roster.rolerows import read_roles
from accounts.roster.staging import Known, Mode, StagedRoster
from accounts.roster.terms import read_terms


def read_roster(
    path: Path,
    *,
    mode: Mode | None = None,
    known: Known | None = None,
    limits: Limits | None = None,
) -> StagedRoster:
    """Reads and validates the roster at ``path`` and touches nothing else.

    ``mode`` overrides what the manifest says. ``known`` is what the district already has, so
    that a delta may refer to it. Raises RosterRefused when the whole cannot be trusted.
    """
    remarks = FindingLog()
    known = known or Known()
    with open_source(path, remarks, limits) as source:
        _refuse_other_formats(source, remarks)
        manifest = read_manifest(source, remarks)
        roster = StagedRoster(name=source.name, mode=mode or manifest.mode_of("users.csv"))
        roster.not_read = [name for name in source.names if name.lower() not in READ_FILES]
        has_roles_file = _has_roles_file(source, manifest, remarks)
        roster.version = manifest.version or ("1.2" if has_roles_file else "1.1")
        places = _read_places(source, roster, known, remarks)
        if source.has(TERMS.name):
            table = open_table(source, TERMS, remarks)
            read_terms(table, roster, remarks)
            roster.rows[table.file] = table.rows_read
        if has_roles_file:
            roles = open_table(source, ROLES, remarks)
            dropped = read_roles(roles, roster, places, remarks)
            roster.rows[roles.file] = roles.rows_read
            users = open_table(source, USERS_12, remarks)
            read_people(users, roster, remarks, known=known, dropped=dropped)
        else:
            users = open_table(source, USERS_11, remarks)
            read_people(users, roster, remarks, known=known, places=places)
        roster.rows[users.file] = users.rows_read
    roster.findings = remarks.findings()
    return roster


def _refuse_other_formats(source: RosterSource, remarks: FindingLog) -> None:
    if source.has("users.csv"):
        return
    if source.has("teacher.csv") and source.has("school.csv"):
        header = [name.casefold() for name in header_of(source, "teacher.csv", remarks)]
        if "sis id" in header:
            remarks.refuse(
                source.spelled("teacher.csv"),
                1,
                "school-data-sync-1",
                "This is Microsoft School Data Sync’s first format (School.csv, Teacher.csv), "
                "which has no roles. Export OneRoster CSV 1.1 or 1.2, or School Data Sync V2.1.",
            )
    remarks.refuse(
        source.name,
        None,
        "file-missing",
        "There is no users.csv. A roster needs orgs.csv and users.csv, and from 1.2 on roles.csv.",
    )


def _has_roles_file(source: RosterSource, manifest: Manifest, remarks: FindingLog) -> bool:
    """Which form the files have decides; a manifest that says otherwise is remarked on."""
    has_file = source.has(ROLES.name)
    if manifest.version == "1.2" and not has_file and manifest.mode_of(ROLES.name) is Mode.BULK:
        remarks.warning(
            "manifest.csv",
            None,
            "version-differs",
            "The manifest says 1.2, but there is no roles.csv: read as 1.1.",
        )
    if manifest.version in ("1.0", "1.1") and has_file:
        remarks.warning(
            "manifest.csv",
            None,
            "version-differs",
            f"The manifest says {manifest.version}, but there is a roles.csv: read as 1.2.",
        )
    return has_file


def _read_places(
    source: RosterSource, roster: StagedRoster, known: Known, remarks: FindingLog
) -> Places:
    if source.has(ORGS.name):
        table = open_table(source, ORGS, remarks)
        read_orgs(table, roster, known, remarks)
        roster.has_orgs = True
        roster.rows[table.file] = table.rows_read
    elif roster.mode is Mode.BULK and not known.orgs:
        remarks.refuse(
            source.name,
            None,
            "file-missing",
            "There is no orgs.csv, so nobody can be placed at a school.",
        )
    return Places(roster, known)
