from pathlib import Path

import pytest

from accounts.roster.findings import RosterRefused
from accounts.roster.reading import read_roster
from accounts.roster.report import refusal_report, staged_report
from accounts.roster.staging import Known, Mode, StagedRoster
from accounts.roster.vocabulary import EvaluatesAt, OrgType, title_suggests_coach
from tests.accounts.roster_files import (
    ORGS,
    ROLES_12,
    USERS_11,
    USERS_12,
    Files,
    manifest,
    refusal,
    roster_11,
    roster_12,
    write_folder,
)


def read(tmp_path: Path, files: Files, **options: object) -> StagedRoster:
    return read_roster(write_folder(tmp_path / "roster", files), **options)  # type: ignore[arg-type]


def placed(roster: StagedRoster, code: str) -> list[tuple[str, int | None]]:
    return [(found.file, found.line) for found in roster.findings if found.code == code]


def test_version_11_gives_each_person_a_role_at_each_org(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_11())
    assert roster.version == "1.1"
    assert [(role.person, role.org, role.role, role.primary) for role in roster.roles] == [
        ("P-1", "S-1", "administrator", True),
        ("P-2", "S-1", "teacher", True),
        ("P-2", "S-2", "teacher", False),
    ]


def test_version_12_takes_roles_with_their_dates_from_their_own_file(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_12())
    assert roster.version == "1.2"
    second = roster.roles[2]
    assert (second.person, second.org, second.primary) == ("P-2", "S-2", False)
    assert (str(second.begins), str(second.ends)) == ("2026-08-17", "2027-06-30")


@pytest.mark.parametrize("files", [roster_11(), roster_12()], ids=["1.1", "1.2"])
def test_students_and_passwords_are_nowhere_in_the_staged_picture(
    tmp_path: Path, files: Files
) -> None:
    roster = read(tmp_path, files)
    assert roster.left_behind == {"student": 1}
    for word in ("Sky", "Hidden", "P-3", "secret", "sky@d.example"):
        assert word not in repr(roster)


def test_administrators_are_suggested_as_evaluators_where_they_work(tmp_path: Path) -> None:
    roles = ROLES_12 + "R-9,P-2,primary,districtAdministrator,,,D-1\n"
    roster = read(tmp_path, roster_12(roles=roles))
    suggested = {(role.role, role.suggested_evaluator) for role in roster.roles}
    assert suggested == {
        ("principal", EvaluatesAt.ORG),
        ("teacher", None),
        ("districtAdministrator", EvaluatesAt.DISTRICT),
    }


def test_coaches_are_suggested_by_their_title(tmp_path: Path) -> None:
    people = read(tmp_path, roster_12()).people
    assert [person.suggested_coach for person in people.values()] == [False, True]


@pytest.mark.parametrize(
    ("title", "coach"),
    [
        ("Literacy Coach", True),
        ("INSTRUCTIONAL COACH K-5", True),
        ("Teacher on Special Assignment", True),
        ("Head Football Coach", False),
        ("Coachman", False),
        ("Grade 3 Teacher", False),
    ],
)
def test_title_suggests_coach(title: str, coach: bool) -> None:
    assert title_suggests_coach(title) is coach


def test_manifest_decides_mode_and_version(tmp_path: Path) -> None:
    files = roster_12(manifest=manifest("1.2", orgs="bulk", users="delta", roles="delta"))
    roster = read(tmp_path, files)
    assert (roster.mode, roster.version) == (Mode.DELTA, "1.2")
    assert not roster.findings


def test_missing_manifest_is_a_warning_and_reads_as_complete(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_11())
    assert roster.mode is Mode.BULK
    assert placed(roster, "no-manifest") == [("manifest.csv", None)]


def test_manifest_that_promises_a_missing_file_is_refused(tmp_path: Path) -> None:
    files = roster_11(manifest=manifest("1.1", users="bulk", academicSessions="bulk"))
    reason = refusal(write_folder(tmp_path / "r", files))
    assert reason.code == "file-missing"
    assert "academicSessions" in reason.message or "academicsessions" in reason.message


