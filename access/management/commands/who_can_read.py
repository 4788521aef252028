"""Who can read one record, and why; for the operator, who answers a question about it.

Everybody in its district is held against the table's own policies. Reasons only: not a word of the
record itself.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models

from access.admission import Asked, admitted, those_asked
from access.concerned import Concerned, concerned, value_of
from access.constraint import RowPolicy
from access.roles import MEMBER, OWNER, PROGRAM
from access.writtenout import asked_in, reading_conditions

FOR_WHOM = """
    SELECT string_agg(obj_description(p.oid, 'pg_policy'), '; or ' ORDER BY p.polname)
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
     WHERE c.relname = %s AND p.polcmd = 'r'
       AND (SELECT r.oid FROM pg_roles r WHERE r.rolname = %s) = ANY (p.polroles)
"""


class Command(BaseCommand):
    help = "Say who can read the record with this id and why, and who is kept out of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_owner()
        pk: UUID = options["id"]
        model = find(pk)
        if model is None:
            raise CommandError("No record has this id.")
        self.stdout.write(f"{model._meta.object_name} {pk}")
        for line in [*on_their_pages(model, pk), *on_program_pages(model, pk)]:
            self.stdout.write(f"  {line}")


def refuse_unless_owner() -> None:
    """Whoever reads every row; any other login would answer for itself alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != OWNER:
            raise CommandError(
                f"Only {OWNER} is answered. Run this as the operator, with alongside_migrate."
            )


def find(pk: UUID) -> type[models.Model] | None:
    """Among the tables with policies, whose rows have such ids."""
    walled = (
        model
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.UUIDField)
        and any(isinstance(rule, RowPolicy) for rule in model._meta.constraints)
    )
    return next((model for model in walled if model._default_manager.filter(pk=pk).exists()), None)


def on_their_pages(model: type[models.Model], pk: UUID) -> Iterator[str]:
    condition = reading_conditions(MEMBER).get(model._meta.db_table)
    if condition is None:
        yield f"Nobody reads it on their pages; see explain_access {model._meta.db_table}."
        return
    for_whom = sentence_of(model, MEMBER)
    readers = admitted(model, pk, MEMBER)
    if asked_in(condition) == {"my_district"} and readers == everybody(model, pk, MEMBER):
        yield f"Everybody in the district can read it: {for_whom}."
        return
    people = concerned(model, pk, for_whom=for_whom)
    for person in people:
        yield from told(person, can_read=person.id in {reader.id for reader in readers})
    others = [reader for reader in readers if reader.id not in {person.id for person in people}]
    if others:
        yield f"{names(others)} can read it: {for_whom}."
    if not readers:
        yield f"Nobody reads it today. It is for {for_whom}."


def told(person: Concerned, *, can_read: bool) -> Iterator[str]:
    if can_read:
        yield f"{person.name} can read it: {person.place}."
    elif person.is_told:
        yield f"{person.name} can't read it: {person.place}, and {person.hindrance}."


def on_program_pages(model: type[models.Model], pk: UUID) -> Iterator[str]:
    if model._meta.db_table not in reading_conditions(PROGRAM):
        return
    for_whom = sentence_of(model, PROGRAM)
    readers = admitted(model, pk, PROGRAM)
    kept_out = [one for one in everybody(model, pk, PROGRAM) if one not in readers]
    if readers:
        yield f"On program pages {names(readers)} can read it: {for_whom}."
    if kept_out:
        yield f"On program pages {names(kept_out)} can't read it, which is for {for_whom}."


def everybody(model: type[models.Model], pk: UUID, role: str) -> list[Asked]:
    return those_asked(value_of(model, pk, "district") or pk, role)


def sentence_of(model: type[models.Model], role: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(FOR_WHOM, [model._meta.db_table, role])
        return str(cursor.fetchone()[0])


def names(people: list[Asked]) -> str:
    return ", ".join(person.name for person in people)
