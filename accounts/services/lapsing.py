"""Evaluation lines that no roster renewed come to their end, and the administrators are told."""

from django.db import connection

from access.context import acting_as_worker

# One message a day and administrator, however many lines; see OutboxMessage.key.
LAPSE = """
INSERT INTO accounts_outboxmessage
    (id, district_id, key, kind, recipient_id, path, secret, send_after, attempts, created_at)
SELECT gen_random_uuid(), t.district_id, 'lines-lapsed:' || current_date || ':' || t.recipient_id,
       'lines_lapsed', t.recipient_id, '/d/' || d.slug || '/program/evaluators/', '', now(), 0, now()
  FROM alongside.lapse_lines() t
  JOIN accounts_district d ON d.id = t.district_id
    ON CONFLICT (district_id, key) DO NOTHING
"""


def lapse_lines() -> int:
    """Ends them as of today; answers how many messages were written."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(LAPSE)
        return int(cursor.rowcount)
