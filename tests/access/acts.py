"""What somebody does to a row, as SQL: reads it, adds it, changes it, removes it.

Changing and removing name no row (`UPDATE … SET …` without WHERE): PostgreSQL then asks the UPDATE or
DELETE policy alone. With a WHERE the reading policy would stand guard too, and a broken writing
policy would go unnoticed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, models, transaction

from access.context import sealed, stepping_into
from access.roles import DEFINER, MEMBER, PROGRAM, SIGNIN, WORKER
from tests.access.scene import Scene
from tests.conftest import owner

# Left to the database where an act doesn't give them.
FILLED_IN = (
    "district_id",
    "author_id",
    "sharer_id",
    "created_at",
    "shared_at",
    "sent_at",
    "send_after",
    "beat_at",
    "vouched_at",
    "agreed_at",
    "answered_at",
)


@dataclass(frozen=True)
class Who:
    """A role of the database, with the seal of a person where it needs one."""

    role: str
    purpose: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name or 'somebody'} as {self.role} {self.purpose}".strip()

    def steps_in(self, scene: Scene) -> AbstractContextManager[None]:
        if not self.purpose:
            return stepping_into(self.role, "")
        person = scene.people[self.name]
        seal = sealed(self.purpose, member_id=person.pk, district_id=person.district_id)
        return stepping_into(self.role, seal)


def member(name: str) -> Who:
    return Who(MEMBER, "member", name)


def program(name: str) -> Who:
    return Who(PROGRAM, "program", name)


def roster(name: str) -> Who:
    return Who(WORKER, "roster", name)


WORK = Who(WORKER)
SIGN_IN = Who(SIGNIN)
KERNEL = Who(DEFINER)


@dataclass(frozen=True, kw_only=True)
class Act:
    """`row` is the name of a row on the scene, `given` what the owner changes before."""

    who: Who
    row: str = "main"
    given: str = ""

    def happens(self, scene: Scene, model: type[models.Model]) -> bool:
        """Whether it goes through; whatever it did is undone."""
        try:
            with transaction.atomic():
                if self.given:
                    as_owner(self.given)
                done = self.do(scene, model)
                transaction.set_rollback(True)
        except DatabaseError:
            return False
        return done

    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        raise NotImplementedError


class Reads(Act):
    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        with self.who.steps_in(scene):
            return bool(ask(f"SELECT 1 {is_the_row(model)}", scene.row(model, self.row)))


@dataclass(frozen=True, kw_only=True)
class Adds(Act):
    """Puts a row back that the owner has taken away, as somebody, with something changed.

    `beside` leaves the row in its place and adds another one like it.
    """

    changed: dict[str, Any] = field(default_factory=dict)
    beside: bool = False

    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        key = str(model._meta.pk.column)
        with owner():
            values = values_of(model, scene.row(model, self.row))
            if self.beside:
                values[key] = str(uuid4())
            else:
                ask(f"DELETE {is_the_row(model)}", values[key])
        for column, value in self.changed.items():
            values[column] = value(scene) if callable(value) else value
        kept = [name for name in values if name not in FILLED_IN or name in self.changed]
        marks = ", ".join(["%s"] * len(kept))
        with self.who.steps_in(scene):
            ask(
                f'INSERT INTO "{model._meta.db_table}" ({", ".join(kept)}) VALUES ({marks})',
                *(values[name] for name in kept),
            )
        return True


@dataclass(frozen=True, kw_only=True)
class Changes(Act):
    """`then` is true of the row afterwards; without it, `to` itself is. `alone` changes no other
    row, for somebody who reads them all."""

    to: str
    then: str = ""
    alone: bool = False

    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        told = f"SELECT 1 {is_the_row(model)} AND {self.then or self.to}"
        with owner():
            assert not ask(told, scene.row(model, self.row)), f"{self.to}: it is so already"
        with self.who.steps_in(scene):
            only = f" WHERE {model._meta.pk.column} = '{scene.row(model, self.row)}'"
            ask(f'UPDATE "{model._meta.db_table}" SET {self.to}{only if self.alone else ""}')
        with owner():
            return bool(ask(told, scene.row(model, self.row)))


class Removes(Act):
    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        with owner():
            assert ask(f"SELECT 1 {is_the_row(model)}", scene.row(model, self.row))
        with self.who.steps_in(scene):
            ask(f'DELETE FROM "{model._meta.db_table}"')
        with owner():
            return not ask(f"SELECT 1 {is_the_row(model)}", scene.row(model, self.row))


@dataclass(frozen=True, kw_only=True)
class Does(Act):
    """Something of its own; answers whether it came out right."""

    what: Callable[[Scene], Any]

    def do(self, scene: Scene, model: type[models.Model]) -> bool:
        with self.who.steps_in(scene):
            return bool(self.what(scene))


def leaves_undone(table: str, column: str) -> Does:
    """The kernel writes nothing where something is to be written."""
    return Does(
        who=KERNEL, what=lambda scene: ask(f"UPDATE {table} SET {column} = NULL RETURNING 1")
    )


def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall()) if cursor.description else []


def as_owner(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with owner():
        return ask(statement, *values)


def is_the_row(model: type[models.Model]) -> str:
    return f'FROM "{model._meta.db_table}" WHERE {model._meta.pk.column} = %s'


def values_of(model: type[models.Model], pk: Any) -> dict[str, Any]:
    """A row as it stands, by column."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * {is_the_row(model)}", [pk])
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone(), strict=True))
