"""Who has first signed in since a circle began, and waits for a coach's word that it is them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Func, JSONField, QuerySet

from coaching.models import Partnership


@dataclass(frozen=True)
class Newcomer:
    """`doubted` where the reader has answered that they can't say."""

    member_id: UUID
    name: str
    first_name: str
    since: datetime
    doubted: bool


@dataclass(frozen=True)
class Newcomers:
    """Of whom the reader is asked, and since when the reader waits for such a word, if they do."""

    asked: list[Newcomer] = field(default_factory=list)
    waits_since: datetime | None = None


class Asked(Func):
    """Of whom the reader is asked, fetched with another row so that a page asks once."""

    template = "(SELECT jsonb_agg(n) FROM alongside.newcomers() n)"
    output_field = JSONField()


def newcomers(member_id: UUID) -> Newcomers:
    """For home, and wherever it is about all partnerships at once. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, name, first_name, since, doubted FROM alongside.newcomers()"
            " ORDER BY name"
        )
        found = [Newcomer(*row) for row in cursor.fetchall()]
    return Newcomers(
        asked=[one for one in found if one.member_id != member_id],
        waits_since=next((one.since for one in found if one.member_id == member_id), None),
    )


def with_newcomers(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds `newcomers`, for `asked_among`."""
    return partnerships.annotate(newcomers=Asked())


def asked_among(partnership: Any, people: Collection[UUID]) -> list[Newcomer]:
    """Those of a partnership of `with_newcomers` about whom the reader is asked."""
    found = [
        Newcomer(
            UUID(row["member_id"]),
            row["name"],
            row["first_name"],
            datetime.fromisoformat(row["since"]),
            row["doubted"],
        )
        for row in partnership.newcomers or []
    ]
    return [one for one in found if one.member_id in people]
