"""Work without a page: reminders queued by the worker, and a roster imported by the operator."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connections

from accounts.models import District
from coaching.services.reminders import scan_due_reminders
from config.databases import connection_settings

DUE = 20_000
STAFF, STUDENTS, SCHOOLS = 20_000, 21_000, 120
# Follow-ups of yesterday, one for each of the district's first circles.
FALL_DUE = """
INSERT INTO goals_nextstep (id, district_id, circle_id, author_id, owner_id, due_on, created_at)
SELECT gen_random_uuid(), p.district_id, p.circle_id, p.member_id, p.member_id,
       current_date - 1, %(began)s
  FROM access_participant p JOIN accounts_district d ON d.id = p.district_id
 WHERE d.slug = %(slug)s AND p.part = 'coach' LIMIT %(count)s
"""


@dataclass(frozen=True)
class Queued:
    """Reminders a second, and by how many megabytes four times as many raised the peak."""

    a_second: float
    growth_mb: float


@dataclass(frozen=True)
class Imported:
    """One run of `import_roster`: rows of all its files, seconds, and its peak in megabytes."""

    rows: int
    seconds: float
    peak_mb: float


def queue_reminders(slug: str) -> Queued:
    """Needs the owner's connection `bare`; leaves nothing behind."""
    with as_worker():
        _queue(slug, DUE // 4)
        before = peak_mb()
        seconds = _queue(slug, DUE)
        return Queued(a_second=DUE / seconds, growth_mb=peak_mb() - before)


def _queue(slug: str, count: int) -> float:
    with connections["bare"].cursor() as cursor:
        cursor.execute("SELECT now()")
        began = cursor.fetchone()[0]
        cursor.execute(FALL_DUE, {"slug": slug, "count": count, "began": began})
        try:
            start = time.perf_counter()
            queued = scan_due_reminders()
            seconds = time.perf_counter() - start
        finally:
            cursor.execute("DELETE FROM goals_nextstep WHERE created_at = %s", [began])
            cursor.execute("DELETE FROM accounts_outboxmessage WHERE created_at >= %s", [began])
    if queued < count:
        raise SystemExit(f"{queued} of {count} reminders were queued")
    return seconds


@contextmanager
def as_worker() -> Iterator[None]:
    """The worker's own login instead of the web process's."""
    before = connections["default"]
    work = connections.create_connection("bare")
    work.settings_dict = dict(before.settings_dict) | connection_settings("alongside_work")
    work.alias = "default"
    connections["default"] = work
    try:
        yield
    finally:
        work.close()
        connections["default"] = before


def peak_mb() -> float:
    """The most memory that this process has held; Linux counts kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def import_roster() -> Imported:
    """A roster of about 100,000 rows into a new district, which stays: people are never deleted."""
    slug = f"scale-roster-{int(time.time())}"
    District.objects.using("bare").create(slug=slug, name="Roster", time_zone="UTC")
    with TemporaryDirectory() as folder:
        sizes = {"--schools": SCHOOLS, "--staff": STAFF, "--students": STUDENTS}
        options = [part for name, size in sizes.items() for part in (name, str(size))]
        _manage("make_roster", folder, *options)
        rows = sum(_rows(file) for file in Path(folder).glob("*.csv"))
        began = time.perf_counter()
        peak = _manage("import_roster", folder, "--district", slug)
        return Imported(rows, time.perf_counter() - began, peak)


def _rows(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _ in lines) - 1


def _manage(*command: str) -> float:
    """A command of the operator's, in a process of its own; its peak in megabytes."""
    environment = os.environ | {"ALONGSIDE_LOGIN": "alongside_migrate"}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    process = subprocess.Popen(
        [*manage, *command], env=environment, stdout=subprocess.DEVNULL, text=True
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return usage.ru_maxrss / 1000
