"""A follow-up that falls due is mailed once, by a role that cannot read its words."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.utils import timezone

from access.context import acting_as_worker
from access.models import Circle
from accounts.models import Contact, OutboxMessage
from accounts.services.outbox import send_waiting
from coaching.services.reminders import scan_due_reminders
from goals.models import NextStep, NextStepText
from tests.access.test_wall import open_with
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

WORDS = "Try the heron exit ticket"


@pytest.fixture
def due(cast: Cast) -> NextStep:
    with owner():
        Contact.objects.update(quiet_from=time(0), quiet_until=time(0))
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
        assert partnership.circle_id is not None
        step = NextStep.objects.create(
            circle_id=partnership.circle_id,
            owner=cast.taylor,
            due_on=timezone.now().date() - timedelta(days=1),
        )
        NextStepText.objects.create(circle_id=partnership.circle_id, step=step, body=WORDS)
    return step


def test_a_due_follow_up_is_mailed_once_without_its_words(due: NextStep) -> None:
    assert scan_due_reminders() == 1
    assert scan_due_reminders() == 0
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert [message.to for message in mail.outbox] == [["taylor@riverbend.test"]]
    assert "follow-up due" in mail.outbox[0].subject
    assert "heron" not in str(mail.outbox[0].message())


def test_a_done_follow_up_is_not_mailed(cast: Cast, due: NextStep) -> None:
    with acting(cast.taylor):
        NextStep.objects.filter(pk=due.pk).update(done_at=timezone.now())
    assert scan_due_reminders() == 0


def test_a_reminder_waits_for_the_end_of_leave(cast: Cast, due: NextStep) -> None:
    with owner():
        Contact.objects.filter(member=cast.taylor).update(
            on_leave_until=timezone.now().date() + timedelta(days=3)
        )
    scan_due_reminders()
    assert send_waiting() == 0
    with owner():
        Contact.objects.filter(member=cast.taylor).update(on_leave_until=None)
        assert OutboxMessage.objects.filter(sent_at=None).count() == 1
    assert send_waiting() == 1


def test_the_worker_cannot_read_the_words(due: NextStep) -> None:
    with (
        acting_as_worker(),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        NextStepText.objects.exists()


def test_whoever_may_not_read_the_circle_is_not_reminded_of_it(cast: Cast, due: NextStep) -> None:
    with owner():
        NextStep.objects.filter(pk=due.pk).update(owner=cast.casey)
        evaluates(cast.casey, of=cast.taylor)
    assert scan_due_reminders() == 0


def test_what_nobody_can_tick_off_anymore_reminds_nobody(cast: Cast, due: NextStep) -> None:
    with owner():
        Circle.objects.filter(pk=due.circle_id).update(closed_at=timezone.now())
    assert scan_due_reminders() == 0
