"""Queueing what is to be sent. A row says whom it tells, of what kind and which page; its words are in
templates/emails/, and accounts/services/outbox.py sends it.

Where many fall due at once, one statement queues them all instead (`INSERT … SELECT`, in the services
that run by themselves).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from accounts.enums import MessageKind
from accounts.models import OutboxMessage


def message(*, kind: MessageKind, cause: object, recipient_id: UUID, **more: Any) -> OutboxMessage:
    """`cause` names what happened, by ids and days alone. The database puts the sender before it, so
    that nobody learns by trying what somebody else has sent."""
    key = f"{kind}:{cause}:{recipient_id}"
    return OutboxMessage(key=key, kind=kind, recipient_id=recipient_id, **more)


def queue(messages: Iterable[OutboxMessage]) -> None:
    """What the same person queues for the same cause is sent once."""
    # Ignored without a target: whoever queues may not read the outbox.
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def queue_messages(
    *,
    kind: MessageKind,
    cause: object,
    recipients: Iterable[UUID],
    path: str = "",
    due_on: date | None = None,
    **more: Any,
) -> None:
    """The same message to each of them; a background job says whose district it is."""
    queue(
        message(kind=kind, cause=cause, recipient_id=one, path=path, due_on=due_on, **more)
        for one in recipients
    )
