"""The sign of life that /readyz asks for: written by the tick, so it needs beat, broker and worker."""

from django.db import connection

from access.context import acting_as_worker

BEAT = """
INSERT INTO accounts_heartbeat (name, beat_at) VALUES ('tick', statement_timestamp())
    ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at
"""


def note_heartbeat() -> None:
    with acting_as_worker(), connection.cursor() as cursor:
        cursor.execute(BEAT)
