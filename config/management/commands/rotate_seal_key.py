"""A new key for the seals, without a moment in which a page fails.

Add one: the database accepts it at once. Give web the printed SEAL_KEYS and restart it: from then on
it seals with the new one. Retire the old one when its last seals have expired, an hour later.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from access.models import SealKey
from access.seals import new_key


class Command(BaseCommand):
    help = "Make a new seal key, or retire an old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retire", metavar="NAME", help="stop accepting this key's seals")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retire"]:
            self.retire(options["retire"])
        else:
            self.add()

    def add(self) -> None:
        key = new_key()
        SealKey.objects.create(name=key.name, secret=key.secret)
        given = ",".join(str(known) for known in (key, *settings.SEAL_KEYS))
        self.stdout.write(f"SEAL_KEYS={given}")
        self.stderr.write(
            "Give this to the web process and restart it. An hour later: "
            + " ".join(f"rotate_seal_key --retire {old.name}" for old in settings.SEAL_KEYS)
        )

    def retire(self, name: str) -> None:
        if settings.SEAL_KEYS and settings.SEAL_KEYS[0].name == name:
            raise CommandError(f"{name} is the key that seals now; rotate first.")
        if not SealKey.objects.filter(name=name).update(retired_at=timezone.now()):
            raise CommandError(f"The database knows no key named {name}.")
        self.stdout.write(f"{name} is retired. Take it out of SEAL_KEYS as well.")