def test_delta_may_name_people_and_orgs_that_it_does_not_repeat(tmp_path: Path) -> None:
    files = {
        "manifest.csv": manifest("1.2", users="delta", roles="delta"),
        "users.csv": "sourcedId,givenName,familyName\nP-8,New,Name\nP-9,Nobody,Known\n",
        "roles.csv": "userSourcedId,role,orgSourcedId,status\nP-7,teacher,S-7,tobedeleted\n",
    }
    known = Known(people=frozenset({"P-7", "P-8"}), orgs={"S-7": OrgType.SCHOOL})
    roster = read(tmp_path, dict(files), known=known)
    assert set(roster.people) == {"P-8"}
    assert [(role.person, role.deleted) for role in roster.roles] == [("P-7", True)]
    assert not roster.errors


def test_unknown_org_is_an_error_that_says_what_was_meant(tmp_path: Path) -> None:
    orgs = ORGS + "Sch_S00002,Summit High,school,D-1\nSch_000001,Summit Middle,school,D-1\n"
    users = USERS_11 + "P-4,,,Sch_000002,teacher,,Ana,Silva,,\n"
    roster = read(tmp_path, roster_11(orgs=orgs, users=users))
    assert placed(roster, "unknown-org") == [("users.csv", 5)]
    assert "Did you mean “Sch_S00002”?" in roster.errors[0].message
    assert "P-4" in roster.skipped_people
    assert "P-4" not in roster.people


def test_one_unknown_org_among_several_costs_only_that_place(tmp_path: Path) -> None:
    users = USERS_11.replace("S-1,S-2", "S-1,S-9")
    roster = read(tmp_path, roster_11(users=users))
    assert not roster.errors
    assert [role.org for role in roster.roles if role.person == "P-2"] == ["S-1"]


def test_unknown_role_is_an_error_that_names_file_and_line(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_12(roles=ROLES_12 + "R-8,P-1,primary,techer,,,S-1\n"))
    assert placed(roster, "unknown-role") == [("roles.csv", 6)]
    assert "“teacher”" in roster.errors[0].message


def test_extension_roles_are_legal_unless_they_mean_students(tmp_path: Path) -> None:
    more = "R-8,P-2,primary,ext:instructionalCoach,,,S-1\nR-9,P-3,primary,ext:pupil,,,S-1\n"
    roster = read(tmp_path, roster_12(roles=ROLES_12 + more))
    assert not roster.errors
    assert roster.roles[-1].role == "ext:instructionalCoach"
    assert roster.roles[-1].suggested_coach


def test_role_in_another_case_is_read_and_remarked_on_once(tmp_path: Path) -> None:
    users = USERS_11.replace("teacher", "Teacher") + "P-4,,,S-2,Teacher,,A,B,a@d.example,\n"
    roster = read(tmp_path, roster_11(users=users))
    found = [found for found in roster.findings if found.code == "role-spelling"]
    assert [(f.rows, f.place) for f in found] == [(2, "users.csv, lines 3, 5")]
    assert {role.role for role in roster.roles} == {"administrator", "teacher"}


def test_header_typo_case_and_order_are_read_with_a_warning(tmp_path: Path) -> None:
    users = USERS_11.replace("familyName", "famliyName").replace("orgSourcedIds", "Org Sourced Ids")
    roster = read(tmp_path, roster_11(users=users))
    assert roster.people["P-2"].family_name == "Reed"
    assert placed(roster, "header-spelling") == [("users.csv", 1)] * 2


def test_missing_column_is_refused_with_file_and_line(tmp_path: Path) -> None:
    users = USERS_11.replace("familyName", "shoeSize")
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=users)))
    assert (reason.place, reason.code) == ("users.csv, line 1", "missing-column")
    assert "“familyName”" in reason.message


def test_semicolons_are_named_as_the_cause(tmp_path: Path) -> None:
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=USERS_11.replace(",", ";"))))
    assert "semicolons" in reason.message


def test_column_twice_is_refused(tmp_path: Path) -> None:
    users = USERS_11.replace("username", "email")
    assert refusal(write_folder(tmp_path / "r", roster_11(users=users))).code == "column-twice"


def test_second_header_is_refused_with_its_line(tmp_path: Path) -> None:
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=USERS_11 + USERS_11)))
    assert (reason.place, reason.code) == ("users.csv, line 5", "second-header")


def test_ragged_row_is_an_error_and_does_not_count_as_absent(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_11(users=USERS_11 + "P-4,,true,S-1,teacher\n"))
    assert placed(roster, "ragged-row") == [("users.csv", 5)]
    assert roster.skipped_people == {"P-4"}


