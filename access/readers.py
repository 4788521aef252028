"""Who may read a circle, asked of the same relation that the policies ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Func, JSONField

from access.models import Participant

# With a mentor the coach is the one supported.
MENTORING = {Participant.Part.COACH.value: "mentor", Participant.Part.PARTNER.value: "coach"}


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a circle, with the part they have in it; `kind` is the partnership's, ""
    where there is none."""

    member_id: UUID
    name: str
    part: str
    since: datetime
    kind: str

    @property
    def part_words(self) -> str:
        """The part by its name in this kind of partnership."""
        return MENTORING.get(self.part, self.part) if self.kind == "mentoring" else self.part

    @property
    def is_partner(self) -> bool:
        return self.part == Participant.Part.PARTNER


class Audience(Func):
    """A circle's readers, fetched with the row that stands in it; see `readers_in`."""

    template = "(SELECT jsonb_agg(r) FROM alongside.audience_of(%(expressions)s) r)"
    output_field = JSONField()


def readers_in(audience: Iterable[dict[str, Any]] | None) -> list[Reader]:
    """What `Audience` brought."""
    return [
        Reader(
            UUID(row["member_id"]),
            row["name"],
            row["part"],
            datetime.fromisoformat(row["since"]),
            row["kind"],
        )
        for row in audience or ()
    ]


def readers_of(circle_id: UUID) -> list[Reader]:
    """The circle's audience; empty for somebody outside it."""
    return readers_of_all([circle_id]).get(circle_id, [])


def readers_of_all(circle_ids: Iterable[UUID]) -> dict[UUID, list[Reader]]:
    """By circle; those of which the caller is not a reader are left out."""
    found: dict[UUID, list[Reader]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT circle_id, member_id, name, part, since, kind FROM alongside.audiences_of(%s::uuid[])",
            [[str(circle_id) for circle_id in circle_ids]],
        )
        for circle_id, *reader in cursor.fetchall():
            found.setdefault(circle_id, []).append(Reader(*reader))
    return found
