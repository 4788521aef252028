from pathlib import Path

from accounts.roster.reading import read_roster
from accounts.roster.staging import StagedRoster
from tests.accounts.roster_files import roster_11, write_folder

HEADER = "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear\n"


def read_terms(tmp_path: Path, rows: str) -> StagedRoster:
    files = roster_11(academicSessions=HEADER + rows)
    return read_roster(write_folder(tmp_path / "r", files))


def codes(roster: StagedRoster) -> set[str]:
    return {found.code for found in roster.findings if found.file == "academicSessions.csv"}


def test_term_keeps_the_exclusive_end(tmp_path: Path) -> None:
    roster = read_terms(tmp_path, "Y,2026,schoolYear,2026-08-17,2027-06-12,,2027\n")
    term = roster.terms["Y"]
    assert (term.begins.isoformat(), term.ends.isoformat()) == ("2026-08-17", "2027-06-12")
    assert term.school_year == 2027
    assert not codes(roster)


def test_school_year_is_the_year_in_which_it_ends(tmp_path: Path) -> None:
    roster = read_terms(tmp_path, "Y,2026,schoolYear,2026-08-17,2027-06-12,,2026\n")
    assert roster.terms["Y"].school_year == 2027
    assert codes(roster) == {"school-year-differs"}


def test_term_that_ends_before_it_begins_is_an_error(tmp_path: Path) -> None:
    roster = read_terms(tmp_path, "T,Fall,semester,2026-08-17,2026-08-17,,2027\n")
    assert not roster.terms
    assert codes(roster) == {"dates-reversed"}


def test_term_whose_parent_is_missing_is_read_without_it(tmp_path: Path) -> None:
    roster = read_terms(tmp_path, "T,Fall,Semester,8/17/2026,12/20/2026,2027,2027\n")
    assert (roster.terms["T"].parent, roster.terms["T"].type) == ("", "semester")
    assert codes(roster) == {"unknown-parent"}
