"""Mail that cannot be sent: tried again later, given up in the end, and seen by whoever can mend it."""

import socket
from collections.abc import Iterator
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from access.context import acting_as_program, acting_as_worker
from accounts.enums import MessageKind
from accounts.models import Contact, Member, OutboxMessage
from accounts.services.outbox import MOST_ATTEMPTS, PAUSES, send_waiting
from tests.cast import Cast
from tests.conftest import owner
from tests.mail_server import MailServer, mail_server

NO_SUCH_PERSON = "550 5.1.1 nobody of that name here"
NO_RELAY = "550 5.7.1 relaying denied"
LATER = "451 4.7.1 come back later"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def no_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()


def queue(
    to: Member, kind: str = MessageKind.VISIT_PROPOSED, key: str = "", **more: object
) -> None:
    with owner():
        OutboxMessage.objects.create(
            district_id=to.district_id,
            key=key or f"{kind}:{to.pk}",
            kind=kind,
            recipient=to,
            **more,
        )


def message(to: Member) -> OutboxMessage:
    with owner():
        return OutboxMessage.objects.get(recipient=to)


def let_time_pass(by: timedelta = timedelta(days=2)) -> None:
    with owner():
        for waiting in OutboxMessage.objects.filter(sent_at=None):
            waiting.send_after -= by
            waiting.save(update_fields=["send_after"])


def bounced(member: Member) -> bool:
    with owner():
        return Contact.objects.get(member=member).bounced_at is not None


def home(client: Client, cast: Cast) -> str:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]  # the cast can all sign in
    return client.get("/d/riverbend/program/").content.decode()


def test_an_address_that_is_refused_is_not_tried_again_and_the_administrator_sees_it(
    cast: Cast, server: MailServer, client: Client
) -> None:
    server.refusals["taylor@riverbend.test"] = NO_SUCH_PERSON
    queue(cast.taylor, MessageKind.INVITATION, path="/invitations/{secret}/", secret="token")
    queue(cast.casey)
    assert send_waiting() == 1
    assert [found["To"] for found in server.received] == ["casey@riverbend.test"]
    refused = message(cast.taylor)
    assert (refused.failed_at is not None, refused.secret) == (True, "")
    assert (bounced(cast.taylor), bounced(cast.casey)) == (True, False)
    assert "Mail to 1 person came back" in home(client, cast)
    let_time_pass()
    assert send_waiting() == 0


def test_a_server_that_refuses_us_is_no_fault_of_the_address(
    cast: Cast, server: MailServer
) -> None:
    server.refusals["taylor@riverbend.test"] = NO_RELAY
    queue(cast.taylor)
    assert send_waiting() == 0
    assert not bounced(cast.taylor)
    assert message(cast.taylor).failed_at is None


def test_what_was_put_off_is_sent_later_under_the_same_id(cast: Cast, server: MailServer) -> None:
    server.refusals["taylor@riverbend.test"] = LATER
    queue(cast.taylor)
    before = timezone.now()
    assert send_waiting() == 0
    waiting = message(cast.taylor)
    assert waiting.claimed_at is None
    assert before + PAUSES[0] <= waiting.send_after <= timezone.now() + PAUSES[0]
    server.refusals.clear()
    assert send_waiting() == 0
    let_time_pass(PAUSES[0])
    assert send_waiting() == 1
    assert [found["Message-ID"] for found in server.received] == [f"<{waiting.pk}@alongside>"]


def test_each_failure_waits_longer_until_the_message_has_failed(
    cast: Cast, no_server: None, client: Client
) -> None:
    queue(cast.taylor)
    pauses = []
    for _ in PAUSES:
        assert send_waiting() == 0
        waiting = message(cast.taylor)
        assert waiting.failed_at is None
        pauses.append(waiting.send_after - timezone.now())
        let_time_pass()
    assert pauses == sorted(pauses)
    assert "could not be sent" not in home(client, cast)
    assert send_waiting() == 0
    failed = message(cast.taylor)
    assert (failed.attempts, failed.failed_at is None) == (MOST_ATTEMPTS, False)
    let_time_pass()
    assert send_waiting() == 0
    assert message(cast.taylor).attempts == MOST_ATTEMPTS


