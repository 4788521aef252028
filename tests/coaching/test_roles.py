"""The coach role of today: what it brings to a partnership, and how many it is meant for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import RoleAssignment
from coaching.models import CoachRole, Partnership
from tests.cast import Cast
from tests.coaching.sessions import HOME, LOG, logged, open_with, sign_in
from tests.conftest import acting, owner

OPEN = HOME + "partnerships/new/"


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.casey)


@pytest.fixture
def role(cast: Cast) -> CoachRole:
    """Casey's, for a year or so, three days a week."""
    with owner():
        found = CoachRole.objects.create(
            district=cast.riverbend,
            title="Literacy coach",
            kinds=["coaching"],
            interaction_types=["modeling"],
            cadence_days=5,
            caseload_limit=4,
        )
        cast.casey.assignments.update(
            coach_role=found, fte="0.50", ends_on=timezone.now().date() + timedelta(days=300)
        )
    return found


def quick_help(cast: Cast, casey: Client) -> Partnership:
    casey.post(LOG, logged(colleagues=[str(cast.jordan.pk)], types=[]))
    with acting(cast.jordan):
        return Partnership.objects.get()


def kinds(casey: Client) -> list[str]:
    return [value for value, _ in casey.get(OPEN).context["form"].fields["kind"].choices]


def types(casey: Client) -> list[str]:
    return [value for value, _ in casey.get(LOG).context["form"].fields["types"].choices]


def test_a_role_with_a_last_day_to_come_counts(cast: Cast, casey: Client, role: CoachRole) -> None:
    assert quick_help(cast, casey).coach_role_id == role.pk
    assert kinds(casey) == ["coaching", "peer"]
    assert types(casey) == ["modeling"]
    assert "Literacy coach" in casey.get(HOME + "time/").content.decode()


@pytest.mark.parametrize("days", [{"ends_on": -1}, {"ends_on": 0}, {"starts_on": 3, "ends_on": 30}])
def test_one_that_is_over_or_to_come_does_not(
    cast: Cast, casey: Client, role: CoachRole, days: dict[str, int]
) -> None:
    today = timezone.now().date()
    with owner():
        changed: dict[str, Any] = {name: today + timedelta(days=day) for name, day in days.items()}
        if changed["ends_on"] <= today:
            changed["starts_on"] = today - timedelta(days=9)
        cast.casey.assignments.update(**changed)
        RoleAssignment.objects.create(
            district=cast.riverbend, member=cast.casey, role="coach", school=cast.lincoln
        )
    assert quick_help(cast, casey).coach_role_id is None
    assert "team" in kinds(casey)
    assert "planning" in types(casey)
    assert "Literacy coach" not in casey.get(HOME + "time/").content.decode()


def test_the_cadence_of_the_role_reaches_quick_help_that_grows(
    cast: Cast, casey: Client, role: CoachRole
) -> None:
    partnership = quick_help(cast, casey)
    with owner():
        Partnership.objects.filter(pk=partnership.pk).update(term="short")
    (row,) = casey.get(HOME).context["home"].bands[0][1]
    assert row.role_cadence_days == 5


def test_a_full_caseload_is_said_where_a_partnership_begins_and_refuses_nothing(
    cast: Cast, casey: Client, role: CoachRole
) -> None:
    with acting(cast.casey):
        open_with(cast.taylor)
    assert "your role is meant for" not in casey.get(OPEN).content.decode()
    with acting(cast.casey):
        open_with(cast.jordan)
    assert "You have 2 partners, your role is meant for 2." in casey.get(OPEN).content.decode()
    sent = {"people": [str(cast.pat.pk)], "kind": "coaching", "term": "short"}
    assert casey.post(OPEN, sent).status_code == 302
    assert "You have 3 partners, your role is meant for 2." in casey.get(OPEN).content.decode()


def test_without_a_limit_nothing_is_said(cast: Cast, casey: Client) -> None:
    with acting(cast.casey):
        open_with(cast.taylor)
    for client in (casey, sign_in(Client(), cast.taylor)):
        assert "your role is meant for" not in client.get(OPEN).content.decode()
