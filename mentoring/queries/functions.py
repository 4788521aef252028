"""What functions of the database answer."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def rows_of(sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())
