"""Who can read one record, and why; for the operator, who answers a question about it.

Reasons only: not a word of the record itself.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models

from access.context import stepping_into
from access.models import CircleModel
from access.roles import DEFINER, OWNER


class Command(BaseCommand):
    help = "Say who can read the record with this id, and who is kept out by an evaluation line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_owner()
        pk: UUID = options["id"]
        model = find(pk)
        if model is None:
            raise CommandError("No record has this id.")
        circle, author = place_of(model, pk)
        self.stdout.write(f"{model._meta.object_name} {pk}")
        only_author = author if model._meta.label == "coaching.PrivateNote" else None
        # The views of the relation are the definer's, into whom the owner may step.
        with stepping_into(DEFINER, ""):
            found = [*reasons(circle, only_author), *lent(circle, pk)]
        for sentence in found:
            self.stdout.write(f"  {sentence}")


def refuse_unless_owner() -> None:
    """Whoever reads every row; any other login would answer for itself alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != OWNER:
            raise CommandError(
                f"Only {OWNER} is answered. Run this as the operator, with alongside_migrate."
            )


def find(pk: UUID) -> type[models.Model] | None:
    for model in apps.get_models():
        if issubclass(model, CircleModel) and model._default_manager.filter(pk=pk).exists():
            return model
    return None


def place_of(model: type[models.Model], pk: UUID) -> tuple[UUID, UUID]:
    circle, author = model._default_manager.values_list("circle_id", "author_id").get(pk=pk)
    return circle, author


PARTICIPANTS = """
    SELECT m.name, p.part, p.joined_at::date, m.active,
           EXISTS (SELECT 1 FROM alongside.audience a
                    WHERE a.circle_id = p.circle_id AND a.member_id = p.member_id),
           EXISTS (SELECT 1 FROM public.access_readmission g
                    WHERE g.circle_id = p.circle_id AND g.reader_id = p.member_id
                      AND g.taken_back_at IS NULL),
           alongside.evaluates_a_partner(p.member_id, p.circle_id),
           p.member_id
      FROM public.access_participant p
      JOIN public.accounts_member m ON m.id = p.member_id
     WHERE p.circle_id = %s ORDER BY p.part DESC, m.name
"""


def reasons(circle: UUID, only_author: UUID | None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(PARTICIPANTS, [circle])
        rows = cursor.fetchall()
    return [sentence_for(row[:-1], wrote_it=only_author in (None, row[-1])) for row in rows]


def sentence_for(row: tuple[Any, ...], *, wrote_it: bool) -> str:
    name, part, since, active, admitted, let_back, evaluates = row
    place = f"{part} in its circle since {since:%B} {since.day}, {since.year}"
    if not admitted and evaluates:
        return f"{name} can't read it: {place}, and evaluates a partner of that circle."
    if not admitted:
        return f"{name} can't read it: {place}, and no coach has said yet that it is them."
    if not active:
        return f"{name} can't read it: {place}, and no longer active in the district."
    if not wrote_it:
        return f"{name} can't read it: {place}, and it is for its author alone."
    if let_back:
        return f"{name} can read it: {place}, and its partners let them after evaluating ended."
    return f"{name} can read it: {place}."


def lent(circle: UUID, pk: UUID) -> list[str]:
    """Shares of this very item; those to somebody who evaluates a partner reach nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.name, g.name, s.until, alongside.evaluates_a_partner(s.reader_id, s.circle_id)"
            "  FROM public.access_share s"
            "  JOIN public.accounts_member r ON r.id = s.reader_id AND r.active"
            "  JOIN public.accounts_member g ON g.id = s.sharer_id"
            " WHERE s.circle_id = %s AND s.item_id = %s AND s.taken_back_at IS NULL"
            "   AND s.until >= (now() AT TIME ZONE 'UTC')::date ORDER BY r.name",
            [circle, pk],
        )
        return [
            f"{reader} can't read it: {sharer} shared it, and {reader} evaluates a partner."
            if denied
            else f"{reader} can read it: {sharer} shared it until {until:%B} {until.day}."
            for reader, sharer, until, denied in cursor.fetchall()
        ]
