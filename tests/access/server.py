"""Real connections with the real logins, to a database of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.db import connection

from access.context import sealed
from accounts.models import Member
from tests.conftest import admin_url


class Line:
    """One connection; `ask` answers rows, `refused` the server's error of a statement."""

    def __init__(self, login: str, database: str) -> None:
        parts = connection.settings_dict
        self.raw = psycopg2.connect(
            dbname=database, user=login, host=parts["HOST"] or None, port=parts["PORT"] or None
        )
        self.raw.autocommit = True

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.raw.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []

    def one(self, statement: str, *values: Any) -> Any:
        return self.ask(statement, *values)[0][0]

    def refused(self, statement: str, *values: Any) -> str:
        """The SQLSTATE with which this is refused; "" when it went through."""
        try:
            self.ask(statement, *values)
        except psycopg2.Error as error:
            return error.pgcode or "?"
        return ""

    def told(self, statement: str, *values: Any) -> tuple[str | None, ...]:
        """All that the server says of a refusal; inside a transaction, which goes on."""
        self.ask("SAVEPOINT probe")
        try:
            self.ask(statement, *values)
        except psycopg2.Error as error:
            said = error.diag
            return (
                error.pgcode,
                said.message_primary,
                said.message_detail,
                said.message_hint,
                said.context,
                said.constraint_name,
            )
        finally:
            self.ask("ROLLBACK TO probe")
        return ("",)

    def copied(self, statement: str) -> str:
        """What a COPY … TO STDOUT brings."""
        with self.raw.cursor() as cursor, StringIO() as out:
            cursor.copy_expert(statement, out)
            return out.getvalue()

    def step_into(self, role: str, seal: str) -> None:
        self.ask(
            "SELECT set_config('role', %s, false), set_config('alongside.seal', %s, false)",
            role,
            seal,
        )

    @contextmanager
    def undone(self) -> Iterator[None]:
        self.ask("BEGIN")
        try:
            yield
        finally:
            self.ask("ROLLBACK")

    def close(self) -> None:
        self.raw.close()


def administrator(database: str = "") -> Any:
    url = urlsplit(admin_url())
    raw = psycopg2.connect(url._replace(path=f"/{database}").geturl() if database else url.geturl())
    raw.autocommit = True
    return raw


def sealed_for(member: Member, purpose: str = "member", seconds: int = 60) -> str:
    return sealed(purpose, member_id=member.pk, district_id=member.district_id, seconds=seconds)
