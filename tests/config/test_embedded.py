"""The embedded server, for real: each test starts one of its own in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config import embedded
from config.embedded import EmbeddedServer, EmbeddedServerError, start_embedded

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    with start_embedded(tmp_path / "data", throwaway=True) as running:
        yield running


def ask(url: str, question: str) -> str:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
    finally:
        connection.close()
    assert row is not None
    return str(row[0])


def test_server_answers_as_superuser_and_listens_on_no_address(server: EmbeddedServer) -> None:
    assert ask(server.admin_url, "select current_user") == "postgres"
    assert ask(server.admin_url, "show listen_addresses") == ""
    assert int(ask(server.admin_url, "show server_version_num")) >= 180000


def test_server_writes_no_statements_to_its_log(server: EmbeddedServer) -> None:
    with pytest.raises(psycopg2.errors.UndefinedTable):
        ask(server.admin_url, "select 'what a teacher said' from nowhere")
    log = server.data / "postgres" / "server.log"
    assert "what a teacher said" not in log.read_text()


def test_socket_is_closed_to_other_users(server: EmbeddedServer) -> None:
    assert (server.sockets / embedded.SOCKET).stat().st_mode & 0o077 == 0


def test_url_names_a_database_without_a_login(server: EmbeddedServer) -> None:
    assert server.url("alongside") == f"postgresql:///alongside?host={server.sockets}"


def test_second_user_joins_and_the_last_one_that_leaves_stops_it(tmp_path: Path) -> None:
    first = start_embedded(tmp_path / "data", throwaway=True)
    second = start_embedded(tmp_path / "data")
    started = ask(first.admin_url, "select pg_postmaster_start_time()")

    first.stop()
    assert ask(second.admin_url, "select pg_postmaster_start_time()") == started

    second.stop()
    with pytest.raises(psycopg2.OperationalError):
        ask(second.admin_url, "select 1")
    second.stop()


def test_data_outlives_a_restart(tmp_path: Path) -> None:
    with start_embedded(tmp_path / "data") as server:
        ask(server.admin_url, "select 1")
        connection = psycopg2.connect(server.admin_url)
        connection.autocommit = True
        connection.cursor().execute("create database kept")
        connection.close()
    with start_embedded(tmp_path / "data") as server:
        kept = f"{server.url('kept')}&user=postgres"
        assert ask(kept, "select current_database()") == "kept"


def test_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    with start_embedded(tmp_path / ("long " * 25), throwaway=True) as server:
        assert len(os.fsencode(server.sockets / embedded.SOCKET)) <= embedded.LONGEST_SOCKET_NAME
        assert server.sockets.stat().st_mode & 0o077 == 0
        assert ask(server.admin_url, "select 1") == "1"
    server.sockets.rmdir()


@pytest.mark.parametrize("name", ["with space", "one,two", "100%"])
def test_odd_names_of_folders_work(tmp_path: Path, name: str) -> None:
    with start_embedded(tmp_path / name, throwaway=True) as server:
        assert ask(server.admin_url, "select 1") == "1"


def test_leftover_note_of_a_dead_server_does_not_stop_the_next(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with start_embedded(data, throwaway=True):
        pass
    note = data / "postgres" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{data / 'postgres'}\n0\n5432\n\n\n\nready\n")
    with start_embedded(data, throwaway=True) as server:
        assert ask(server.admin_url, "select 1") == "1"


def test_missing_wheel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedServerError, match=r"pip install -r requirements\.txt"):
        embedded._programs()


def test_command_line_keeps_it_running_until_a_signal(tmp_path: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "--data", str(tmp_path), "--throwaway"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout is not None
    with keeper, keeper.stdout:
        url = keeper.stdout.readline().strip()
        assert ask(url, "select 1") == "1"
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(60) == 0
    with pytest.raises(psycopg2.OperationalError):
        ask(url, "select 1")


def test_command_line_runs_a_command_and_returns_how_it_ended(tmp_path: Path) -> None:
    asks = "import os, sys, psycopg2; psycopg2.connect(os.environ['HERE']).close(); sys.exit(7)"
    keep = [sys.executable, "-m", "config.embedded", "--data", str(tmp_path), "--throwaway"]
    ended = subprocess.run(
        [*keep, "--as", "HERE", "--", sys.executable, "-c", asks], cwd=ROOT, check=False
    )
    assert ended.returncode == 7
