"""`make demo`: a database, the web process, a worker and beat, until Ctrl-C.

Every process gets a group of its own, so that a terminal's Ctrl-C reaches this one alone and it can
end the others in order; when one of them dies, the rest ends too.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from config.embedded import EmbeddedServerError, start_embedded

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DATABASE = "alongside"
SECONDS_TO_START = 90
SECONDS_TO_END = 15
# What belongs to the demo's database and means nothing without it.
KEPT_WITH_THE_DATABASE = ("postgres", "secrets", "mail", "files", "broker")

# True in production and noise here: static files come from their sources, and a container's root may
# run the demo's worker.
QUIET = "ignore:No directory at,ignore:You're running the worker with superuser privileges"

READY = """
  Alongside is running at {address}

  Sign in as                     in Riverbend              in Lakeshore
    a coach                      coach@riverbend.test      coach@lakeshore.test
    a teacher                    teacher@riverbend.test    teacher@lakeshore.test
    a mentor                     mentor@riverbend.test     mentor@lakeshore.test
    a program admin              admin@riverbend.test      admin@lakeshore.test
    the teacher's evaluator      principal@riverbend.test  principal@lakeshore.test
  The password is alongside-demo for everybody.

  Mail lands in {mail} and at {address}/demo/mail
  Ctrl-C ends it and keeps the data; `make reset-demo` starts afresh.
"""


class DemoError(RuntimeError):
    """The demo cannot run; the message says why and what to do."""


class Ended(Exception):
    """A signal asked the demo to end."""


@dataclass
class Demo:
    """The processes of one run and the environment that they share."""

    port: int
    data: Path
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def manage(self, *command: str) -> None:
        """Run one management command to its end."""
        process = self._start([sys.executable, "manage.py", *command], login="alongside_migrate")
        self.running["manage.py " + command[0]] = process
        if process.wait():
            raise DemoError(f"`manage.py {' '.join(command)}` failed; see above.")
        del self.running["manage.py " + command[0]]

    def serve(self) -> None:
        """Start web, worker and beat."""
        celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
        lone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        commands = {
            "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"],
            # Prefork hangs at shutdown with messages in files.
            "worker": [*celery, "worker", "--pool=threads", "--concurrency=2", *lone],
            "beat": [*celery, "beat", "--pidfile="],
        }
        for name, command in commands.items():
            login = "alongside_web" if name == "web" else "alongside_work"
            self.running[name] = self._start(command, login=login)

    def _start(self, command: Sequence[str], *, login: str) -> subprocess.Popen[bytes]:
        environment = {**self.environment, "ALONGSIDE_LOGIN": login}
        if login != "alongside_migrate":
            environment.pop("ADMIN_DATABASE_URL", None)
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def wait_until_it_answers(self) -> None:
        limit = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < limit:
            self.refuse_the_dead()
            try:
                with urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.1)
        raise DemoError(f"The web process did not answer within {SECONDS_TO_START} seconds.")

    def watch(self) -> None:
        """Return never: a death or a signal ends it."""
        while True:
            self.refuse_the_dead()
            time.sleep(0.5)

    def refuse_the_dead(self) -> None:
        for name, process in self.running.items():
            code = process.poll()
            if code is not None:
                raise DemoError(f"The {name} process ended by itself (exit code {code}).")

    def end(self) -> None:
        """Ask every group to end, and after a while insist."""
        for process in self.running.values():
            _tell(process, signal.SIGTERM)
        limit = time.monotonic() + SECONDS_TO_END
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, limit - time.monotonic()))
        for process in self.running.values():
            _tell(process, signal.SIGKILL)  # what its leader left behind, too
            process.wait()


def _tell(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def refuse_taken_port(port: int) -> None:
    """Better before the database starts than after."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(
                f"Port {port} is taken ({error.strerror}). Is the demo running already? "
                f"Otherwise choose another one: make demo PORT={port + 1}"
            ) from error


def forget_everything(data: Path) -> None:
    """Remove the demo's database and what belongs to it."""
    if os.environ.get("DATABASE_URL"):
        raise DemoError(
            "DATABASE_URL points to a server of your own, which is not ours to empty. "
            "Drop its database yourself and run `make demo`."
        )
    if (data / "postgres").exists():
        # Joins a running server or starts it: the last one that leaves makes sure it is down.
        start_embedded(data).stop()
        if (data / "postgres" / "postmaster.pid").exists():
            raise DemoError("Something else is using the demo's database; end it first.")
    for name in KEPT_WITH_THE_DATABASE:
        shutil.rmtree(data / name, ignore_errors=True)


@contextmanager
def database(data: Path) -> Iterator[dict[str, str]]:
    """The addresses of the database: a server of your own, or the embedded one while it is used."""
    given = {
        name: os.environ[name]
        for name in ("DATABASE_URL", "ADMIN_DATABASE_URL")
        if os.environ.get(name)
    }
    if len(given) == 1:
        raise DemoError("Set both DATABASE_URL and ADMIN_DATABASE_URL, or neither.")
    if given:
        yield given
        return
    with start_embedded(data) as server:
        yield {"DATABASE_URL": server.url(DATABASE), "ADMIN_DATABASE_URL": server.admin_url}


def run(*, port: int, reset: bool) -> None:
    """The demo from nothing to its end."""
    data = Path(os.environ.get("ALONGSIDE_DATA", ROOT / ".data")).resolve()
    refuse_taken_port(port)
    if reset:
        forget_everything(data)
    (data / "mail").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        demo = Demo(
            port=port,
            data=data,
            environment={
                **os.environ,
                **stack.enter_context(database(data)),
                "DEMO": "1",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "ALONGSIDE_DATA": str(data),
                "SITE_URL": f"http://{HOST}:{port}",
                "BIND": f"{HOST}:{port}",
                "PYTHONUNBUFFERED": "1",
                "PYTHONWARNINGS": QUIET,
            },
        )
        stack.callback(demo.end)
        print("Preparing the database…", flush=True)
        demo.manage("setup_roles")
        demo.manage("migrate", "--verbosity=0")
        demo.manage("load_demo")
        demo.serve()
        demo.wait_until_it_answers()
        print(READY.format(address=demo.address, mail=data / "mail"), flush=True)
        demo.watch()


def _end(number: int, frame: FrameType | None) -> None:
    # Once: a second Ctrl-C must not cut off the ending.
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Ended


def main() -> int:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true", help="forget the demo's data first")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        run(port=given.port, reset=given.reset)
    except Ended:
        print("\nEverything has ended. The data is kept.", flush=True)
    except (DemoError, EmbeddedServerError) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
