"""Notes just for oneself and drafts of visits come to their end: first the warning, then the removal.

The database decides and removes (sql/expiry.sql): the worker's role reads neither.
"""

from django.db import connection

from access.context import acting_as_worker

WARNING = """
INSERT INTO accounts_outboxmessage
    (id, district_id, key, kind, recipient_id, path, secret, due_on, send_after, attempts,
     created_at)
SELECT gen_random_uuid(), t.district_id, %s || ':' || t.thing || ':' || t.recipient_id, %s,
       t.recipient_id, '/d/' || d.slug || '/expiring/', '', t.last_day, now(), 0, now()
  FROM {whom} AS t (district_id, recipient_id, thing, last_day)
  JOIN accounts_district d ON d.id = t.district_id
    ON CONFLICT (district_id, key) DO NOTHING
"""
WARN_OF_NOTES = WARNING.format(whom="alongside.warn_of_expiring_notes()")
WARN_OF_DRAFTS = WARNING.format(whom="alongside.warn_of_expiring_drafts()")


def warn_of_expiring() -> int:
    """Gives what is about to expire its last day; answers how many people are told."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(WARN_OF_NOTES, ["notes-expire", "notes_expire"])
        told = cursor.rowcount
        cursor.execute(WARN_OF_DRAFTS, ["draft-expires", "draft_expires"])
        return int(told + cursor.rowcount)


def remove_expired() -> tuple[int, int]:
    """Removes what had its last day; answers how many notes, and drafts of how many visits."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.remove_expired_notes(), alongside.remove_expired_drafts()")
        notes, drafts = cursor.fetchone()
        return notes, drafts
