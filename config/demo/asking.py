"""Who asked for coaching in the demo, what people offer, and a word from the program."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from access.models import Circle, Participant
from accounts.models import Member
from coaching.models import (
    Answer,
    CoachingInvitation,
    CoachRole,
    DirectoryEntry,
    Request,
    RoleDuty,
    Wish,
)
from config.demo.words import OFFERS, WISHES


def asked(coaches: Sequence[Member], staff: Sequence[Member], keeper: Member) -> None:
    """Two requests that wait, one of them of the last coach, and one that led somewhere."""
    request = put_to(coaches[-1], staff[0], "one_lesson", hours=5)
    words_of(request, request.circle, WISHES[2], "Any morning but Friday.")
    coach, waits, settled = coaches[0], staff[-1], staff[-2]
    said = timezone.now() - timedelta(days=6)
    request = put_to(coach, waits, "ten_minutes", hours=26)
    words_of(request, request.circle, WISHES[0], "Tuesday or Thursday after 3.")
    request = put_to(coach, settled, "one_lesson", hours=24 * 7)
    chapter = chapter_of(coach, settled)
    words_of(request, chapter, WISHES[1], "")
    Answer.objects.create(
        district=coach.district,
        circle=request.circle,
        author=coach,
        request=request,
        answer="accepted",
        body="Gladly. I come by on Monday.",
        created_at=said,
    )
    Circle.objects.filter(pk=request.circle_id).update(closed_at=said)
    Request.objects.filter(pk=request.pk).update(
        status="accepted", answered_by=coach, answered_at=said, partnership=chapter.partnership
    )
    offers(coach, staff)
    vacant_role(coach.district_id, [coach, *staff[:2]])
    CoachingInvitation.objects.create(
        district=coach.district,
        member=staff[0],
        sent_by=keeper,
        body="You said that science has little time this year. Our coaches would like to help, "
        "if you would like that.",
        sent_at=timezone.now() - timedelta(days=3),
    )


def put_to(coach: Member, asker: Member, size: str, *, hours: int) -> Request:
    when = timezone.now() - timedelta(hours=hours)
    circle = Circle.objects.create(district=coach.district, kind="request", opened_at=when)
    for member, part in ((asker, "partner"), (coach, "coach")):
        Participant.objects.create(
            district=coach.district, circle=circle, member=member, part=part, joined_at=when
        )
    return Request.objects.create(
        district=coach.district, circle=circle, author=asker, size=size, created_at=when
    )


def chapter_of(coach: Member, partner: Member) -> Circle:
    """In which they work together already."""
    with_both = Participant.objects.filter(member=partner, part="partner").values("circle")
    return Circle.objects.select_related("partnership").get(
        kind="chapter", pk__in=with_both, partnership__kind="coaching", participants__member=coach
    )


def words_of(request: Request, circle: Circle, body: str, suits: str) -> None:
    Wish.objects.create(
        district=request.district,
        circle=circle,
        author=request.author,
        request=request,
        body=body,
        suits=suits,
        created_at=request.created_at,
    )


def offers(coach: Member, staff: Sequence[Member]) -> None:
    for member, offer in zip([coach, *staff], OFFERS, strict=False):
        DirectoryEntry.objects.create(district=coach.district, member=member, **offer)


def vacant_role(district_id: UUID, people: Sequence[Member]) -> None:
    """Its duties are several people's meanwhile."""
    role = CoachRole.objects.create(
        district_id=district_id, title="Content expert", focus_areas=["Science inquiry"]
    )
    duties = ("Keeps the science kits", "Answers questions about the curriculum", "Book room")
    for position, (duty, holder) in enumerate(zip(duties, people, strict=True)):
        RoleDuty.objects.create(
            district_id=district_id,
            coach_role=role,
            duty=duty,
            holder=holder if position else None,
            position=position,
        )
