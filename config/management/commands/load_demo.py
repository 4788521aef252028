"""Two districts with people, partnerships and a believable autumn. Keeps what is there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import District
from config.demo.loading import load


class Command(BaseCommand):
    help = "Load the demo's districts, unless they are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts cannot exist outside the demo (DEMO=1).")
        if District.objects.filter(slug="riverbend").exists():
            self.stdout.write("The demo's data is kept.")
            return
        with transaction.atomic():
            load()
        self.stdout.write("The demo's districts are loaded.")
