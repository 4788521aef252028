"""/readyz while the database is gone. No test database: nothing may answer in its place."""

import socket
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from config.celery import broker


def test_a_database_that_is_gone_is_said_to_be(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.REDIS_URL, settings.DATA_DIR = "", tmp_path
    broker("", tmp_path / "broker")
    with socket.socket() as nobody, django_db_blocker.unblock():
        nobody.bind(("127.0.0.1", 0))
        gone: dict[str, Any] = connections.settings["default"] | {
            "HOST": "127.0.0.1",
            "PORT": str(nobody.getsockname()[1]),
        }
        monkeypatch.setitem(connections.settings, "signin", gone)
        answer = client.get("/readyz")
        del connections["signin"]
    assert answer.status_code == 503
    assert answer.json() == {
        "database": "does not answer",
        "broker": "ok",
        "worker": "unknown",
    }
