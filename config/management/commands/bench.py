"""Times the main pages at two sizes, beside a bare Django view over the same rows.

Run by `make bench`, in one process that connects as the web process does. Prints a table and exits
1 when a budget of docs/performance.md is missed.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import connections
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from access.context import acting_as
from access.identity import memberships_of
from access.models import Participant
from coaching.models import Partnership, Session
from config.databases import connection_settings
from goals.models import Goal

SIZES = (10_000, 1_000_000)
RUNS = 60
GROWTH = 1.3
OVER_BARE = 3.0
MOST_STATEMENTS = 12
TOY = Template(
    "<ul>{% for s in sessions %}<li>{{ s.held_at }} {{ s.minutes }} {{ s.status }}</li>{% endfor %}"
    "</ul>"
)


@dataclass(frozen=True)
class Timing:
    p50: float
    p95: float
    statements: int


class Command(BaseCommand):
    help = "Print the figures of docs/performance.md (used by make bench)."

    def handle(self, *args: Any, **options: Any) -> None:
        connections.settings["bare"] = bare_settings()
        busy = cpu_of_others()
        rows = {size: pages(size) for size in SIZES}
        missed = report(self.stdout.write, rows)
        self.stdout.write(f"\nCPU that others used meanwhile: {busy():.0%}")
        if missed:
            self.stdout.write("Missed: " + "; ".join(missed))
            sys.exit(1)


def bare_settings() -> dict[str, Any]:
    """The owner's connection, for the bare view: no row security, explicit filters."""
    settings = dict(connections.settings["default"])
    settings.update(connection_settings("alongside_migrate"))
    settings["OPTIONS"] = {"options": "-c role=alongside_owner"}
    return settings


def cpu_of_others() -> Callable[[], float]:
    """Answers, when called, which share of the machine other processes used since now."""
    began, mine, all_of_it = time.perf_counter(), time.process_time(), busy_seconds()

    def share() -> float:
        wall = (time.perf_counter() - began) * (os.cpu_count() or 1)
        return max(0.0, (busy_seconds() - all_of_it - (time.process_time() - mine)) / wall)

    return share


def busy_seconds() -> float:
    """User, nice and system time of all processors; includes the database's own work."""
    user, nice, system = Path("/proc/stat").read_text("ascii").split()[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def pages(size: int) -> dict[str, Timing]:
    slug = f"scale-{size}"
    people = {role: signed_in(role, slug) for role in ("coach", "mentor", "admin")}
    mine = memberships_of(get_user_model().objects.get(email=f"coach@{slug}.test").pk)[0].member
    with acting_as(member_id=mine.id, district_id=mine.district_id):
        goal = Goal.objects.latest("created_at")
        partnership = Partnership.objects.get(circle_id=goal.circle_id)
    addresses = {
        "home": ("coach", reverse("home", args=[slug])),
        "partnerships": ("coach", reverse("partnerships", args=[slug])),
        "partnership, 20 sessions": (
            "coach",
            reverse("partnership", args=[slug, partnership.pk]),
        ),
        "goal": ("coach", reverse("goal", args=[slug, goal.pk])),
        "caseload review": ("mentor", reverse("caseload", args=[slug, mine.id])),
        "program partnerships": ("admin", reverse("program-partnerships", args=[slug])),
    }
    found = {name: page(people[who], path) for name, (who, path) in addresses.items()}
    found["a bare Django view"] = bare(mine.id)
    return found


def signed_in(role: str, slug: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(email=f"{role}@{slug}.test"))
    return client


def page(client: Client, path: str) -> Timing:
    def open_it() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")

    return timed(open_it)


def bare(coach: UUID) -> Timing:
    """The coach's newest 25 sessions: owner, explicit filter, toy template."""
    circles = list(
        Participant.objects.using("bare").filter(member=coach).values_list("circle", flat=True)
    )

    def open_it() -> None:
        rows = Session.objects.using("bare").filter(circle__in=circles).order_by("-held_at")[:25]
        TOY.render(Context({"sessions": rows}))

    return timed(open_it)


def count_statements(open_it: Callable[[], None]) -> int:
    """On every connection of the process; what opens and ends a transaction is not counted."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        open_it()
    return len(seen)


def timed(open_it: Callable[[], None]) -> Timing:
    for _ in range(3):
        open_it()
    statements = count_statements(open_it)
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        open_it()
        taken.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return Timing(statistics.median(taken), cuts[18], statements)


def report(write: Callable[[str], Any], rows: dict[int, dict[str, Timing]]) -> list[str]:
    small, large = SIZES
    write("| Page | p50 ms at 10,000 | p50 at 1,000,000 | p95 ratio | statements | over bare |")
    write("|---|---|---|---|---|---|")
    missed = []
    bare_row = rows[large]["a bare Django view"]
    for name, big in rows[large].items():
        little = rows[small][name]
        growth, over = big.p95 / little.p95, big.p50 / bare_row.p50
        write(
            f"| {name} | {little.p50:.1f} | {big.p50:.1f} | {growth:.2f} | {big.statements} |"
            f" {over:.1f} |"
        )
        if growth > GROWTH:
            missed.append(f"{name} grows {growth:.2f} (at most {GROWTH})")
        if big.statements > MOST_STATEMENTS:
            missed.append(f"{name} takes {big.statements} statements (at most {MOST_STATEMENTS})")
        if name == "home" and over > OVER_BARE:
            missed.append(f"{name} takes {over:.1f} times a bare view (at most {OVER_BARE})")
    return missed
