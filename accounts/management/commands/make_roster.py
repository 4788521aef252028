from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.roster.inventing import invent_roster
from accounts.roster.spoiling import spoil_roster
from accounts.roster.writing import write_roster


class Command(BaseCommand):
    help = "Writes a believable OneRoster roster of people who don’t exist."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # --version means OneRoster's here; Django's own option of that name gives way.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="a folder, or a file that ends in .zip")
        parser.add_argument("--schools", type=int, default=10)
        parser.add_argument("--staff", type=int, default=600)
        parser.add_argument("--students", type=int, default=2000)
        parser.add_argument("--version", default="1.2", choices=["1.1", "1.2"])
        parser.add_argument("--defects", action="store_true", help="those that real ones have")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options: Any) -> None:
        try:
            roster = invent_roster(
                schools=options["schools"],
                staff=options["staff"],
                students=options["students"],
                version=options["version"],
                seed=options["seed"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        spoiled = spoil_roster(roster, seed=options["seed"]) if options["defects"] else None
        write_roster(roster, options["out"], spoiled)
        self.stdout.write(f"{options['out']}: OneRoster {roster.version}, {roster.rows():,} rows")
