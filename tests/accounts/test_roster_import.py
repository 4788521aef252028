"""Staged by an administrator, applied by the worker under that administrator's seal."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from access.context import acting_as_program, acting_as_worker
from access.models import Circle, EvaluationLine, Participant
from accounts.enums import MessageKind, Role
from accounts.models import (
    Contact,
    Member,
    OutboxMessage,
    RoleAssignment,
    RosterFinding,
    RosterImport,
    School,
)
from accounts.roster.plan import Decisions
from accounts.roster.uploads import drop_old_uploads, folder, read_progress, upload_path
from accounts.services.roster import (
    RosterNotReady,
    apply_confirmed,
    confirm_roster,
    discard_roster,
)
from tests.accounts.roster_district import Place, as_owner, open_district, people_of, stage
from tests.accounts.roster_files import ROLES_12, USERS_12, Files, roster_12

pytestmark = pytest.mark.django_db

State = RosterImport.State


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def place() -> Place:
    return open_district("hilltop")


def confirm(place: Place, staged: RosterImport, decisions: Decisions | None = None) -> None:
    with place.program():
        confirm_roster(
            staged=staged,
            member_id=place.admin.id,
            decisions=decisions or Decisions(),
            may_end_many=True,
        )


def bring_in(place: Place, path: Path, files: Files, decisions: Decisions | None = None) -> None:
    staged = stage(place, path, files)
    confirm(place, staged, decisions)
    apply_confirmed(import_id=staged.id)
    assert state_of(staged) == State.APPLIED


def state_of(staged: RosterImport) -> str:
    with as_owner():
        return RosterImport.objects.get(pk=staged.pk).state


def test_staging_changes_nobody(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    assert staged.state == State.STAGED
    assert staged.summary["counts"]["people_added"] == 2
    assert people_of(place) == {}


def test_confirmed_roster_is_queued_once_its_transaction_holds(
    place: Place,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    staged = stage(place, tmp_path, roster_12())
    with django_capture_on_commit_callbacks() as queued:
        confirm(place, staged)
    assert len(queued) == 1


def test_applied_roster_brings_in_staff_and_their_places(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    assert people_of(place) == {"P-1": True, "P-2": True}
    with as_owner():
        taylor = Member.objects.get(district=place.district, sourced_id="P-2")
        assert (taylor.name, taylor.title) == ("Taylor Reed", "Literacy Coach")
        assert Contact.objects.get(member=taylor).email == "taylor@d.example"
        assignments = RoleAssignment.objects.filter(member=taylor)
        assert {a.school.name for a in assignments if a.school} == {
            "Lincoln Elementary",
            "Maple Middle",
        }
        assert {(a.role, a.source) for a in assignments} == {(Role.TEACHER, "roster")}
        line = EvaluationLine.objects.get(district=place.district)
        assert (line.evaluator.sourced_id, line.school.sourced_id) == ("P-1", "S-1")


def test_nothing_of_a_student_is_in_the_database(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    with as_owner():
        everything = [
            list(model.objects.filter(district=place.district).values())
            for model in (Member, Contact, RosterImport, RosterFinding, RoleAssignment)
        ]
    for word in ("Sky", "Hidden", "P-3", "secret"):
        assert word not in repr(everything)


def test_same_roster_again_changes_nothing(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    staged = stage(place, tmp_path, roster_12())
    assert not any(staged.summary["counts"].values())


def test_upload_and_seal_are_gone_once_it_is_applied(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    assert upload_path(staged.id).stat().st_mode & 0o077 == 0
    confirm(place, staged)
    apply_confirmed(import_id=staged.id)
    assert list(folder().iterdir()) == []
    with as_owner():
        assert RosterImport.objects.get(pk=staged.pk).seal == ""


def test_refused_roster_keeps_its_report_and_no_file(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12(users=USERS_12 + USERS_12))
    assert staged.state == State.REFUSED
    assert staged.refusal.startswith("users.csv, line 5: A second header")
    assert list(folder().iterdir()) == []
    with place.program():
        assert staged.findings.filter(place="users.csv, line 5", severity="error").exists()


def test_bad_rows_are_kept_in_the_report_with_errors_first(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12(roles=ROLES_12 + "R-9,P-1,primary,x,,,S-1\n"))
    with place.program():
        places = [(finding.severity, finding.place) for finding in staged.findings.all()]
    assert places == [("error", "roles.csv, line 6"), ("warning", "manifest.csv")]


def test_answers_decide_who_evaluates_and_who_coaches(place: Place, tmp_path: Path) -> None:
    decided = Decisions(evaluators={"P-1": False}, coaches={"P-2": True})
    bring_in(place, tmp_path, roster_12(), decided)
    with as_owner():
        assert not EvaluationLine.objects.filter(district=place.district).exists()
        coach = RoleAssignment.objects.filter(district=place.district, role=Role.COACH)
        assert {(a.member.sourced_id, a.source) for a in coach} == {("P-2", "granted")}


def test_answers_are_remembered_for_the_next_roster(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12(), Decisions(evaluators={"P-1": False}))
    staged = stage(place, tmp_path, roster_12())
    (question,) = staged.summary["evaluators"]
    assert (question["sourced_id"], question["answer"]) == ("P-1", False)
    assert staged.summary["counts"]["lines_added"] == 0


def test_granted_coach_who_is_absent_stays(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12(), Decisions(coaches={"P-2": True}))
    alone = USERS_12.replace("P-2,Taylor,Reed,taylor@d.example,Literacy Coach\n", "")
    roles = "".join(line for line in ROLES_12.splitlines(True) if "P-2" not in line)
    bring_in(place, tmp_path, roster_12(users=alone, roles=roles))
    assert people_of(place) == {"P-1": True, "P-2": True}


def test_too_many_leavers_need_a_word(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    alone = USERS_12.replace("P-2,Taylor,Reed,taylor@d.example,Literacy Coach\n", "")
    roles = "".join(line for line in ROLES_12.splitlines(True) if "P-2" not in line)
    staged = stage(place, tmp_path, roster_12(users=alone, roles=roles))
    with place.program(), pytest.raises(RosterNotReady, match="one in five"):
        confirm_roster(staged=staged, member_id=place.admin.id, decisions=Decisions())
    confirm(place, staged)
    apply_confirmed(import_id=staged.id)
    assert people_of(place) == {"P-1": True, "P-2": False}


def test_new_evaluator_in_an_open_circle_is_told_and_so_is_the_administrator(
    place: Place, tmp_path: Path
) -> None:
    bring_in(place, tmp_path, roster_12(), Decisions(evaluators={"P-1": False}))
    with as_owner():
        circle = Circle.objects.create(district=place.district, kind=Circle.Kind.CHAPTER)
        for sourced_id, part in (("P-1", "coach"), ("P-2", "partner")):
            Participant.objects.create(
                district=place.district,
                circle=circle,
                member=place.member(sourced_id),
                part=part,
            )
    bring_in(place, tmp_path, roster_12(), Decisions(evaluators={"P-1": True}))
    with as_owner():
        told = OutboxMessage.objects.filter(district=place.district)
        assert set(told.values_list("kind", "recipient")) == {
            (MessageKind.ACCESS_ENDED, place.member("P-1").id),
            (MessageKind.ROSTER_CUT_OFF, place.admin.id),
        }
        to_admin = told.get(recipient=place.admin)
        assert to_admin.path == "/d/hilltop/program/evaluators/"


def test_file_that_changed_since_the_review_is_not_applied(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    confirm(place, staged)
    upload_path(staged.id).write_bytes(b"something else")
    apply_confirmed(import_id=staged.id)
    assert state_of(staged) == State.FAILED
    assert people_of(place) == {}


def test_failure_in_the_middle_leaves_nothing_behind(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(place, tmp_path, roster_12())
    confirm(place, staged)

    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("accounts.services.roster.tell_who_is_cut_off", fail)
    apply_confirmed(import_id=staged.id)
    assert state_of(staged) == State.FAILED
    assert people_of(place) == {}
    with as_owner():
        assert not School.objects.filter(district=place.district).exists()


def test_lost_workers_import_is_taken_up_again_and_once(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    confirm(place, staged)
    with as_owner():
        RosterImport.objects.filter(pk=staged.pk).update(state=State.APPLYING)
    apply_confirmed(import_id=staged.id)
    assert state_of(staged) == State.APPLIED
    apply_confirmed(import_id=staged.id)
    assert people_of(place) == {"P-1": True, "P-2": True}


def test_discarded_roster_leaves_no_file(
    place: Place,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    staged = stage(place, tmp_path, roster_12())
    with django_capture_on_commit_callbacks(execute=True), place.program():
        discard_roster(staged=staged)
    assert list(folder().iterdir()) == []
    with place.program(), pytest.raises(RosterNotReady):
        confirm_roster(staged=staged, member_id=place.admin.id, decisions=Decisions())


def test_upload_that_nobody_confirmed_is_deleted_after_a_day(place: Place, tmp_path: Path) -> None:
    stage(place, tmp_path, roster_12())
    assert drop_old_uploads() == 0
    assert drop_old_uploads(older_than=-1) == 1


def test_progress_is_nothing_before_the_first_row(place: Place) -> None:
    assert read_progress(place.admin.id) == (0, 0)


def test_worker_without_the_seal_writes_no_member(place: Place) -> None:
    with acting_as_worker():
        assert not School.objects.filter(district=place.district).exists()
        changed = Member.objects.filter(pk=place.admin.pk).update(name="Somebody Else")
    assert changed == 0


def test_other_districts_administrator_sees_no_import(place: Place, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    other = open_district("valley")
    with other.program(), pytest.raises(ObjectDoesNotExist):
        RosterImport.objects.get(pk=staged.pk)
    with other.program():
        assert not RosterFinding.objects.filter(roster=staged).exists()


def test_member_who_is_no_administrator_sees_no_import(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    taylor = place.member("P-2")
    with acting_as_program(member_id=taylor.id, district_id=place.district.id):
        assert not RosterImport.objects.exists()


def test_nobody_imports_away_their_own_line_over_somebody(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    make_evaluator_at(place, "S-1")
    without_lincoln = roster_12(
        users=USERS_12.replace("taylor@d.example", "mine@d.example"),
        roles="".join(line for line in ROLES_12.splitlines(True) if "R-2," not in line),
    )
    staged = stage(place, tmp_path, without_lincoln)
    with as_owner():
        said = set(RosterFinding.objects.filter(roster=staged).values_list("place", "message"))
    assert {
        ("roles.csv, line 3", TAKES_NOBODY_OFF),
        (
            "users.csv, line 3",
            "You evaluate this person, so another administrator changes their address.",
        ),
    } <= said
    bring_in(place, tmp_path, without_lincoln)
    taylor = place.member("P-2")
    with as_owner():
        assert taylor.assignments.get(school__sourced_id="S-1").ends_on == date(2027, 6, 30)
        assert Contact.objects.get(member=taylor).email == "taylor@d.example"


def test_a_leaver_whom_the_importer_evaluates_is_gone_and_their_line_is_not(
    place: Place, tmp_path: Path
) -> None:
    bring_in(place, tmp_path, roster_12())
    make_evaluator_at(place, "S-1")
    bring_in(
        place, tmp_path, roster_12(users=without(USERS_12, "P-2"), roles=without(ROLES_12, "P-2"))
    )
    assert people_of(place) == {"P-1": True, "P-2": False}
    with as_owner():
        today = timezone.now().date()
        ended = RoleAssignment.objects.filter(member=place.member("P-2"), ends_on=today)
        assert [one.school.sourced_id for one in ended if one.school] == ["S-2"]


TAKES_NOBODY_OFF = (
    "You evaluate who works at this person's present school, so another administrator takes"
    " them off it. The rest was taken over."
)


def without(text: str, name: str) -> str:
    return "".join(line for line in text.splitlines(True) if name not in line)


def make_evaluator_at(place: Place, school: str) -> None:
    with as_owner():
        EvaluationLine.objects.create(
            district=place.district,
            evaluator=place.admin,
            school=School.objects.get(district=place.district, sourced_id=school),
        )
