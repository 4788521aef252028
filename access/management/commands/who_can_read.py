"""Who can read one record, and why; for the operator, who answers a question about it.

Each person whom the record could concern is held against the table's own policies. Reasons only:
not a word of the record itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models

from access.constraint import RowPolicy
from access.context import stepping_into
from access.models import CircleModel
from access.roles import DEFINER, MEMBER, OWNER
from access.writtenout import reading_conditions, write_out


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
        self.stdout.write(f"{model._meta.object_name} {pk}")
        if not issubclass(model, CircleModel):
            table = model._meta.db_table
            self.stdout.write(f"  Not of one circle: manage.py explain_access {table} says who.")
            return
        circle: UUID = model._default_manager.values_list("circle_id", flat=True).get(pk=pk)
        # The views of the relation are the definer's, into whom the owner may step.
        with stepping_into(DEFINER, ""):
            people = [*participants(circle), *borrowers(circle)]
        condition = reading_conditions(MEMBER)[model._meta.db_table]
        for person in people:
            can_read = person.active and holds(model, pk, condition, person)
            if can_read or not person.is_borrower or person.lent_this(pk):
                self.stdout.write(f"  {person.sentence(can_read)}")


@dataclass(frozen=True)
class Person:
    """Somebody in the circle, or to whom something of it was lent.

    `admitted` by the relation; who is not and doesn't evaluate a partner waits for a coach's word.
    """

    id: UUID
    name: str
    active: bool
    admitted: bool
    evaluates: bool
    place: str
    circle: UUID
    item: UUID | None = None

    @property
    def is_borrower(self) -> bool:
        return self.item is not None

    def lent_this(self, pk: UUID) -> bool:
        return self.item == pk

    def answers(self) -> dict[str, list[str]]:
        """What the wall's functions say to this person, as far as this circle goes."""
        inside = [str(self.circle)] if self.admitted and not self.is_borrower else []
        lent = [str(self.item)] if self.admitted and self.is_borrower else []
        return {
            "me": [str(self.id)],
            "mine": inside,
            "shared_with_me": lent,
            "shared_places": [f"{self.circle}{item}" for item in lent],
        }

    def sentence(self, can_read: bool) -> str:
        if can_read:
            return f"{self.name} can read it: {self.place}."
        return f"{self.name} can't read it: {self.place}, and {self.hindrance}."

    @property
    def hindrance(self) -> str:
        if not self.admitted and self.evaluates:
            return "evaluates a partner of that circle"
        if not self.admitted:
            return "no coach has said yet that it is them"
        if not self.active:
            return "no longer active in the district"
        return "it is for its author alone"


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


def holds(model: type[models.Model], pk: UUID, condition: str, person: Person) -> bool:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(statement(table, write_out(condition, person.answers())), [pk])
        return bool(cursor.fetchone()[0])


def statement(table: str, condition: str) -> str:
    """The condition comes from the table's own policies."""
    condition = condition.replace("%", "%%")
    return f"SELECT EXISTS (SELECT 1 FROM {table} WHERE id = %s AND ({condition}))"  # see above


PARTICIPANTS = """
    SELECT p.member_id, m.name, m.active,
           EXISTS (SELECT 1 FROM alongside.audience a
                    WHERE a.circle_id = p.circle_id AND a.member_id = p.member_id),
           alongside.evaluates_a_partner(p.member_id, p.circle_id),
           EXISTS (SELECT 1 FROM public.access_readmission g
                    WHERE g.circle_id = p.circle_id AND g.reader_id = p.member_id
                      AND g.taken_back_at IS NULL),
           p.part, p.joined_at::date
      FROM public.access_participant p
      JOIN public.accounts_member m ON m.id = p.member_id
     WHERE p.circle_id = %s ORDER BY p.part DESC, m.name
"""
BORROWERS = """
    SELECT s.reader_id, r.name, r.active,
           s.shared_at >= coalesce(r.identity_since, '-infinity')
           AND NOT alongside.evaluates_a_partner(s.reader_id, s.circle_id),
           alongside.evaluates_a_partner(s.reader_id, s.circle_id), g.name, s.until, s.item_id
      FROM public.access_share s
      JOIN public.accounts_member r ON r.id = s.reader_id
      JOIN public.accounts_member g ON g.id = s.sharer_id
     WHERE s.circle_id = %s AND s.taken_back_at IS NULL
       AND s.until >= (now() AT TIME ZONE 'UTC')::date ORDER BY r.name
"""


def participants(circle: UUID) -> list[Person]:
    with connection.cursor() as cursor:
        cursor.execute(PARTICIPANTS, [circle])
        rows = cursor.fetchall()
    return [
        Person(pk, name, active, admitted, evaluates, place_in(part, since, let_back), circle)
        for pk, name, active, admitted, evaluates, let_back, part, since in rows
    ]


def place_in(part: str, since: date, let_back: bool) -> str:
    place = f"{part} in its circle since {written(since)}"
    return f"{place}, let back in by its partners" if let_back else place


def borrowers(circle: UUID) -> list[Person]:
    """Those to whom something of this circle is lent today."""
    with connection.cursor() as cursor:
        cursor.execute(BORROWERS, [circle])
        rows = cursor.fetchall()
    return [
        Person(pk, name, active, admitted, evaluates, lent_by(sharer, until), circle, item)
        for pk, name, active, admitted, evaluates, sharer, until, item in rows
    ]


def lent_by(sharer: str, until: date) -> str:
    return f"{sharer} shared it until {written(until)}"


def written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
