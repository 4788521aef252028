"""A role begins today or later and may have a last day; until it begins it counts nowhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from accounts.enums import Role
from accounts.models import Member, OutboxMessage, RoleAssignment
from accounts.queries import database_day
from accounts.services.outbox import send_waiting
from coaching.models import Partnership
from tests.access.test_wall import open_with
from tests.cast import Cast
from tests.conftest import acting, owner

PEOPLE = "/d/riverbend/program/people/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]  # the cast can all sign in
    return client


def in_days(days: int) -> date:
    return database_day() + timedelta(days=days)


def add(admin: Client, person: Member, **typed: Any) -> HttpResponse:
    body = {"role": "mentor", "fte": "1", **typed}
    return admin.post(f"{PEOPLE}{person.pk}/roles/", body)  # type: ignore[return-value]


def change(admin: Client, role: RoleAssignment, **typed: Any) -> HttpResponse:
    at = f"{PEOPLE}{role.member_id}/roles/{role.pk}/"
    return admin.post(at, {"fte": "1", **typed})  # type: ignore[return-value]


def role_of(person: Member, role: Role) -> RoleAssignment:
    with owner():
        return RoleAssignment.objects.get(member=person, role=role)


def dates_of(role: RoleAssignment) -> tuple[date, date | None]:
    with owner():
        role.refresh_from_db()
    return role.starts_on, role.ends_on


def test_a_role_begins_today_and_is_open_where_no_day_is_given(cast: Cast, admin: Client) -> None:
    assert add(admin, cast.jordan).status_code == 302
    assert dates_of(role_of(cast.jordan, Role.MENTOR)) == (in_days(0), None)


def test_the_last_day_is_named_and_the_day_after_is_kept(cast: Cast, admin: Client) -> None:
    answer = add(admin, cast.jordan, starts_on=in_days(0), last_day=in_days(0))
    assert answer.status_code == 302
    role = role_of(cast.jordan, Role.MENTOR)
    assert dates_of(role) == (in_days(0), in_days(1))
    page = admin.get(f"{PEOPLE}{cast.jordan.pk}/").content.decode()
    assert f'until <time datetime="{in_days(0)}"' in page
    form = admin.get(f"{PEOPLE}{cast.jordan.pk}/roles/{role.pk}/").content.decode()
    assert f'value="{in_days(0)}"' in form


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"starts_on": -1}, "back-dated"),
        ({"starts_on": 3, "last_day": 2}, "before the first"),
        ({"last_day": -1}, "before the first"),
    ],
)
def test_days_that_cannot_be_come_back_with_what_was_typed(
    cast: Cast, admin: Client, typed: dict[str, int], says: str
) -> None:
    days = {name: in_days(days) for name, days in typed.items()}
    answer = add(admin, cast.jordan, **days)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert all(f'value="{day}"' in page for day in days.values())


def test_the_last_of_all_days_is_too_far_off(cast: Cast, admin: Client) -> None:
    assert add(admin, cast.jordan, last_day="9999-12-31").status_code == 422
    assert add(admin, cast.jordan, starts_on="9999-12-31").status_code == 422


def test_a_role_that_begins_later_does_not_count_today(cast: Cast, admin: Client) -> None:
    assert add(admin, cast.jordan, role="admin", starts_on=in_days(9)).status_code == 302
    page = admin.get(f"{PEOPLE}{cast.jordan.pk}/").content.decode()
    assert f'from <time datetime="{in_days(9)}"' in page
    assert "Call off" in page
    assert "Jordan Lee" not in admin.get(f"{PEOPLE}?role=admin").content.decode()
    client = Client()
    client.force_login(cast.jordan.user)  # type: ignore[arg-type]
    assert client.get(PEOPLE).status_code == 404


def test_the_same_role_is_there_once_at_a_time(cast: Cast, admin: Client) -> None:
    assert add(admin, cast.jordan, last_day=in_days(5)).status_code == 302
    assert add(admin, cast.jordan, starts_on=in_days(5)).status_code == 422
    assert add(admin, cast.jordan, starts_on=in_days(6), last_day=in_days(9)).status_code == 302
    with owner():
        first, second = RoleAssignment.objects.filter(
            member=cast.jordan, role=Role.MENTOR
        ).order_by("starts_on")
    answer = change(admin, first, last_day=in_days(6))
    assert answer.status_code == 422
    assert "there already" in answer.content.decode()
    assert change(admin, second, last_day="").status_code == 302
    assert dates_of(second) == (in_days(6), None)


def test_the_last_day_is_moved_and_taken_away_and_the_first_stays(
    cast: Cast, admin: Client
) -> None:
    role = role_of(cast.casey, Role.COACH)
    begun, _ = dates_of(role)
    assert change(admin, role, last_day=in_days(4), starts_on=in_days(2)).status_code == 302
    assert dates_of(role) == (begun, in_days(5))
    assert change(admin, role, last_day=in_days(-1)).status_code == 422
    assert change(admin, role, last_day="").status_code == 302
    assert dates_of(role) == (begun, None)


def test_what_is_over_is_not_changed_and_not_ended_once_more(cast: Cast, admin: Client) -> None:
    role = role_of(cast.casey, Role.COACH)
    with owner():
        RoleAssignment.objects.filter(pk=role.pk).update(starts_on=in_days(-9), ends_on=in_days(-4))
    assert change(admin, role, last_day="").status_code == 404
    admin.post(f"{PEOPLE}{cast.casey.pk}/roles/{role.pk}/end/")
    assert dates_of(role) == (in_days(-9), in_days(-4))


def test_nobody_sets_a_last_day_for_their_own_administration(cast: Cast, admin: Client) -> None:
    role = role_of(cast.alex, Role.ADMIN)
    answer = change(admin, role, last_day=in_days(0))
    assert answer.status_code == 422
    assert "Another administrator can" in answer.content.decode()
    assert dates_of(role)[1] is None
    assert change(admin, role, fte="0.5").status_code == 302


def told() -> dict[str, tuple[object, date | None]]:
    with owner():
        found = OutboxMessage.objects.filter(kind__in=("access_ended", "line_cut_off"))
        return {message.kind: (message.recipient_id, message.due_on) for message in found}


def open_chapters(person: Member) -> int:
    with acting(person):
        return Partnership.objects.filter(circle_id__isnull=False).count()


def test_whoever_is_cut_off_later_is_told_now_and_from_which_day(cast: Cast, admin: Client) -> None:
    """Robin is coached by Pat, who evaluates everyone at Lincoln."""
    with owner():
        RoleAssignment.objects.create(district=cast.riverbend, member=cast.pat, role=Role.COACH)
    with acting(cast.pat):
        open_with(cast.robin)
    with owner():
        OutboxMessage.objects.all().delete()
    day = in_days(20)
    answer = add(admin, cast.robin, role="teacher", school=cast.lincoln.pk, starts_on=day)
    assert answer.status_code == 302
    assert told() == {"access_ended": (cast.pat.pk, day), "line_cut_off": (cast.alex.pk, day)}
    assert open_chapters(cast.pat) == 1
    assert role_of(cast.robin, Role.TEACHER).starts_on == day
    send_waiting()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert f"{day:%b}" in letter.body
        assert "from today" not in letter.body.lower()


def test_a_later_role_that_closes_nothing_tells_nobody(cast: Cast, admin: Client) -> None:
    with acting(cast.casey):
        open_with(cast.robin)
    with owner():
        OutboxMessage.objects.all().delete()
    add(admin, cast.robin, role="teacher", school=cast.lincoln.pk, starts_on=in_days(20))
    assert told() == {}
