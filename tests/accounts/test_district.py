"""The district and its schools, kept by administrators in the browser."""

import pytest
from django.test import Client

from access.models import EvaluationLine
from accounts.models import District, Member, School
from accounts.queries import first_steps
from tests.cast import Cast, evaluates
from tests.conftest import owner

AT = "/d/riverbend/program/district/"
SETTINGS = {"name": "Riverbend", "time_zone": "America/Denver", "minimum_group": 12}


@pytest.fixture
def alex(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]
    return client


def test_who_runs_the_server_is_told_on_every_record(
    alex: Client, cast: Cast, client: Client
) -> None:
    assert alex.post(AT, {**SETTINGS, "minimum_group": 4}).status_code == 422
    assert alex.post(AT, {**SETTINGS, "time_zone": "Mars/Olympus"}).status_code == 422
    assert alex.post(AT, {**SETTINGS, "server_keeper": "The county office"}).status_code == 302
    with owner():
        kept = District.objects.get(pk=cast.riverbend.pk)
        others = District.objects.get(pk=cast.lakeshore.pk)
    assert (kept.time_zone, kept.minimum_group) == ("America/Denver", 12)
    assert others.server_keeper == cast.lakeshore.server_keeper
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    assert "The county office" in client.get("/d/riverbend/my-access/").content.decode()
    assert client.post(AT, SETTINGS).status_code == 404


def test_a_school_is_added_renamed_and_closed(alex: Client, cast: Cast) -> None:
    assert alex.post(f"{AT}schools/", {"school-name": cast.lincoln.name.upper()}).status_code == 422
    assert alex.post(f"{AT}schools/", {"school-name": "Hilltop"}).status_code == 302
    person = f"/d/riverbend/program/people/{cast.jordan.pk}/"
    assert "Hilltop" in alex.get(person).content.decode()
    with owner():
        made = School.objects.get(name="Hilltop")
    assert made.district_id == cast.riverbend.pk
    school = f"{AT}schools/{made.pk}/"
    assert alex.post(school, {"name": "Hill School", "closed": "on"}).status_code == 302
    assert "Closed" in alex.get(AT).content.decode()
    assert "Hill School" not in alex.get(person).content.decode()
    assert alex.post(school, {"name": "Hill School"}).status_code == 302
    assert "Hill School" in alex.get(person).content.decode()


def test_a_new_district_is_told_to_say_who_evaluates_whom(alex: Client, cast: Cast) -> None:
    with owner():
        EvaluationLine.objects.all().delete()
    assert "Say who evaluates whom" in alex.get("/d/riverbend/program/").content.decode()
    with owner():
        assert not first_steps(member_id=cast.alex.pk).evaluators
        evaluates(cast.pat, school=cast.lincoln)
        assert first_steps(member_id=cast.alex.pk).evaluators


def test_the_front_door_leads_to_the_district_that_was_open_last(
    client: Client, cast: Cast
) -> None:
    with owner():
        Member.objects.create(
            district=cast.riverbend, name="Ana Elsewhere", user=cast.ana.user, first_name="Ana"
        )
    client.force_login(cast.ana.user)  # type: ignore[arg-type]
    for slug in ("riverbend", "lakeshore"):
        assert client.get(f"/d/{slug}/").status_code == 200
        assert client.get("/").headers["Location"] == f"/d/{slug}/"
