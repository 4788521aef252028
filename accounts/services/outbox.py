"""The outbox: claimed with SKIP LOCKED, sent after the claim is committed, marked one by one.

A message is sent once, and at most once more when a worker dies between sending and marking; both
carry the same Message-ID. Reminders and warnings wait while their reader's quiet hours last; what
somebody's click just caused goes at once. What these promise is told in docs/background.md.
"""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from smtplib import SMTPDataError, SMTPRecipientsRefused
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import formats

from access.context import acting_as_worker
from accounts.enums import MessageKind
from accounts.models import OutboxMessage

log = logging.getLogger(__name__)

BATCH = 50
# Seconds for one batch: well within the life of a claim, and of a heartbeat.
LONGEST = 120
# How long to wait after the first failure, the second, and so on; after the last one it has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440))
MOST_ATTEMPTS = len(PAUSES) + 1
# Caused by the calendar and not by a click. A warning would come too late after a leave.
QUIET = (MessageKind.FOLLOW_UP_DUE, MessageKind.NOTES_EXPIRE, MessageKind.DRAFT_EXPIRES)

SUBJECTS = {
    MessageKind.INVITATION: "Your invitation to Alongside",
    MessageKind.FOLLOW_UP_DUE: "You have a follow-up due {due}",
    MessageKind.PARTNERSHIP_OPENED: "A coaching partnership with you has begun",
    MessageKind.PARTNERSHIP_PROPOSED: "A coaching partnership is proposed to you",
    MessageKind.EVIDENCE_SHARED: "Notes of a visit were shared with you",
    MessageKind.VISIT_PROPOSED: "A classroom visit is proposed to you",
    MessageKind.VISIT_OFF: "A classroom visit is off",
    MessageKind.ACCESS_ENDED: "A change in who you can read",
    MessageKind.ROSTER_CUT_OFF: "A roster import ended somebody's access",
    MessageKind.LINE_ENDED: "A change in who evaluates you",
    MessageKind.LINE_NEVER_TRUE: "A record of who evaluates you was a mistake",
    MessageKind.IDENTITY_DOUBTED: "Somebody new should be looked at",
    MessageKind.LINE_CUT_OFF: "A change ended somebody's access",
    MessageKind.LINES_LAPSED: "Who evaluates whom: some lines ran out",
    MessageKind.NOTES_EXPIRE: "Notes just for you will be removed after {due}",
    MessageKind.DRAFT_EXPIRES: "A draft of yours will be removed after {due}",
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
           AND (w.kind <> 'follow_up_due' OR c.on_leave_until IS NULL
                OR c.on_leave_until < here.now::date)
           AND NOT (w.kind = ANY (%s) AND CASE WHEN c.quiet_from <= c.quiet_until
                    THEN here.now::time >= c.quiet_from AND here.now::time < c.quiet_until
                    ELSE here.now::time >= c.quiet_from OR here.now::time < c.quiet_until END)
         ORDER BY w.send_after LIMIT %s FOR UPDATE OF w SKIP LOCKED) waiting
 WHERE o.id = waiting.id
RETURNING o.id
"""


class Outcome(Enum):
    """What became of one attempt."""

    SENT = auto()
    REFUSED = auto()  # this address, for good
    NOT_NOW = auto()
    NO_SERVER = auto()


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
    attempts: int


def send_waiting() -> int:
    """Claims a batch, sends and marks each message; answers how many were sent."""
    letters = claim()
    enough = monotonic() + LONGEST
    sent = 0
    for place, letter in enumerate(letters, start=1):
        outcome = deliver(letter)
        mark(letter, outcome)
        sent += outcome is Outcome.SENT
        if outcome is Outcome.NO_SERVER or monotonic() > enough:
            let_go(letters[place:])
            break
    return sent


def mark(letter: Letter, outcome: Outcome) -> None:
    """At once, so that a worker that dies now repeats one message and not a batch."""
    row = OutboxMessage.objects.filter(pk=letter.id)
    with acting_as_worker():
        if outcome is Outcome.SENT:
            row.update(sent_at=Now(), secret="")
        elif outcome is Outcome.REFUSED or letter.attempts >= MOST_ATTEMPTS:
            row.update(failed_at=Now(), secret="")
        else:
            row.update(claimed_at=None, send_after=Now() + PAUSES[letter.attempts - 1])
        if outcome is Outcome.REFUSED:
            with connection.cursor() as cursor:
                cursor.execute("SELECT alongside.mail_came_back(%s, %s)", [letter.id, letter.email])


def let_go(letters: list[Letter]) -> None:
    """These were not tried: the next tick claims them as if they had never been claimed."""
    with acting_as_worker():
        OutboxMessage.objects.filter(pk__in=[letter.id for letter in letters]).update(
            claimed_at=None, attempts=F("attempts") - 1
        )


def claim() -> list[Letter]:
    with acting_as_worker():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [list(QUIET), BATCH])
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
                "attempts",
            )
        )
        return [Letter(*row) for row in rows]


def deliver(letter: Letter) -> Outcome:
    """Sends one mail; a failure is logged by kind and id."""
    try:
        mail_of(letter).send()
    except Exception as error:  # noqa: BLE001  # one message that can't be sent stops no other
        log.warning(
            "A %s message %s was not sent (%s)", letter.kind, letter.id, type(error).__name__
        )
        return outcome_of(error)
    return Outcome.SENT


def mail_of(letter: Letter) -> EmailMessage:
    context: dict[str, Any] = {
        "letter": letter,
        "link": settings.SITE_URL + letter.path.replace("{secret}", letter.secret),
        "due": formats.date_format(letter.due_on, "D, N j") if letter.due_on else "",
    }
    return EmailMessage(
        subject=SUBJECTS[MessageKind(letter.kind)].format(due=context["due"]),
        body=render_to_string(f"emails/{letter.kind}.txt", context),
        to=[letter.email],
        headers={"Message-ID": f"<{letter.id}@alongside>"},
    )


def outcome_of(error: Exception) -> Outcome:
    """A code from 500 is the server's last word on an address, unless 5.7 says that it is on us."""
    if isinstance(error, SMTPRecipientsRefused):
        (code, said), *_ = error.recipients.values()
        return Outcome.REFUSED if code >= 500 and b" 5.7." not in b" " + said else Outcome.NOT_NOW
    if isinstance(error, SMTPDataError) or not isinstance(error, OSError):
        return Outcome.NOT_NOW
    return Outcome.NO_SERVER
