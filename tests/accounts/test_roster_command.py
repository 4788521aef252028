"""The operator's commands: invent a roster, import one."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from access.models import EvaluationLine
from accounts.enums import Role
from accounts.models import RoleAssignment, RosterImport
from tests.accounts.roster_district import Place, as_owner, open_district, people_of
from tests.accounts.roster_files import ROLES_12, USERS_12, roster_12, write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def place() -> Place:
    return open_district("hilltop")


def run_import(path: Path, *options: str) -> str:
    out = StringIO()
    with as_owner():
        call_command(
            "import_roster", str(path), "--district", "hilltop", *options, stdout=out, stderr=out
        )
    return out.getvalue()


def test_roster_with_all_defects_is_imported_and_each_bad_row_named(
    place: Place, tmp_path: Path
) -> None:
    out = tmp_path / "r.zip"
    call_command("make_roster", str(out), "--defects", "--version", "1.2", stdout=StringIO())
    report = run_import(out)
    assert "9 errors:" in report
    assert "people: 592 added, 0 changed, 0 removed" in report
    assert len(people_of(place)) == 592
    with as_owner():
        assert EvaluationLine.objects.filter(district=place.district).count() == 11


def test_dry_run_changes_nothing(place: Place, tmp_path: Path) -> None:
    report = run_import(write_folder(tmp_path / "r", roster_12()), "--dry-run")
    assert "people: 2 added" in report
    assert "Nothing was changed" in report
    assert people_of(place) == {}
    with as_owner():
        assert not RosterImport.objects.filter(district=place.district).exists()


def test_coaches_are_granted_only_when_asked_for(place: Place, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "r", roster_12())
    assert "Taylor Reed (Literacy Coach)" in run_import(folder)
    assert "coaches: 1 added" in run_import(folder, "--grant-coaches")
    with as_owner():
        coaches = RoleAssignment.objects.filter(district=place.district, role=Role.COACH)
        assert {coach.member.sourced_id for coach in coaches} == {"P-2"}


def test_second_import_says_that_everything_is_there(place: Place, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "r", roster_12())
    run_import(folder)
    assert "Everything is already as the roster says." in run_import(folder)


def test_partial_file_is_refused_until_the_operator_insists(place: Place, tmp_path: Path) -> None:
    run_import(write_folder(tmp_path / "all", roster_12()))
    headers = {
        "users": USERS_12.splitlines()[0] + "\n",
        "roles": ROLES_12.splitlines()[0] + "\n",
    }
    nobody = write_folder(tmp_path / "none", roster_12(**headers))
    with pytest.raises(CommandError, match="one in five"):
        run_import(nobody)
    assert people_of(place) == {"P-1": True, "P-2": True}
    run_import(nobody, "--may-end-many")
    assert people_of(place) == {"P-1": False, "P-2": False}


def test_refused_roster_names_file_and_line(place: Place, tmp_path: Path) -> None:
    broken = write_folder(tmp_path / "r", roster_12(users=USERS_12 + USERS_12))
    with pytest.raises(CommandError, match=r"users\.csv, line 5: A second header"):
        run_import(broken)
    assert people_of(place) == {}


def test_unknown_district_is_said_to_be_unknown(place: Place, tmp_path: Path) -> None:
    with as_owner(), pytest.raises(CommandError, match="no district 'nowhere'"):
        call_command("import_roster", str(tmp_path), "--district", "nowhere")
