from uuid import UUID

from celery import shared_task

from accounts.roster.uploads import drop_old_uploads
from accounts.services import lapsing
from accounts.services.roster import apply_confirmed


@shared_task(ignore_result=True)
def apply_roster_import(import_id: str) -> None:
    """Applies a confirmed roster; what it may do comes with the import's own seal."""
    apply_confirmed(import_id=UUID(import_id))


@shared_task(ignore_result=True)
def drop_old_rosters() -> None:
    """Deletes uploads that nobody confirmed within a day."""
    drop_old_uploads()


@shared_task(ignore_result=True)
def lapse_lines() -> None:
    """Ends evaluation lines that no roster renewed."""
    lapsing.lapse_lines()
