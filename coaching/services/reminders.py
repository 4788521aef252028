"""Which follow-ups fall due: one statement, in the worker's role, which reads days and owners and
cannot read what they say. Those of a pause wait for its end, which comes by itself on its day."""

from django.db import connection

from access.context import acting_as_worker

# The key makes a second tick, a second worker or a redelivered message write nothing.
SCAN = """
WITH due AS (
    SELECT s.id FROM goals_nextstep s JOIN accounts_district d ON d.id = s.district_id
     WHERE s.done_at IS NULL AND s.due_on <= (now() AT TIME ZONE d.time_zone)::date
       AND s.due_on > (now() AT TIME ZONE d.time_zone)::date - 14
     UNION ALL
    SELECT s.id FROM alongside.resumed_lately() r
      JOIN goals_nextstep s ON s.circle_id = r.circle_id
     WHERE s.done_at IS NULL AND s.due_on BETWEEN r.paused_on AND r.until)
INSERT INTO accounts_outboxmessage
    (id, district_id, key, kind, recipient_id, path, secret, due_on, send_after, attempts,
     created_at)
SELECT gen_random_uuid(), s.district_id, 'follow-up:' || s.id || ':' || s.due_on,
       'follow_up_due', s.owner_id, '/d/' || d.slug || '/', '', s.due_on, now(), 0, now()
  FROM due
  JOIN goals_nextstep s ON s.id = due.id
  JOIN accounts_district d ON d.id = s.district_id
  JOIN accounts_member m ON m.id = s.owner_id AND m.active
 WHERE alongside.may_be_reminded(s.circle_id, s.owner_id)
    ON CONFLICT (district_id, key) DO NOTHING
"""


def resume_paused() -> int:
    """What was paused until today goes on; answers how many partnerships."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.resume_paused()")
        return int(cursor.fetchone()[0])


def scan_due_reminders() -> int:
    """Writes one outbox row for each follow-up that fell due; answers how many are new."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(SCAN)
        return int(cursor.rowcount)
