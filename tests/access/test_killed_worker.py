"""A worker that is killed in the middle of a message loses nothing, and repeats one message at most."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from celery import Celery
from django.db import connection

from config.celery import TICK, broker
from tests.access.conftest import Stage
from tests.access.server import administrator
from tests.mail_server import BODY, GREETING, SECONDS, MailServer, mail_server

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = (
    *("-m", "celery", "--app", "config.celery", "--quiet", "worker"),
    *("--pool=threads", "--concurrency=1"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)
QUEUE = (
    "INSERT INTO accounts_outboxmessage"
    " (id, district_id, key, kind, recipient_id, path, secret, attempts)"
    " VALUES (%s, %s, 'killed', 'visit_proposed', %s, '/d/riverbend/', '', 0)"
)
TEN_MINUTES_PASS = (
    "UPDATE accounts_outboxmessage SET claimed_at = claimed_at - interval '10 minutes'"
    " WHERE id = %s AND claimed_at IS NOT NULL AND sent_at IS NULL RETURNING attempts"
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def environment(stage: Stage, server: MailServer, data: Path) -> dict[str, str]:
    parts = connection.settings_dict
    place = f"?host={quote(parts['HOST'])}" if str(parts["HOST"]).startswith("/") else ""
    host = "" if place else f"{parts['HOST']}:{parts['PORT'] or 5432}"
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return kept | {
        "ALONGSIDE_TESTING": "1",
        "ALONGSIDE_LOGIN": "alongside_work",
        "ALONGSIDE_DATA": str(data),
        "DATABASE_URL": f"postgresql://{host}/{stage.database}{place}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def worker(given: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker with a tick waiting for it."""
    client = Celery("killing", set_as_current=False)
    client.conf.update(broker("", Path(given["ALONGSIDE_DATA"]) / "broker"))
    client.send_task(TICK)
    with subprocess.Popen([sys.executable, *WORKER], cwd=ROOT, env=given) as process:
        try:
            yield process
        finally:
            process.kill()


def row(stage: Stage, statement: str, *values: object) -> tuple[object, ...]:
    raw = administrator(stage.database)
    with raw.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[object, ...] = cursor.fetchone() if cursor.description else ()
    raw.close()
    return found


def queued(stage: Stage) -> UUID:
    message, taylor = uuid4(), stage.cast.taylor
    row(stage, QUEUE, str(message), str(taylor.district_id), str(taylor.pk))
    return message


def test_a_killed_worker_loses_no_message_and_repeats_it_under_one_id(
    stage: Stage, server: MailServer, tmp_path: Path
) -> None:
    message = queued(stage)
    given = environment(stage, server, tmp_path)

    for attempts, place in enumerate((GREETING, BODY), start=1):
        server.hold(place)
        with worker(given) as process:
            assert server.stopped.wait(SECONDS)
            process.kill()
        # Claimed, and never marked: before it was sent, and then right after.
        assert len(server.received) == attempts - 1
        assert row(stage, TEN_MINUTES_PASS, str(message)) == (attempts,)

    server.hold("")
    with worker(given) as process:
        assert server.wait_for(2)
        process.terminate()
        process.wait(SECONDS)
    assert [mail["Message-ID"] for mail in server.received] == [f"<{message}@alongside>"] * 2
    assert row(
        stage, "SELECT sent_at IS NOT NULL FROM accounts_outboxmessage WHERE id = %s", str(message)
    ) == (True,)
