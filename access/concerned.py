"""Whom a row concerns, whether they read it or not: by their place, by what was lent, by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models

from access.context import stepping_into
from access.models import Circle
from access.roles import DEFINER

PARTNERSHIP = "coaching.Partnership"
MEMBER_MODEL = "accounts.Member"
ENDED_PLACES = {"left": "has left it", "declined": "has declined"}

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
PLACES = """
    SELECT p.member_id, m.name, m.active, alongside.evaluates_in(p.member_id, p.partnership_id),
           p.part, p.status
      FROM public.coaching_place p
      JOIN public.accounts_member m ON m.id = p.member_id
     WHERE p.partnership_id = %s ORDER BY p.part DESC, m.name
"""


@dataclass(frozen=True)
class Concerned:
    """Why somebody may read a row, and what hinders them where they don't. `is_told`: also then."""

    id: UUID
    name: str
    place: str
    hindrance: str
    is_told: bool = True


def concerned(model: type[models.Model], pk: UUID, *, for_whom: str) -> list[Concerned]:
    """`for_whom` is the sentence of the row's policies."""
    if partnership := partnership_of(model, pk):
        return in_its_places(partnership)
    if circle := circle_of(model, pk):
        return [*in_its_circle(circle), *borrowing(circle, pk)]
    return named_in(model, pk, for_whom)


def circle_of(model: type[models.Model], pk: UUID) -> UUID | None:
    return pk if model is Circle else value_of(model, pk, "circle")


def partnership_of(model: type[models.Model], pk: UUID) -> UUID | None:
    """Not of what a circle reads: there the circle decides."""
    if model._meta.label == PARTNERSHIP:
        return pk
    return None if circle_of(model, pk) else value_of(model, pk, "partnership")


def value_of(model: type[models.Model], pk: UUID, name: str) -> UUID | None:
    if name not in {field.name for field in model._meta.concrete_fields}:
        return None
    value: UUID | None = model._default_manager.values_list(f"{name}_id", flat=True).get(pk=pk)
    return value


def rows(statement: str, value: UUID) -> list[tuple[Any, ...]]:
    """The views of the relation are the definer's, into whom the owner may step."""
    with stepping_into(DEFINER, ""), connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return list(cursor.fetchall())


def in_its_circle(circle: UUID) -> list[Concerned]:
    return [
        Concerned(
            pk,
            name,
            f"{part} in its circle since {written(since)}"
            + (", let back in by its partners" if let_back else ""),
            hindrance(active, admitted, evaluates),
        )
        for pk, name, active, admitted, evaluates, let_back, part, since in rows(
            PARTICIPANTS, circle
        )
    ]


def borrowing(circle: UUID, item: UUID) -> list[Concerned]:
    """Those to whom something of this circle is lent today; told of what was lent itself."""
    return [
        Concerned(
            pk,
            name,
            f"{sharer} shared it until {written(until)}",
            hindrance(active, admitted, evaluates),
            is_told=lent == item,
        )
        for pk, name, active, admitted, evaluates, sharer, until, lent in rows(BORROWERS, circle)
    ]


def hindrance(active: bool, admitted: bool, evaluates: bool) -> str:
    """Who is not admitted and doesn't evaluate a partner waits for a coach's word."""
    if not admitted and evaluates:
        return "evaluates a partner of that circle"
    if not admitted:
        return "no coach has said yet that it is them"
    if not active:
        return "no longer active in the district"
    return "it is for its author alone"


def in_its_places(partnership: UUID) -> list[Concerned]:
    found = []
    for pk, name, active, evaluates, part, status in rows(PLACES, partnership):
        why_not = ENDED_PLACES.get(status, "no coach has said yet that it is them")
        if not active:
            why_not = "no longer active in the district"
        if evaluates:
            why_not = "evaluates a partner of it"
        found.append(Concerned(pk, name, f"{part}, {status}", why_not))
    return found


def named_in(model: type[models.Model], pk: UUID, for_whom: str) -> list[Concerned]:
    """The members to whom it has keys."""
    found = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or target._meta.label != MEMBER_MODEL:
            continue
        key = f"{field.name}__"
        who, name = model._default_manager.values_list(f"{key}id", f"{key}name").get(pk=pk)
        if who:
            place = f"named in it as {field.verbose_name}"
            found.append(Concerned(who, name, place, f"it is for {for_whom}"))
    return found


def written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
