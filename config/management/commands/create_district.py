"""A new district and its first program administrator, who is invited by mail."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.enums import Role
from accounts.models import Contact, District, Member, RoleAssignment
from accounts.services.invitations import invite
from goals.services.templates import provide_templates


class Command(BaseCommand):
    help = (
        "Create a district, or finish one made in the operator's admin, and invite its first"
        " program administrator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="stands in addresses: /d/SLUG/")
        parser.add_argument("name")
        parser.add_argument("--time-zone", default="America/Chicago")
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--admin-email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        home = without_people(options["slug"]) or District(slug=options["slug"])
        home.name, home.time_zone = options["name"], options["time_zone"]
        try:
            home.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        with transaction.atomic():
            home.save()
            provide_templates(district=home)
            first_administrator(home, options["admin_name"], options["admin_email"])
        self.stdout.write(f"{home.name} stands at /d/{home.slug}/; an invitation is on its way.")


def without_people(slug: str) -> District | None:
    """One that was made in the operator's admin, where nothing else can be written."""
    made = District.objects.filter(slug=slug).first()
    return None if made is None or Member.objects.filter(district=made).exists() else made


def first_administrator(home: District, name: str, email: str) -> None:
    member = Member.objects.create(
        district=home, name=name, first_name=name.partition(" ")[0], title="Program administrator"
    )
    Contact.objects.create(district=home, member=member, email=email.lower())
    RoleAssignment.objects.create(district=home, member=member, role=Role.ADMIN)
    invite(member=member)
