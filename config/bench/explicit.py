"""The same pages without row security: as the owner, with the policies' conditions written out.

For one person a schema of views stands before the tables. Each view is its table with the condition
of the table's reading policies, every function of the wall replaced by what it answered for that
person: the filters that somebody would have written by hand, with their lookups already done.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from access.context import stepping_into
from access.roles import OWNER
from access.writtenout import asked_in, reading_conditions, write_out
from config.databases import connection_settings

# The lists that pages ask for by name, without the wall; a yes or no is left to the wall itself.
LISTS = re.compile(
    r"alongside\.(audience_of|denied_partnerships|newcomers|my_past|waiting_for_me)\("
)
BY_NAME = """
CREATE OR REPLACE FUNCTION {schema}.audience_of(circle uuid)
RETURNS TABLE (member_id uuid, name text, part text, since timestamptz, kind text)
LANGUAGE sql STABLE AS $$
    SELECT p.member_id, m.name, p.part, p.joined_at, coalesce(w.kind, '')
      FROM public.access_participant p
      JOIN public.accounts_member m ON m.id = p.member_id AND m.active
      JOIN public.access_circle c ON c.id = p.circle_id
      LEFT JOIN public.coaching_partnership w ON w.id = c.partnership_id
     WHERE p.circle_id = circle ORDER BY p.part DESC, m.name
$$;
CREATE OR REPLACE FUNCTION {schema}.denied_partnerships() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT unnest('{denied}'::uuid[])
$$;
CREATE OR REPLACE FUNCTION {schema}.newcomers()
RETURNS TABLE (member_id uuid, name text, first_name text, since timestamptz, doubted boolean)
LANGUAGE sql STABLE AS $$
    SELECT m.id, m.name, m.first_name, m.identity_since, false FROM public.accounts_member m
     WHERE m.identity_since IS NOT NULL AND m.id IN (
        SELECT q.member_id FROM public.access_participant p
          JOIN public.access_participant q ON q.circle_id = p.circle_id
         WHERE p.member_id = '{me}')
$$;
CREATE OR REPLACE FUNCTION {schema}.my_past()
RETURNS TABLE (partnership_id uuid, kind text, circle_id uuid, left_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT c.partnership_id, w.kind, c.id, c.closed_at FROM public.access_participant p
      JOIN public.access_circle c ON c.id = p.circle_id AND c.closed_at IS NOT NULL
      JOIN public.coaching_partnership w ON w.id = c.partnership_id
     WHERE p.member_id = '{me}' AND w.circle_id IS DISTINCT FROM c.id
$$;
CREATE OR REPLACE FUNCTION {schema}.waiting_for_me()
RETURNS TABLE (id uuid, size text, asker text, asked_at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT r.id, r.size, m.name, r.created_at FROM public.coaching_request r
      JOIN public.access_participant p
        ON p.circle_id = r.circle_id AND p.member_id = '{me}' AND p.part = 'coach'
      JOIN public.accounts_member m ON m.id = r.author_id
     WHERE r.status = 'open'
$$;
"""


def owner_settings() -> dict[str, Any]:
    """The owner's connection: no row security."""
    settings = dict(connections.settings["default"])
    settings.update(connection_settings("alongside_migrate"))
    settings["OPTIONS"] = {"options": f"-c role={OWNER}"}
    return settings


class Explicit:
    """Pages of one person on a connection whose tables are filtered by hand."""

    def __init__(self, *, role: str, seal_text: str, member_id: UUID, schema: str) -> None:
        self.schema = schema
        self.connection: BaseDatabaseWrapper = connections.create_connection("bare")
        self.connection.alias = "default"
        with stepping_into(role, seal_text):
            conditions = reading_conditions(role)
            answers = _answers(conditions.values())
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
            for table, condition in conditions.items():
                written = write_out(condition, answers)
                cursor.execute(view(f"{schema}.{table}", f"public.{table}", written))
            denied = ",".join(answers.get("denied_partnerships", []))
            named = {"schema": schema, "denied": "{" + denied + "}", "me": member_id}
            cursor.execute(BY_NAME.format(**named))
            cursor.execute(f"SET search_path = {schema}, public")

    def opening(self, page: Callable[[], None]) -> Callable[[], None]:
        def open_it() -> None:
            with self._standing_in():
                page()

        return open_it

    @contextmanager
    def _standing_in(self) -> Iterator[None]:
        """Instead of the web process's connection; its context costs a statement as well."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            with (
                patch("access.context.set_context", _no_context),
                self.connection.execute_wrapper(self._by_hand),
            ):
                yield
        finally:
            connections["default"] = before

    def _by_hand(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(LISTS.sub(rf"{self.schema}.\1(", sql), params, many, context)


def view(name: str, table: str, condition: str) -> str:
    """The condition comes from the table's own policies."""
    return f"CREATE VIEW {name} AS SELECT * FROM {table} WHERE {condition}"  # noqa: S608  # see above


def _no_context(role: str, seal_text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [role])


def _answers(conditions: Iterable[str]) -> dict[str, list[str]]:
    """What every function that these conditions name says to the person of the context."""
    answers = {}
    with connection.cursor() as cursor:
        for name in {name for condition in conditions for name in asked_in(condition)}:
            cursor.execute(f"SELECT alongside.{name}()")
            answers[name] = [str(row[0]) for row in cursor.fetchall() if row[0]]
    return answers
