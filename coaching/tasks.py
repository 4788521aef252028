"""The beat's one tick."""

from celery import shared_task

from accounts.services.outbox import BATCH, send_waiting
from coaching.services.reminders import scan_due_reminders


@shared_task(ignore_result=True)
def send_due_reminders() -> None:
    """Finds what fell due and sends what waits, batch by batch."""
    scan_due_reminders()
    while send_waiting() == BATCH:
        pass
