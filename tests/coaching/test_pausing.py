"""A pause lasts until a day or until somebody resumes; meanwhile nobody waits and nobody is reminded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from access.context import acting_as_program
from access.refusals import Refused, refusals
from accounts.models import OutboxMessage
from coaching.models import Partnership
from coaching.services.reminders import resume_paused, scan_due_reminders
from goals.models import NextStep
from tests.access.test_wall import call
from tests.cast import Cast
from tests.coaching.sessions import HOME, circle_of, open_with, sign_in
from tests.conftest import acting, owner


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.casey)


@pytest.fixture
def pair(cast: Cast) -> Partnership:
    """Under way for a long time, and nobody has met."""
    with acting(cast.casey):
        made = open_with(cast.taylor, term="short")
    with owner():
        Partnership.objects.update(opened_at=timezone.now() - timedelta(days=60))
    return made


def today(cast: Cast) -> date:
    return timezone.localdate(timezone=cast.riverbend.zone)


def fresh(pair: Partnership) -> Partnership:
    with owner():
        return Partnership.objects.get(pk=pair.pk)


def days_pass(pair: Partnership, days: int) -> None:
    """As if the pause had begun, and were to end, that much earlier."""
    it = fresh(pair)
    assert it.paused_on
    with owner():
        Partnership.objects.filter(pk=pair.pk).update(
            paused_on=it.paused_on - timedelta(days=days),
            paused_until=it.paused_until and it.paused_until - timedelta(days=days),
        )


def bands(client: Client) -> list[str]:
    return [title for title, _ in client.get(HOME).context["home"].bands]


def address(pair: Partnership, click: str = "") -> str:
    return f"{HOME}partnerships/{pair.pk}/{click}"


def step(pair: Partnership, **facts: Any) -> None:
    NextStep.objects.create(circle_id=circle_of(pair), **facts)


def test_a_pause_shows_until_when_on_home_and_with_the_partnership(
    cast: Cast, casey: Client, pair: Partnership
) -> None:
    until = today(cast) + timedelta(days=20)
    answer = casey.post(address(pair, "pause/"), {"until": str(until)})
    assert answer["Location"] == address(pair)
    assert bands(casey) == ["Paused"]
    for page in (HOME, address(pair), f"{HOME}partnerships/"):
        html = casey.get(page).content.decode()
        assert f'datetime="{until}"' in html, page
    assert (fresh(pair).paused_on, fresh(pair).paused_until) == (today(cast), until)


def test_undo_and_resume_end_it_at_once(cast: Cast, casey: Client, pair: Partnership) -> None:
    until = today(cast) + timedelta(days=20)
    shown = casey.post(address(pair, "pause/"), {"until": str(until)}, follow=True)
    assert address(pair, "resume/") in shown.content.decode()
    casey.post(address(pair, "resume/"))
    assert (fresh(pair).status, fresh(pair).paused_until) == ("active", today(cast))
    assert bands(casey) == ["Reach out to"]
    casey.post(address(pair, "pause/"), {"until": ""})
    assert (fresh(pair).status, fresh(pair).paused_until) == ("paused", None)


@pytest.mark.parametrize("ago", [0, 3])
def test_a_pause_ends_on_a_day_to_come(
    cast: Cast, casey: Client, pair: Partnership, ago: int
) -> None:
    past = today(cast) - timedelta(days=ago)
    answer = casey.post(address(pair, "pause/"), {"until": str(past)})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Choose a day that is still to come" in html
    assert f'value="{past}"' in html
    with acting(cast.taylor), pytest.raises(Refused, match="still to come"), refusals():
        Partnership.objects.update(status="paused", paused_until=past)
    assert fresh(pair).status == "active"


def test_it_goes_on_by_itself_on_its_day(cast: Cast, casey: Client, pair: Partnership) -> None:
    casey.post(address(pair, "pause/"), {"until": str(today(cast) + timedelta(days=2))})
    days_pass(pair, 1)
    assert resume_paused() == 0
    days_pass(pair, 1)
    assert resume_paused() == 1
    assert (fresh(pair).status, fresh(pair).paused_until) == ("active", today(cast))
    assert bands(casey) == ["Reach out to"]
    assert resume_paused() == 0


def test_one_without_a_day_waits_for_somebody(cast: Cast, casey: Client, pair: Partnership) -> None:
    casey.post(address(pair, "pause/"), {"until": ""})
    days_pass(pair, 300)
    assert resume_paused() == 0
    assert bands(casey) == ["Paused"]


def test_reminders_wait_for_the_end_of_a_pause_however_long(
    cast: Cast, casey: Client, pair: Partnership
) -> None:
    with acting(cast.casey):
        step(pair, owner=cast.taylor, due_on=today(cast) - timedelta(days=40))
    assert scan_due_reminders() == 0
    casey.post(address(pair, "pause/"), {"until": ""})
    days_pass(pair, 35)
    with acting(cast.casey):
        step(pair, owner=cast.taylor, due_on=today(cast) - timedelta(days=30))
        step(pair, owner=cast.casey, due_on=today(cast))
    assert scan_due_reminders() == 0
    casey.post(address(pair, "resume/"))
    assert scan_due_reminders() == 2
    assert scan_due_reminders() == 0
    with owner():
        told = OutboxMessage.objects.filter(kind="follow_up_due").values_list("due_on", flat=True)
        assert set(told) == {today(cast) - timedelta(days=30), today(cast)}


def test_an_ending_that_is_taken_back_brings_its_pause_along(
    cast: Cast, casey: Client, pair: Partnership
) -> None:
    until = today(cast) + timedelta(days=20)
    casey.post(address(pair, "pause/"), {"until": str(until)})
    casey.post(address(pair, "end/"))
    with acting(cast.casey):
        call("take_back_ending", pair.pk)
    it = fresh(pair)
    assert (it.status, it.paused_on, it.paused_until) == ("paused", today(cast), until)


def test_its_days_are_those_of_the_people_in_it(
    cast: Cast, casey: Client, pair: Partnership
) -> None:
    casey.post(address(pair, "pause/"), {"until": str(today(cast) + timedelta(days=20))})
    robin = sign_in(Client(), cast.robin)
    assert robin.get(address(pair, "pause/")).status_code == 404
    for column in ("paused_on", "paused_until"):
        with (
            acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            list(Partnership.objects.values(column))
