"""Calling a function of the kernel, which decides and writes what no policy lets a person write."""

from typing import Any
from uuid import UUID

from django.db import connection


def call(function: str, *arguments: Any) -> Any:
    """What `alongside.<function>` answers. A refusal arrives as a database error; see `refusals`."""
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT alongside.{function}({marks})", [as_value(one) for one in arguments]
        )
        return cursor.fetchone()[0]


def as_value(argument: Any) -> Any:
    """Ids as literals without a type, so that PostgreSQL finds the function by the others."""
    if isinstance(argument, list):
        return "{" + ",".join(str(one) for one in argument) + "}"
    return str(argument) if isinstance(argument, UUID) else argument