def failed_for(*members: Member) -> None:
    for member in members:
        queue(member)
    with owner():
        OutboxMessage.objects.update(failed_at=timezone.now(), attempts=MOST_ATTEMPTS)


def test_the_administrator_sees_who_missed_mail_and_not_which(cast: Cast, client: Client) -> None:
    failed_for(cast.taylor, cast.ana)
    page = home(client, cast)
    assert "Mail to 1 person could not be sent" in page
    people = client.get("/d/riverbend/program/people/?need=unreached")
    assert [person.name for person in people.context["people"]] == ["Taylor Reed"]
    assert "visit" not in people.content.decode().lower()
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        OutboxMessage.objects.exists()


def test_mail_that_failed_long_ago_is_forgotten(cast: Cast, client: Client) -> None:
    failed_for(cast.taylor)
    with owner():
        OutboxMessage.objects.update(failed_at=timezone.now() - timedelta(days=15))
    assert "could not be sent" not in home(client, cast)


def test_without_a_mail_server_one_message_is_tried_and_the_rest_let_go(
    cast: Cast, no_server: None
) -> None:
    for member in (cast.taylor, cast.casey, cast.jordan):
        queue(member)
    send_waiting()
    with owner():
        found = OutboxMessage.objects.order_by("-attempts").values_list("attempts", "claimed_at")
        assert list(found) == [(1, None), (0, None), (0, None)]


def test_a_message_that_cannot_be_written_stops_no_other(cast: Cast) -> None:
    queue(cast.taylor, kind="nonsense", send_after=timezone.now() - timedelta(days=1))
    queue(cast.casey)
    assert send_waiting() == 1
    assert [found.to for found in mail.outbox] == [["casey@riverbend.test"]]
    assert message(cast.taylor).claimed_at is None


@pytest.mark.parametrize("kind", [MessageKind.NOTES_EXPIRE, MessageKind.DRAFT_EXPIRES])
def test_a_warning_waits_for_the_end_of_quiet_hours_and_not_of_a_leave(
    cast: Cast, kind: MessageKind
) -> None:
    queue(cast.casey, kind, due_on=timezone.now().date())
    contact = Contact.objects.filter(member=cast.casey)
    with owner():
        contact.update(quiet_from=time(0), quiet_until=time(23, 59, 59, 999999))
    assert send_waiting() == 0
    with owner():
        contact.update(
            quiet_from=time(0),
            quiet_until=time(0),
            on_leave_until=timezone.now().date() + timedelta(days=30),
        )
    assert send_waiting() == 1


def came_back(message_id: UUID, address: str) -> None:
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.mail_came_back(%s, %s)", [message_id, address])


def test_an_address_is_marked_only_for_mail_that_failed_and_only_while_it_is_the_same(
    cast: Cast,
) -> None:
    queue(cast.taylor)
    came_back(message(cast.taylor).pk, "taylor@riverbend.test")
    assert not bounced(cast.taylor)
    with owner():
        OutboxMessage.objects.update(failed_at=timezone.now())
    came_back(message(cast.taylor).pk, "old@riverbend.test")
    assert not bounced(cast.taylor)
    came_back(message(cast.taylor).pk, "taylor@riverbend.test")
    assert bounced(cast.taylor)
    assert not bounced(cast.casey)


def test_the_worker_itself_marks_and_changes_no_address(cast: Cast) -> None:
    with acting_as_worker():
        assert not Contact.objects.filter(member=cast.taylor).update(email="other@riverbend.test")
    with (
        acting_as_worker(),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        Contact.objects.filter(member=cast.taylor).update(bounced_at=timezone.now())
