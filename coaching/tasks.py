"""What beat starts: the tick, and once an hour what expires (docs/background.md)."""

from celery import shared_task

from accounts.services.heartbeat import note_heartbeat
from accounts.services.outbox import BATCH, send_waiting
from coaching.services.expiry import remove_expired, warn_of_expiring
from coaching.services.reminders import resume_paused, scan_due_reminders


@shared_task(ignore_result=True)
def send_due_reminders() -> None:
    """The tick: a sign of life, what goes on or fell due today, and what waits, batch by batch."""
    note_heartbeat()
    resume_paused()
    scan_due_reminders()
    while send_waiting() == BATCH:
        note_heartbeat()


@shared_task(ignore_result=True)
def expire() -> None:
    """Warns of what comes to its last day, and removes what had it."""
    warn_of_expiring()
    remove_expired()
