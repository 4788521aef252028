"""The administrator's way through the pages: upload, review, confirm, watch."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import RosterImport
from accounts.services.roster import apply_confirmed
from tests.accounts.roster_district import (
    Place,
    as_owner,
    open_district,
    people_of,
    stage,
    upload_of,
)
from tests.accounts.roster_files import ROLES_12, USERS_12, roster_12

pytestmark = pytest.mark.django_db

HOME = "/d/hilltop/program/import/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def place() -> Place:
    return open_district("hilltop")


@pytest.fixture
def admin(place: Place, client: Client) -> Client:
    client.force_login(place.user)
    return client


def test_upload_page_says_what_to_bring(admin: Client) -> None:
    page = admin.get(HOME).content.decode()
    assert "OneRoster CSV" in page
    assert "None yet" in page


def test_upload_without_a_file_is_answered_beside_the_field(admin: Client) -> None:
    answer = admin.post(HOME, {})
    assert answer.status_code == 422


def test_uploaded_roster_is_reviewed_confirmed_and_applied(
    place: Place,
    admin: Client,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    answer = admin.post(HOME, {"roster": upload_of(tmp_path, roster_12()), "mode": ""})
    assert answer.status_code == 302
    review = admin.get(answer["Location"]).content.decode()
    assert "Does this person evaluate teachers?" in review
    assert "Pat Brown, Principal" in review
    assert "Taylor Reed, Literacy Coach" in review
    assert "Sky" not in review

    with django_capture_on_commit_callbacks():
        confirmed = admin.post(
            answer["Location"] + "confirm/", {"evaluator-0": "yes", "coach-0": "on"}
        )
    assert confirmed.status_code == 302
    waiting = admin.get(answer["Location"]).content.decode()
    assert f'hx-get="{answer["Location"]}progress/"' in waiting
    assert admin.get(answer["Location"] + "progress/").status_code == 200

    with as_owner():
        staged = RosterImport.objects.get(district=place.district)
    apply_confirmed(import_id=staged.id)
    done = admin.get(answer["Location"] + "progress/")
    assert done["HX-Redirect"] == answer["Location"]
    assert "The roster is applied" in admin.get(answer["Location"]).content.decode()
    assert people_of(place) == {"P-1": True, "P-2": True}


def test_unanswered_question_keeps_the_review(place: Place, admin: Client, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12())
    answer = admin.post(f"{HOME}{staged.pk}/confirm/", {})
    assert answer.status_code == 422
    assert "Pat Brown" in answer.content.decode()


def test_refused_roster_says_file_and_line(place: Place, admin: Client, tmp_path: Path) -> None:
    staged = stage(place, tmp_path, roster_12(users=USERS_12 + USERS_12))
    page = admin.get(f"{HOME}{staged.pk}/").content.decode()
    assert "This roster can’t be used" in page
    assert "users.csv, line 5: A second header" in page


def test_roster_thrown_away_is_gone_from_the_review(
    place: Place, admin: Client, tmp_path: Path
) -> None:
    staged = stage(place, tmp_path, roster_12())
    assert admin.post(f"{HOME}{staged.pk}/discard/").status_code == 302
    assert admin.post(f"{HOME}{staged.pk}/discard/").status_code == 404
    assert "Apply this roster" not in admin.get(f"{HOME}{staged.pk}/").content.decode()


def test_review_takes_as_many_statements_for_one_remark_as_for_fifty(
    place: Place, admin: Client, tmp_path: Path
) -> None:
    counts = []
    for errors in (1, 50):
        more = "".join(f"R-{n},P-1,primary,x{n},,,S-1\n" for n in range(10, 10 + errors))
        staged = stage(place, tmp_path, roster_12(roles=ROLES_12 + more))
        counts.append(statements(admin, f"{HOME}{staged.pk}/"))
    assert counts[0] == counts[1] <= 12


def statements(admin: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert admin.get(address).status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("page", ["", "confirm/", "discard/", "progress/"])
def test_import_of_another_district_is_not_there(admin: Client, tmp_path: Path, page: str) -> None:
    other = open_district("valley")
    staged = stage(other, tmp_path, roster_12())
    address = f"{HOME}{staged.pk}/{page}"
    answer = admin.post(address) if page in ("confirm/", "discard/") else admin.get(address)
    assert answer.status_code == 404
