"""The whole demo as `make demo` starts it, once for all test workers that need it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_SH, flock
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 180
# The demo takes its own values for these.
OURS = ("ALONGSIDE_TESTING", "ALONGSIDE_LOGIN", "DATABASE_URL", "REDIS_URL", "SEAL_KEYS")


@contextmanager
def shared_demo(folder: Path) -> Iterator[str]:
    """Its address. The first worker to ask starts it, and ends it when all others have left."""
    folder.mkdir(exist_ok=True)
    address, using = folder / "address", folder / "using"
    started = None
    with ExitStack() as use:
        with locked(folder / "starting", LOCK_EX):
            use.enter_context(locked(using, LOCK_SH))  # waits while it is being ended
            if not address.exists():
                started = start(folder, address)
        yield address.read_text()
    if started is not None:
        with locked(using, LOCK_EX):  # waits until the others have left
            address.unlink()
            end(started, folder)


@contextmanager
def locked(path: Path, how: int) -> Iterator[None]:
    """A worker that dies lets go of its locks."""
    with path.open("w") as handle:
        flock(handle, how)
        yield


def start(folder: Path, address: Path) -> subprocess.Popen[bytes]:
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    environment["ALONGSIDE_DATA"] = str(folder / "data")
    log = folder / "demo.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.serving", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
    except BaseException:
        end(process, folder)
        raise
    address.write_text(f"http://127.0.0.1:{port}")
    return process


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < limit:
        assert process.poll() is None, log.read_text()
        with suppress(OSError), urlopen(url, timeout=2):
            return
        time.sleep(0.1)  # between two questions to a process that is starting
    raise AssertionError(log.read_text())


def end(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(60)
    shutil.rmtree(folder / "data", ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
