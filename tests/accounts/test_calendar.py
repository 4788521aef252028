"""The school calendar's pages."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import GradingPeriod, NonInstructionalDay, SchoolYear
from tests.cast import Cast
from tests.conftest import owner

CALENDAR = "/d/riverbend/program/calendar/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def year(cast: Cast, admin: Client) -> SchoolYear:
    typed = {"name": "2026–27", "starts_on": "2026-08-17", "ends_on": "2027-06-04"}
    assert admin.post(f"{CALENDAR}years/new/", typed).status_code == 302
    with owner():
        return SchoolYear.objects.get(district=cast.riverbend)


def at(year: SchoolYear) -> str:
    return f"{CALENDAR}years/{year.pk}/"


def period(admin: Client, year: SchoolYear, name: str, first: str, last: str) -> int:
    typed = {"period-name": name, "period-starts_on": first, "period-ends_on": last}
    return admin.post(f"{at(year)}periods/", typed).status_code


def test_a_year_is_added_shown_and_corrected(admin: Client, year: SchoolYear) -> None:
    assert "2026–27" in admin.get(CALENDAR).content.decode()
    assert admin.get(at(year)).status_code == 200
    typed = {"name": "2026–27", "starts_on": "2026-08-18", "ends_on": "2027-06-04"}
    assert admin.post(at(year), typed).status_code == 302
    with owner():
        year.refresh_from_db()
    assert year.starts_on == date(2026, 8, 18)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Other", "2027-06-04", "2028-06-01"),
        ("Backward", "2028-06-04", "2028-06-01"),
        ("2026–27", "2028-08-04", "2029-06-01"),
    ],
)
def test_years_do_not_overlap_or_run_backward(
    admin: Client, year: SchoolYear, name: str, first: str, last: str
) -> None:
    typed = {"name": name, "starts_on": first, "ends_on": last}
    answer = admin.post(f"{CALENDAR}years/new/", typed)
    assert answer.status_code == 422
    assert first in answer.content.decode()


def test_grading_periods_lie_inside_the_year_and_apart(admin: Client, year: SchoolYear) -> None:
    assert period(admin, year, "Quarter 1", "2026-08-17", "2026-10-16") == 302
    assert period(admin, year, "Quarter 2", "2026-10-16", "2026-12-18") == 422
    assert period(admin, year, "Quarter 2", "2026-10-19", "2027-12-18") == 422
    assert period(admin, year, "Quarter 1", "2026-10-19", "2026-12-18") == 422
    assert period(admin, year, "Quarter 2", "2026-10-19", "2026-12-18") == 302
    with owner():
        kept = GradingPeriod.objects.get(name="Quarter 2")
    address = f"{CALENDAR}periods/{kept.pk}/"
    assert admin.get(address).status_code == 200
    typed = {"name": "Second", "starts_on": "2026-10-20", "ends_on": "2026-12-18"}
    assert admin.post(address, typed).status_code == 302
    with owner():
        kept.refresh_from_db()
    assert kept.name == "Second"


def test_a_break_marks_its_weekdays_and_a_day_can_be_taken_back(
    admin: Client, year: SchoolYear
) -> None:
    typed = {"days-first": "2026-11-25", "days-last": "2026-11-30", "days-label": "Thanksgiving"}
    assert admin.post(f"{at(year)}days/", typed).status_code == 302
    with owner():
        days = list(NonInstructionalDay.objects.all())
    assert [day.day.day for day in days] == [25, 26, 27, 30]
    assert admin.post(f"{CALENDAR}days/{days[0].pk}/remove/").status_code == 302
    with owner():
        assert NonInstructionalDay.objects.count() == 3


def test_days_outside_the_year_are_refused(admin: Client, year: SchoolYear) -> None:
    answer = admin.post(f"{at(year)}days/", {"days-first": "2025-11-25"})
    assert answer.status_code == 422
    assert "outside the school year" in answer.content.decode()


def test_another_district_s_administrator_finds_no_year(
    cast: Cast, year: SchoolYear, client: Client
) -> None:
    client.force_login(cast.kim.user)  # type: ignore[arg-type]
    assert client.get(at(year)).status_code == 404
    assert client.get(f"/d/lakeshore/program/calendar/years/{year.pk}/").status_code == 404
    assert client.post(f"/d/lakeshore/program/calendar/years/{year.pk}/days/").status_code == 404
