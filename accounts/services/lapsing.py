"""Evaluation lines that no roster renewed come to their end; administrators and those whom the lines
reached are told."""

from django.db import connection

from access.context import acting_as_worker

# One message a day and person, however many lines; see OutboxMessage.key.
LAPSE = """
INSERT INTO accounts_outboxmessage
    (id, district_id, key, kind, recipient_id, path, secret, send_after, attempts, created_at)
SELECT gen_random_uuid(), t.district_id, w.kind || ':' || current_date || ':' || t.recipient_id,
       w.kind, t.recipient_id, '/d/' || d.slug || w.page, '', now(), 0, now()
  FROM alongside.lapse_lines() t
  JOIN accounts_district d ON d.id = t.district_id
  JOIN (VALUES (true, 'lines_lapsed', '/program/evaluators/'), (false, 'line_ended', '/my-access/'))
       AS w(administers, kind, page) ON w.administers = t.administers
    ON CONFLICT (district_id, key) DO NOTHING
"""


def lapse_lines() -> int:
    """Ends them as of today; answers how many messages were written."""
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(LAPSE)
        return int(cursor.rowcount)
