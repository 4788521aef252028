"""Partnerships that this member has left while others went on: what was theirs, and no more."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from access.models import Circle, Participant
from coaching.enums import PartnershipKind


@dataclass(frozen=True)
class Past:
    """The last chapter that was the reader's; `people` are all who were in it, the coach first."""

    partnership_id: UUID
    kind: str
    circle_id: UUID
    left_at: datetime
    people: list[Participant] = field(default_factory=list)

    def others(self, member_id: UUID) -> list[str]:
        return [one.member.name for one in self.people if one.member_id != member_id]


def past_partnerships() -> list[Past]:
    """Newest first; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partnership_id, kind, circle_id, left_at FROM alongside.my_past()"
            " ORDER BY left_at DESC"
        )
        found = {
            row[2]: Past(row[0], PartnershipKind(row[1]).label, row[2], row[3])
            for row in cursor.fetchall()
        }
    for one in _people().filter(circle_id__in=list(found)) if found else ():
        found[one.circle_id].people.append(one)
    return list(found.values())


def past_partnership(pk: UUID) -> Past | None:
    return next((past for past in past_partnerships() if past.partnership_id == pk), None)


def chapters_of(partnership_id: UUID) -> list[tuple[Circle, list[Participant]]]:
    """The reader's own chapters, newest first, with those who were in them."""
    people: dict[UUID, list[Participant]] = {}
    for one in _people().filter(circle__partnership_id=partnership_id):
        people.setdefault(one.circle_id, []).append(one)
    chapters = Circle.objects.filter(partnership_id=partnership_id).order_by("-opened_at")
    return [(chapter, people.get(chapter.pk, [])) for chapter in chapters]


def _people() -> QuerySet[Participant]:
    return Participant.objects.select_related("member").order_by("part", "member__name")
