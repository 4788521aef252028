"""Whom the policies of a table let read one row, asked for everybody in its district at once.

A person's answer comes from functions that read their seal. Here the database's own texts of the
policies and of these functions are put together, with a row of `accounts_member` where the seal would
be read: nobody's seal is needed, and no rule is written twice.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from access.context import stepping_into
from access.roles import DEFINER, MEMBER, PROGRAM
from access.writtenout import NotAnswered, reading_conditions

# Who is asked, and what their seal would say. Others come from functions that ask these.
ASKED = {MEMBER: "asker.active", PROGRAM: "asker.active AND alongside.administers(asker.id)"}
SEALED = {
    MEMBER: {"me": "asker.id", "my_district": "asker.district_id"},
    PROGRAM: {
        "admin": "asker.id",
        "admin_district": "asker.district_id",
        "my_district": "asker.district_id",
    },
}
CALLED = re.compile(r"(?P<many>SELECT )?alongside\.(?P<name>\w+)\(\)(?: AS (?P=name))?")
# The two forms in which these functions are written: a query, or one that may have nothing to ask.
COMMENT = re.compile(r"--[^\n]*")
BLOCK = re.compile(
    r"\s*(?:DECLARE\s+(?P<variable>\w+) uuid := (?P<value>[^;]+);)?"
    r"\s*BEGIN\s+(?:IF (?P<unless>.+?) THEN\s+RETURN;\s+END IF;)?"
    r"\s*RETURN QUERY\s+(?P<query>.+?);\s*END\s*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Asked:
    id: UUID
    name: str


def admitted(model: type[models.Model], pk: UUID, role: str) -> list[Asked]:
    """Who reads this row on their pages (MEMBER) or, administering, on program pages (PROGRAM).

    For the owner of the tables. Raises `NotAnswered` where a function has another form.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    condition = reading_conditions(role).get(model._meta.db_table)
    if condition is None:
        return []
    row = read_row(model, pk, condition)
    asked = asked_of_everybody(condition, role).replace("%", "%%")
    holds = (
        f"SELECT 1 FROM jsonb_populate_record(NULL::public.{table}, %s) AS {table} WHERE {asked}"
    )
    values = [json.dumps(row, cls=DjangoJSONEncoder)]
    return those_asked(row["district_id"], role, f"EXISTS ({holds})", values)


def those_asked(
    district: UUID, role: str, only: str = "true", values: Sequence[str] = ()
) -> list[Asked]:
    """Everybody in a district who has such pages; `only` narrows by what may be asked of `asker`."""
    # The relation is the definer's, whose functions live in UTC.
    with stepping_into(DEFINER, ""), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT asker.id, asker.name FROM public.accounts_member asker"
            f" WHERE asker.district_id = %s AND {ASKED[role]} AND {only} ORDER BY asker.name",
            [district, *values],
        )
        return [Asked(*found) for found in cursor.fetchall()]


def read_row(model: type[models.Model], pk: UUID, condition: str) -> dict[str, Any]:
    """Of a row its district, and only those columns that the condition looks at: no words."""
    looked_at = {"district_id", *re.findall(r"\w+", condition)}
    columns = [f.attname for f in model._meta.concrete_fields if f.column in looked_at]
    row = model._default_manager.values(*columns).get(pk=pk)
    return {"district_id": pk, **row}  # a district is its own


def asked_of_everybody(sql: str, role: str) -> str:
    """`sql` with each question to the wall answered for `asker`."""
    sealed = SEALED[role]

    def answer(found: re.Match[str]) -> str:
        name, before = found["name"], found["many"] or ""
        if name in sealed:
            return f"{before}{sealed[name]}"
        if not before:
            raise NotAnswered(name)
        return f"SELECT * FROM ({asked_of_everybody(query_of(name), role)}) AS {name}"

    return CALLED.sub(answer, sql)


def query_of(name: str) -> str:
    """What a function of the wall answers with, as it is installed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.prosrc, l.lanname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
            " WHERE p.proname = %s AND p.pronamespace = 'alongside'::regnamespace",
            [name],
        )
        source, language = cursor.fetchone()
    source = COMMENT.sub("", source)
    if language == "sql":
        return str(source)
    block = BLOCK.fullmatch(source)
    if block is None:
        raise NotAnswered(name)
    query = block["query"]
    if block["unless"]:
        query = f"SELECT * FROM ({query}) AS asked WHERE NOT ({block['unless']})"
    if block["variable"]:
        query = re.sub(rf"\b{block['variable']}\b", f"({block['value']})", query)
    return str(query)
