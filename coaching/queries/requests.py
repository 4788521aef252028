"""Requests that I made or that were put to me. What may be read is decided by the policies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from access.models import Participant
from accounts.enums import Role
from accounts.models import Member
from coaching.enums import AskedSize, RequestStatus
from coaching.models import Answer, Request
from coaching.queries.roles import role_today


@dataclass(frozen=True)
class Word:
    """A request that waits for an answer; or, without a size, what the program wrote to oneself."""

    pk: UUID
    size: str
    name: str
    at: datetime

    @property
    def size_words(self) -> str:
        return str(AskedSize(self.size).label).lower() if self.size else ""


def with_people(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Adds the asker, who said yes or passed it along, and `asked`: those to whom it was put."""
    coaches = Participant.objects.filter(part=Participant.Part.COACH).select_related("member")
    return requests.select_related(
        "author", "answered_by", "passed_by", "coach_role", "circle"
    ).prefetch_related(Prefetch("circle__participants", queryset=coaches, to_attr="asked"))


def mine(member_id: UUID) -> QuerySet[Request]:
    """What I asked, newest first; of one that was passed along, where it is now."""
    return with_people(Request.objects.filter(author_id=member_id)).exclude(
        status=RequestStatus.PASSED
    )


def put_to_me(member_id: UUID) -> QuerySet[Request]:
    """Open, and not answered by me yet; whoever has waited longest first."""
    answered = Answer.objects.filter(request=OuterRef("pk"), author_id=member_id)
    waiting = Request.objects.filter(status=RequestStatus.OPEN).exclude(author_id=member_id)
    return with_people(waiting.exclude(Exists(answered))).order_by("created_at")


def settled_for_me(member_id: UUID) -> QuerySet[Request]:
    """Put to me, and answered by me or by somebody."""
    waiting = put_to_me(member_id).values("pk")
    return with_people(Request.objects.exclude(author_id=member_id).exclude(pk__in=waiting))


def colleagues_who_coach(*besides: UUID) -> QuerySet[Member]:
    """To whom a request may be passed along; never to whoever evaluates the asker, says the kernel."""
    return Member.objects.filter(role_today(Role.COACH), active=True).exclude(pk__in=besides)


WORDS = """
SELECT r.id, r.size, r.asker, r.asked_at FROM alongside.waiting_for_me() r
UNION ALL
SELECT i.id, '', s.name, i.sent_at
  FROM coaching_coachinginvitation i JOIN accounts_member s ON s.id = i.sent_by_id
 WHERE i.member_id = %(me)s AND i.put_away_at IS NULL
"""


def words_to(member_id: UUID) -> list[Word]:
    """For home, in one statement that doesn't grow with the caseload."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, {"me": str(member_id)})
        return [Word(*values) for values in cursor.fetchall()]
