"""Who has first signed in since a circle began, and waits for a coach's word that it is them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection


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


def newcomers(member_id: UUID) -> Newcomers:
    """One statement."""
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
