import subprocess
import sys
import time
from pathlib import Path

import pytest

from accounts.roster.inventing import invent_roster
from accounts.roster.reading import read_roster
from accounts.roster.spoiling import spoil_roster
from accounts.roster.staging import StagedRoster
from accounts.roster.writing import write_roster

VERSIONS = pytest.mark.parametrize("version", ["1.1", "1.2"])


def write_and_read(out: Path, version: str, *, defects: bool = False) -> StagedRoster:
    roster = invent_roster(schools=10, staff=600, students=300, version=version)
    write_roster(roster, out, spoil_roster(roster) if defects else None)
    return read_roster(out)


@VERSIONS
def test_invented_roster_reads_without_a_remark(tmp_path: Path, version: str) -> None:
    roster = write_and_read(tmp_path / "r.zip", version)
    assert roster.findings == []
    assert roster.version == version
    assert len(roster.people) == 600
    assert roster.left_behind == {"student": 270, "guardian": 30}
    assert sum(person.suggested_coach for person in roster.people.values()) == 5


@VERSIONS
def test_each_defect_is_named_by_file_and_line(tmp_path: Path, version: str) -> None:
    roster = write_and_read(tmp_path / "r", version, defects=True)
    assert {found.code for found in roster.errors} == {
        "identifier-twice",
        "ragged-row",
        "unknown-org",
        "unknown-role",
    }
    assert {found.code for found in roster.warnings} >= {
        "day-first-dates",
        "header-spelling",
        "no-email",
        "role-spelling",
        "row-twice",
        "unknown-parent",
    }
    assert all(found.line is not None for found in roster.findings)
    # Nine rows are wrong; nobody else is lost by them.
    assert len(roster.errors) == 9
    assert len(roster.people) >= 600 - 9


@VERSIONS
def test_same_seed_writes_the_same_bytes(tmp_path: Path, version: str) -> None:
    for name in ("a.zip", "b.zip"):
        roster = invent_roster(schools=3, staff=60, students=9, version=version, seed=7)
        write_roster(roster, tmp_path / name, spoil_roster(roster, seed=7))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


MEASURE = """
import resource, sys
from pathlib import Path
from accounts.roster.reading import read_roster
roster = read_roster(Path(sys.argv[1]))
print(len(roster.people), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_one_hundred_thousand_rows_are_read_within_the_budget(tmp_path: Path) -> None:
    out = tmp_path / "large.zip"
    write_roster(invent_roster(schools=200, staff=100_000, version="1.2"), out)
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, str(out)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    people, kilobytes = map(int, result.stdout.split())
    assert people == 100_000
    assert time.monotonic() - began < 60
    assert kilobytes < 300 * 1024