def test_line_numbers_count_lines_inside_quotation_marks(tmp_path: Path) -> None:
    users = USERS_11.replace("Reed", '"Re\ned"') + "P-4,,,S-9,teacher,,A,B,,\n"
    assert placed(read(tmp_path, roster_11(users=users)), "unknown-org") == [("users.csv", 6)]


def test_quotation_mark_never_closed_is_refused_at_its_line(tmp_path: Path) -> None:
    users = USERS_11 + 'P-4,,,S-1,teacher,,"Ana,B,,\nP-5,,,S-1,teacher,,A,B,,\n'
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=users)))
    assert (reason.place, reason.code) == ("users.csv, line 5", "open-quote")


def test_quotation_mark_in_the_wrong_place_costs_its_row(tmp_path: Path) -> None:
    users = USERS_11 + 'P-4,,,S-1,teacher,,"An"a,B,,\nP-5,,,S-1,teacher,,A,B,b@d.example,\n'
    roster = read(tmp_path, roster_11(users=users))
    assert placed(roster, "bad-quote") == [("users.csv", 5)]
    assert "P-5" in roster.people


def test_identifier_twice_keeps_the_first_row(tmp_path: Path) -> None:
    users = USERS_11 + "P-2,,,S-1,teacher,,Someone,Else,,\n"
    roster = read(tmp_path, roster_11(users=users))
    assert placed(roster, "identifier-twice") == [("users.csv", 5)]
    assert roster.people["P-2"].given_name == "Taylor"


def test_person_without_email_is_staged_with_a_warning(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_11(users=USERS_11.replace("taylor@d.example", "")))
    assert placed(roster, "no-email") == [("users.csv", 3)]
    assert roster.people["P-2"].email == ""


def test_email_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    users = USERS_11.replace("taylor@d.example", "PAT@d.example")
    roster = read(tmp_path, roster_11(users=users))
    assert placed(roster, "email-twice") == [("users.csv", 3)]
    assert roster.people["P-2"].email == ""


def test_person_without_a_role_is_not_kept(tmp_path: Path) -> None:
    users = USERS_12 + "P-4,Robin,Unknown,robin@d.example,\n"
    roster = read(tmp_path, roster_12(users=users))
    assert "Robin" not in repr(roster)
    assert placed(roster, "no-role") == [("users.csv", 5)]


def test_role_of_nobody_is_an_error(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_12(roles=ROLES_12 + "R-7,P-77,primary,teacher,,,S-1\n"))
    assert placed(roster, "unknown-person") == [("roles.csv", 6)]
    assert "P-77" in roster.skipped_people


def test_to_be_deleted_is_read_in_any_case(tmp_path: Path) -> None:
    users = USERS_11.replace("P-2,,true", "P-2,toBeDeleted,true")
    roster = read(tmp_path, roster_11(users=users))
    assert roster.people["P-2"].deleted
    assert all(role.deleted for role in roster.roles if role.person == "P-2")


def test_school_data_sync_1_is_refused_by_its_name(tmp_path: Path) -> None:
    files: Files = {
        "School.csv": "SIS ID,Name\n1,A\n",
        "Teacher.csv": "SIS ID,School SIS ID,First Name\n1,1,A\n",
    }
    reason = refusal(write_folder(tmp_path / "r", files))
    assert reason.place == "Teacher.csv, line 1"
    assert "School Data Sync" in reason.message


def test_report_names_each_finding_by_file_and_line(tmp_path: Path) -> None:
    roster = read(tmp_path, roster_12(roles=ROLES_12 + "R-7,P-77,primary,teacher,,,S-1\n"))
    report = staged_report(roster)
    assert "2 schools, 1 other org, 0 terms, 2 people, 3 roles" in report
    assert "not kept: 1 student" in report
    assert "1 error:\n  roles.csv, line 6: Person “P-77” is not in users.csv." in report


def test_report_of_a_refusal_says_that_nothing_was_changed(tmp_path: Path) -> None:
    with pytest.raises(RosterRefused) as refused:
        read(tmp_path, roster_11(users=""))
    report = refusal_report("roster", refused.value)
    assert "Nothing was changed.\n  users.csv: This file is empty" in report
