"""Timing that survives a busy machine: what is compared takes turns, and only ratios count."""

import os
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

WARM_UP = 3
# What is timed, and in which of its forms.
Key = tuple[str, str]


@dataclass(frozen=True)
class Timing:
    """Milliseconds."""

    p50: float
    p95: float


def in_turns(work: dict[Key, Callable[[], None]], *, runs: int) -> dict[Key, Timing]:
    """Each piece of work once a round, so that a slow moment meets all of them."""
    taken: dict[Key, list[float]] = {name: [] for name in work}
    for do in work.values():
        for _ in range(WARM_UP):
            do()
    for _ in range(runs):
        for name, do in work.items():
            began = time.perf_counter()
            do()
            taken[name].append((time.perf_counter() - began) * 1000)
    return {
        name: Timing(statistics.median(times), statistics.quantiles(times, n=20)[18])
        for name, times in taken.items()
    }


def statements_of(do: Callable[[], None]) -> int:
    """On every connection of the process; what opens and ends a transaction is not counted."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        do()
    return len(seen)


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
