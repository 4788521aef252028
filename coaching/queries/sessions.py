"""Reads around sessions: whom one can log with, what was logged, page by page.

Nothing here asks who may see: the database answers with what this member may read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from access.models import Circle, Participant
from accounts.models import Member
from coaching.enums import InteractionType, PartnershipKind, PlaceStatus, SessionStatus
from coaching.models import Partnership, Place, Session, SessionText, TimeEntry
from coaching.queries.roles import coach_roles_of
from goals.enums import GoalStatus
from goals.models import Goal

PAGE = 25
USUAL_MINUTES = 30
FOUND = 12


@dataclass(frozen=True)
class SessionPage:
    """Newest first; `after` names the next page, or is empty on the last one."""

    sessions: list[Session]
    after: str


def with_people(places: str = "places") -> Prefetch[str]:
    """The people of a partnership, in one further statement."""
    return Prefetch(
        places,
        Place.objects.filter(status__in=(PlaceStatus.JOINED, PlaceStatus.PROPOSED))
        .select_related("member")
        .order_by("-part", "member__name"),
        to_attr="people",
    )


def others_in(partnership: Partnership, member_id: UUID) -> list[Member]:
    """Everybody but the reader, partners first."""
    people: list[Place] = partnership.people  # type: ignore[attr-defined]  # with_people()
    return [place.member for place in people if place.member_id != member_id]


def name_of(partnership: Partnership, member_id: UUID) -> str:
    """What the reader calls it: the team's name, or the other people's."""
    if partnership.team_name:
        return partnership.team_name
    return ", ".join(person.name for person in others_in(partnership, member_id))


def names_in(partnerships: Collection[UUID], *, besides: UUID) -> dict[UUID, str]:
    """What a reader calls each of these that has no name of its own: one statement."""
    names: dict[UUID, list[str]] = {}
    people = (
        Place.objects.filter(
            partnership_id__in=partnerships, status__in=(PlaceStatus.JOINED, PlaceStatus.PROPOSED)
        )
        .exclude(member_id=besides)
        .order_by("-part", "member__name")
    )
    for pk, name in people.values_list("partnership_id", "member__name"):
        names.setdefault(pk, []).append(name)
    return {pk: ", ".join(found) for pk, found in names.items()}


def open_partnerships(ids: Collection[UUID] | None = None) -> QuerySet[Partnership]:
    """Where something can be written today, whoever was met last first.

    Who has left still reads the partnership; its open chapter is read by those who are in it.
    """
    found = Partnership.objects.filter(Exists(Circle.objects.filter(pk=OuterRef("circle_id"))))
    if ids is not None:
        found = found.filter(pk__in=ids)
    return (
        found.annotate(met=Max("pulses__last_contact"))
        .order_by(F("met").desc(nulls_last=True), "-opened_at")
        .prefetch_related(with_people())
    )


def colleagues_named(text: str, *, not_member: UUID) -> QuerySet[Member]:
    """People of the district whose name has this in it."""
    words = Q()
    for word in text.split():
        words &= Q(name__icontains=word)
    return Member.objects.filter(words, active=True).exclude(pk=not_member)[:FOUND]


def interaction_types_of(
    member_id: UUID, *, besides: Collection[str] = ()
) -> list[tuple[str, str]]:
    """The types that this person's coach roles offer; all of them where none is set.

    `besides` are offered too: what was chosen once stays a choice.
    """
    offered: set[str] = set()
    for types in coach_roles_of(member_id).values_list("interaction_types", flat=True):
        offered.update(types)
    return [
        (value, label)
        for value, label in InteractionType.choices
        if value in offered or value in besides or not offered
    ]


def last_minutes(member_id: UUID) -> int:
    """How long the last logged stretch was, for the next one to start from."""
    newest = TimeEntry.objects.filter(author_id=member_id).order_by("-created_at")
    return newest.values_list("minutes", flat=True).first() or USUAL_MINUTES


def goals_in(circles: Collection[UUID], *, besides: UUID | None = None) -> QuerySet[Goal]:
    """Goals that are worked on in these circles, newest first, and that one besides."""
    wanted = Q(status=GoalStatus.ACTIVE) | Q(pk=besides)
    return Goal.objects.filter(wanted, circle_id__in=circles)


@dataclass(frozen=True)
class Settling:
    """What somebody may say about a planned session.

    Its author and whoever has the coach's part move it or call it off. Whoever has the coach's part
    held it, and their time it was; among peers it is its author.
    """

    is_mine: bool
    part: str
    kind: str
    revision: int

    @property
    def may_move(self) -> bool:
        return self.is_mine or self.part == Participant.Part.COACH

    @property
    def may_log(self) -> bool:
        """What was logged and undone stays with whoever did so: their words may hang on it."""
        holds = self.part == Participant.Part.COACH or (
            self.is_mine and self.kind == PartnershipKind.PEER
        )
        return holds and (self.is_mine or self.revision == 1)


def to_settle(member_id: UUID) -> QuerySet[Session]:
    """Sessions that were planned, whatever became of them, with `my_part` and their partnership."""
    part = Participant.objects.filter(circle=OuterRef("circle"), member_id=member_id)
    return (
        Session.objects.exclude(planned_at=None)
        .filter(circle__closed_at=None)
        .annotate(my_part=Subquery(part.values("part")[:1]))
        .select_related("partnership")
    )


def settling(session: Any, member_id: UUID) -> Settling:
    """Of one of `to_settle`."""
    return Settling(
        is_mine=session.author_id == member_id,
        part=session.my_part or "",
        kind=session.partnership.kind,
        revision=session.revision,
    )


def together_with(session: Session) -> list[Session]:
    """All the sessions of the same stretch of time, this one first."""
    if session.entry_id is None:
        return [session]
    of_it = Session.objects.filter(entry_id=session.entry_id).exclude(pk=session.pk)
    return [session, *of_it.select_related("partnership").order_by("pk")]


def sessions_of_stretch(entry: TimeEntry) -> list[Session]:
    """With their partnerships: one for everybody with whom it was spent."""
    return list(Session.objects.filter(entry=entry).select_related("partnership").order_by("pk"))


def held_sessions(*, words: str = "", after: str = "", size: int = PAGE) -> SessionPage:
    """One page of what was held, in all circles that this person may read; newest first.

    `words` are of a person's or a team's name; `after` comes from the page before.
    """
    texts = SessionText.objects.filter(session=OuterRef("pk")).values("body")[:1]
    team = Partnership.objects.filter(pk=OuterRef("partnership_id"))
    found: QuerySet[Any] = (
        Session.objects.filter(status=SessionStatus.HELD)
        .select_related("author")
        # Not joined: whoever has left reads sessions of theirs and no partnership.
        .annotate(text=Subquery(texts), team_name=Subquery(team.values("team_name")[:1]))
    )
    if words:
        people = Place.objects.filter(
            partnership=OuterRef("partnership"), member__name__icontains=words
        )
        found = found.filter(Q(Exists(people)) | Q(team_name__icontains=words))
    place = _read_place(after)
    if place is not None:
        at, pk = place
        found = found.filter(Q(held_at__lt=at) | Q(held_at=at, pk__lt=pk))
    rows = list(found.order_by("-held_at", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return SessionPage(rows[:size], _write_place(last) if last else "")


def _write_place(session: Session) -> str:
    assert session.held_at is not None
    return f"{session.held_at.timestamp():.6f}~{session.pk}"


def _read_place(after: str) -> tuple[datetime, UUID] | None:
    """A place that somebody made up is the first page."""
    seconds, _, pk = after.partition("~")
    try:
        moment = datetime.fromtimestamp(0, tz=UTC) + timedelta(
            microseconds=round(float(seconds) * 1_000_000)
        )
        return moment, UUID(pk)
    except (ValueError, OverflowError):
        return None
