"""Rosters that nobody on this project wrote; read where they lie, when they are there."""

from pathlib import Path

import pytest

from accounts.roster.findings import RosterRefused
from accounts.roster.reading import read_roster
from accounts.roster.report import refusal_report, staged_report

SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "rosters"
FOLDERS = sorted({file.parent for file in SAMPLES.rglob("*.csv")})

EXPECTED = {
    "SDS_v2": ["6 people, 6 roles", "users.csv, line 26: Role “staff” is not known."],
    "SDS_v2.1": [
        "2 people, 3 roles",
        "roles.csv, line 5: Role “professor” is read as teacher.",
        "academicSessions.csv, line 2: schoolYear is the year in which it ends: 2022, not 2021.",
    ],
    "SDS_Format_100_Users": ["was refused", "Teacher.csv, line 1: This is Microsoft School Data"],
}
SNAPSHOT = [
    "2 schools, 1 other org, 3 terms, 0 people",
    "not kept: 4 students",
    "users.csv, lines 2, 3, 4: Org “Sch_000002” is not in orgs.csv. Did you mean “Sch_S00002”?",
    "academicSessions.csv, line 2: Parent “2019” is not in academicSessions.csv",
]


def report_of(folder: Path) -> str:
    try:
        return staged_report(read_roster(folder))
    except RosterRefused as refused:
        return refusal_report(folder.name, refused)


# An empty list of folders would be reported as a skipped test; without the samples there is none.
if FOLDERS:

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_sample_is_read_or_refused_by_file_and_line(folder: Path) -> None:
        report = report_of(folder)
        for words in EXPECTED.get(folder.name, SNAPSHOT):
            assert words in report
        assert "P@ssw" not in report
