"""Prints the figures of docs/performance.md and exits 1 when a budget is missed; see `make bench`.

In one process that connects as the web process does.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from config.bench.jobs import import_roster, queue_reminders
from config.bench.pages import LARGE, SAVING, Figures, measure, signed_in
from config.bench.timing import cpu_of_others
from config.bench.weight import kilobytes

GROWTH = 1.3
OVER_EXPLICIT = 1.2
OVER_BARE = {"home": 3.0, "session list": 3.0, SAVING: 6.0}
MOST_STATEMENTS = 12
FIRST_VISIT_KB, NEXT_PAGE_KB = 120, 20
REMINDERS_A_SECOND, REMINDERS_GROWTH_MB = 2000, 5
IMPORT_SECONDS, IMPORT_MB = 60, 300


class Command(BaseCommand):
    help = "Print the figures of docs/performance.md (used by make bench)."

    def handle(self, *args: Any, **options: Any) -> None:
        busy = cpu_of_others()
        figures = measure()
        self.table(figures)
        missed = [line for name, found in figures.items() for line in misses(name, found)]
        missed += self.weigh() + self.work()
        self.stdout.write(f"\nCPU that others used meanwhile: {busy():.0%}")
        if missed:
            self.stdout.write("Missed: " + "; ".join(missed))
            sys.exit(1)
        self.stdout.write("Every budget is met.")

    def table(self, figures: dict[str, Figures]) -> None:
        self.stdout.write(
            "| Page | p50 ms | p95, 1,000,000 to 10,000 sessions | to explicit filters"
            " | to a bare view | statements |\n|---|---|---|---|---|---|"
        )
        for name, found in figures.items():
            statements = "–" if name == SAVING else str(found.statements)
            self.stdout.write(
                f"| {name} | {found.large.p50:.1f} | {ratio(found.growth)}"
                f" | {ratio(found.over_explicit)} | {ratio(found.over_bare)} | {statements} |"
            )

    def weigh(self) -> list[str]:
        slug = f"scale-{LARGE}"
        first, following = kilobytes(signed_in("coach", slug).client, reverse("home", args=[slug]))
        self.stdout.write(
            f"\nFirst visit {first:.0f} kB (at most {FIRST_VISIT_KB}), next page"
            f" {following:.0f} kB (at most {NEXT_PAGE_KB}), compressed"
        )
        return over(
            ("kB for a first visit", first, FIRST_VISIT_KB),
            ("kB for a next page", following, NEXT_PAGE_KB),
        )

    def work(self) -> list[str]:
        queued = queue_reminders(f"scale-{LARGE}")
        self.stdout.write(
            f"Reminders queued a second {queued.a_second:,.0f} (at least {REMINDERS_A_SECOND:,});"
            f" four times as many took {queued.growth_mb:.0f} MB more"
            f" (at most {REMINDERS_GROWTH_MB})"
        )
        imported = import_roster()
        self.stdout.write(
            f"Roster import of {imported.rows:,} rows: {imported.seconds:.0f} s"
            f" (at most {IMPORT_SECONDS}), {imported.peak_mb:.0f} MB (at most {IMPORT_MB})"
        )
        return over(
            ("seconds for 2,000 reminders", REMINDERS_A_SECOND / queued.a_second, 1),
            ("MB more for four times the reminders", queued.growth_mb, REMINDERS_GROWTH_MB),
            ("seconds for a roster", imported.seconds, IMPORT_SECONDS),
            ("MB for a roster", imported.peak_mb, IMPORT_MB),
        )


def over(*figures: tuple[str, float, float]) -> list[str]:
    """Those that pass the most they may be."""
    return [f"{value:.1f} {what} (at most {most})" for what, value, most in figures if value > most]


def ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def misses(name: str, found: Figures) -> list[str]:
    """Each budget of docs/performance.md that this page does not keep."""
    held = [
        ("grows", found.growth, GROWTH),
        ("against explicit filters takes", found.over_explicit, OVER_EXPLICIT),
        ("against a bare view takes", found.over_bare, OVER_BARE.get(name)),
    ]
    missed = [
        f"{name} {what} {value:.2f} times (at most {most})"
        for what, value, most in held
        if value is not None and most is not None and value > most
    ]
    if name != SAVING and found.statements > MOST_STATEMENTS:
        missed.append(f"{name} takes {found.statements} statements (at most {MOST_STATEMENTS})")
    return missed
