"""A policy's condition with the wall's answers for one person written into it.

From the database's own text of the policies, so that whoever explains or measures them can't
disagree with what is enforced.
"""

import re
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

# As pg_get_expr() prints what policies ask.
MANY = re.compile(r"ARRAY\( ?SELECT alongside\.(\w+)\(\) AS \w+\)")
ONE = re.compile(r"\( ?SELECT alongside\.(\w+)\(\) AS \w+\)")
CALLED = re.compile(r"alongside\.(\w+)\(\)")
# Not ids, but circle and item together.
OF_TEXT = {"shared_places"}
READING = """
SELECT c.relname, string_agg('(' || pg_get_expr(p.polqual, p.polrelid) || ')', ' OR ')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE p.polcmd = 'r' AND (SELECT oid FROM pg_roles WHERE rolname = %s) = ANY (p.polroles)
 GROUP BY c.relname
"""

Answers = Mapping[str, Collection[str]]


class NotAnswered(LookupError):
    """The condition asks what there is no answer to; `str()` is the function's name."""


def reading_conditions(role: str) -> dict[str, str]:
    """For each table that `role` may read, when."""
    with connection.cursor() as cursor:
        cursor.execute(READING, [role])
        return dict(cursor.fetchall())


def asked_in(condition: str) -> set[str]:
    """The functions of the wall that a condition names."""
    return set(CALLED.findall(condition))


def write_out(condition: str, answers: Answers) -> str:
    """The condition as SQL that asks the wall nothing. Raises `NotAnswered`."""

    def many(found: re.Match[str]) -> str:
        kind = "text" if found[1] in OF_TEXT else "uuid"
        return "'{" + ",".join(answer_to(found[1], answers)) + "}'" + f"::{kind}[]"

    def one(found: re.Match[str]) -> str:
        answer = next(iter(answer_to(found[1], answers)), None)
        return f"'{UUID(answer)}'::uuid" if answer else "NULL::uuid"

    written = ONE.sub(one, MANY.sub(many, condition))
    for name in asked_in(written):
        raise NotAnswered(name)
    return written


def answer_to(name: str, answers: Answers) -> Collection[str]:
    if name not in answers:
        raise NotAnswered(name)
    return answers[name]
