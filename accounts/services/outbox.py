"""The outbox: claimed with SKIP LOCKED, sent after the claim is committed, marked afterwards.

A message is sent once, and at most once more when a worker dies between sending and marking; both
carry the same Message-ID. Reminders wait while their reader's quiet hours or leave last; what
somebody's click just caused goes at once.
"""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import formats

from access.context import acting_as_worker
from accounts.enums import MessageKind
from accounts.models import OutboxMessage

log = logging.getLogger(__name__)

BATCH = 50
MOST_ATTEMPTS = 5

SUBJECTS = {
    MessageKind.INVITATION: "Your invitation to Alongside",
    MessageKind.FOLLOW_UP_DUE: "You have a follow-up due {due}",
    MessageKind.PARTNERSHIP_OPENED: "A coach has logged quick help with you",
    MessageKind.PARTNERSHIP_PROPOSED: "A coaching partnership is proposed to you",
    MessageKind.EVIDENCE_SHARED: "Notes of a visit were shared with you",
    MessageKind.VISIT_PROPOSED: "A classroom visit is proposed to you",
    MessageKind.ACCESS_ENDED: "A change in who you can read",
    MessageKind.ROSTER_CUT_OFF: "A roster import ended somebody's access",
    MessageKind.LINE_ENDED: "A change in who evaluates you",
    MessageKind.LINE_NEVER_TRUE: "A record of who evaluates you was a mistake",
    MessageKind.IDENTITY_DOUBTED: "Somebody new should be looked at",
}

# A claim that is ten minutes old belongs to a worker that died.
CLAIM = """
UPDATE accounts_outboxmessage o SET claimed_at = now(), attempts = o.attempts + 1
  FROM (SELECT w.id FROM accounts_outboxmessage w
          JOIN accounts_contact c ON c.member_id = w.recipient_id AND c.email <> ''
          JOIN accounts_district d ON d.id = w.district_id
         CROSS JOIN LATERAL (SELECT now() AT TIME ZONE
                coalesce(nullif(c.time_zone, ''), d.time_zone) AS now) here
         WHERE w.sent_at IS NULL AND w.failed_at IS NULL AND w.send_after <= statement_timestamp()
           AND (w.claimed_at IS NULL OR w.claimed_at < now() - interval '10 minutes')
           AND (w.kind <> 'follow_up_due' OR (
                (c.on_leave_until IS NULL OR c.on_leave_until < here.now::date)
                AND NOT CASE WHEN c.quiet_from <= c.quiet_until
                    THEN here.now::time >= c.quiet_from AND here.now::time < c.quiet_until
                    ELSE here.now::time >= c.quiet_from OR here.now::time < c.quiet_until END))
         ORDER BY w.send_after LIMIT %s FOR UPDATE OF w SKIP LOCKED) waiting
 WHERE o.id = waiting.id
RETURNING o.id
"""


@dataclass(frozen=True)
class Letter:
    """What a mail needs: no word of a record is among it."""

    id: UUID
    kind: str
    email: str
    first_name: str
    district: str
    path: str
    secret: str
    due_on: date | None


def send_waiting() -> int:
    """Claims, sends and marks one batch; answers how many were sent."""
    letters = claim()
    sent = [letter.id for letter in letters if deliver(letter)]
    with acting_as_worker():
        OutboxMessage.objects.filter(pk__in=sent).update(sent_at=Now(), secret="")
        OutboxMessage.objects.filter(
            pk__in=[letter.id for letter in letters if letter.id not in sent],
            attempts__gte=MOST_ATTEMPTS,
        ).update(failed_at=Now())
    return len(sent)


def claim() -> list[Letter]:
    with acting_as_worker():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [BATCH])
            claimed = [row[0] for row in cursor.fetchall()]
        rows = (
            OutboxMessage.objects.filter(pk__in=claimed)
            .order_by("send_after")
            .values_list(
                "id",
                "kind",
                "recipient__contacts__email",
                "recipient__first_name",
                "district__name",
                "path",
                "secret",
                "due_on",
            )
        )
        return [Letter(*row) for row in rows]


def deliver(letter: Letter) -> bool:
    """Sends one mail; a failure is logged by kind and id and tried again later."""
    context: dict[str, Any] = {
        "letter": letter,
        "link": settings.SITE_URL + letter.path.replace("{secret}", letter.secret),
        "due": formats.date_format(letter.due_on, "D, N j") if letter.due_on else "",
    }
    subject = SUBJECTS[MessageKind(letter.kind)].format(due=context["due"])
    mail = EmailMessage(
        subject=subject,
        body=render_to_string(f"emails/{letter.kind}.txt", context),
        to=[letter.email],
        headers={"Message-ID": f"<{letter.id}@alongside>"},
    )
    try:
        mail.send()
    except OSError as error:
        log.warning("A %s message %s was not sent (%s)", letter.kind, letter.id, type(error))
        return False
    return True
