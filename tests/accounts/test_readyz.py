"""/readyz says which part is down, within a few seconds, and nothing else."""

import socket
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from access.context import acting_as_worker, stepping_into
from access.roles import MEMBER, PROGRAM, SIGNIN
from accounts.models import Heartbeat
from accounts.services.heartbeat import note_heartbeat
from coaching.tasks import send_due_reminders
from config.celery import broker
from tests.conftest import owner

pytestmark = pytest.mark.django_db

WELL = {"database": "ok", "broker": "ok", "worker": "ok"}


@pytest.fixture(autouse=True)
def _messages_in_files(settings: Settings, tmp_path: Path) -> None:
    settings.REDIS_URL, settings.DATA_DIR = "", tmp_path
    broker("", tmp_path / "broker")


def asked(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    parts: dict[str, str] = answer.json()
    return answer.status_code, parts


def last_beat(ago: timedelta) -> None:
    with owner():
        Heartbeat.objects.update_or_create(name="tick", defaults={"beat_at": timezone.now() - ago})


def test_it_is_well_once_the_tick_has_run(client: Client) -> None:
    assert asked(client) == (503, WELL | {"worker": "silent"})
    send_due_reminders()
    assert asked(client) == (200, WELL)


def test_a_tick_that_stopped_shows_after_three_minutes(client: Client) -> None:
    last_beat(timedelta(minutes=2, seconds=50))
    assert asked(client) == (200, WELL)
    last_beat(timedelta(minutes=3, seconds=1))
    assert asked(client) == (503, WELL | {"worker": "silent"})
    note_heartbeat()
    assert asked(client) == (200, WELL)


def test_a_folder_that_is_gone_is_a_broker_that_does_not_answer(
    client: Client, tmp_path: Path
) -> None:
    note_heartbeat()
    (tmp_path / "broker" / "messages").rmdir()
    assert asked(client) == (503, WELL | {"broker": "does not answer"})


@pytest.mark.parametrize("listens", [False, True], ids=["refuses", "says nothing"])
def test_a_redis_that_does_not_answer_is_given_up_in_time(
    client: Client, settings: Settings, listens: bool
) -> None:
    note_heartbeat()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listens:
            silent.listen()
        settings.REDIS_URL = f"redis://:hunter2@127.0.0.1:{silent.getsockname()[1]}/0"
        begun = monotonic()
        assert asked(client) == (503, WELL | {"broker": "does not answer"})
    assert monotonic() - begun < 4


def test_healthz_asks_nobody(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def read(role: str, column: str) -> list[tuple[Any, ...]]:
    with stepping_into(role, ""), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_heartbeat")
        return list(cursor.fetchall())


def test_the_sign_in_connection_reads_the_time_and_nothing_else() -> None:
    note_heartbeat()
    assert len(read(SIGNIN, "beat_at")) == 1
    for role, column in ((SIGNIN, "name"), (MEMBER, "beat_at"), (PROGRAM, "beat_at")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            read(role, column)


@pytest.mark.parametrize(
    "row", [{"name": "other"}, {"name": "tick", "beat_at": timezone.now() + timedelta(days=9)}]
)
def test_a_worker_keeps_one_row_and_dates_it_now(row: dict[str, Any]) -> None:
    with (
        acting_as_worker(),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Heartbeat.objects.create(**row)
