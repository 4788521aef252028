import sys
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import District, RosterImport
from accounts.roster.findings import RosterRefused
from accounts.roster.plan import Decisions, Plan
from accounts.roster.report import planned_report, refusal_report, staged_report
from accounts.roster.staging import Mode
from accounts.services.roster import (
    TOO_MANY_ENDED,
    Prepared,
    RosterNotReady,
    apply_roster,
    prepare_roster,
)


class Command(BaseCommand):
    help = "Imports staff from a OneRoster zip or folder, as the operator of this server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a zip or a folder of OneRoster CSV")
        parser.add_argument("--district", required=True, help="the district’s short name")
        parser.add_argument("--dry-run", action="store_true", help="report and change nothing")
        parser.add_argument("--mode", choices=[mode.value for mode in Mode])
        parser.add_argument(
            "--grant-coaches", action="store_true", help="to all whose title suggests it"
        )
        parser.add_argument(
            "--may-end-many", action="store_true", help="even more than one in five people"
        )

    def handle(self, **options: Any) -> None:
        district = District.objects.filter(slug=options["district"]).first()
        if district is None:
            raise CommandError(f"There is no district {options['district']!r}.")
        try:
            with transaction.atomic():
                prepared = self.prepare(district, options)
                self.stdout.write(staged_report(prepared.roster, prepared.findings))
                self.stdout.write(planned_report(prepared.plan))
                if prepared.plan.ends_too_many and not options["may_end_many"]:
                    self.stdout.write(TOO_MANY_ENDED)
                if options["dry_run"]:
                    self.stdout.write("Nothing was changed (--dry-run).")
                    return
                self.apply(district, prepared, options)
        except RosterRefused as refused:
            raise CommandError(refusal_report(options["path"].name, refused)) from None
        except RosterNotReady as refused:
            raise CommandError(f"{refused} (--may-end-many)") from None
        self.stdout.write("Applied.")

    def prepare(self, district: District, options: dict[str, Any]) -> Prepared:
        """Read and compared; once more when coaches are granted, whom only reading finds."""
        mode = Mode(options["mode"]) if options["mode"] else None
        read = partial(prepare_roster, path=options["path"], district_id=district.id, mode=mode)
        prepared = read(decisions=Decisions())
        coaches = prepared.summary["coaches"]
        if not coaches:
            return prepared
        if options["grant_coaches"]:
            return read(decisions=Decisions(coaches=self.all_of(coaches)))
        names = ", ".join(f"{coach['name']} ({coach['title']})" for coach in coaches)
        self.stdout.write(f"Coaches by their title, not granted (--grant-coaches): {names}")
        return prepared

    def all_of(self, coaches: list[dict[str, Any]]) -> dict[str, bool]:
        return {coach["sourced_id"]: True for coach in coaches}

    def apply(self, district: District, prepared: Prepared, options: dict[str, Any]) -> Plan:
        coaches = self.all_of(prepared.summary["coaches"]) if options["grant_coaches"] else {}
        roster_import = RosterImport(
            id=uuid4(),
            district_id=district.id,
            name=options["path"].name[:200],
            version=prepared.roster.version,
            mode=prepared.roster.mode,
            decisions={"coaches": coaches},
            may_end_many=options["may_end_many"],
        )
        roster_import.save(force_insert=True)
        return apply_roster(
            roster_import=roster_import, path=options["path"], progress=self.show_progress
        )

    def show_progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {total:,}", ending="")
