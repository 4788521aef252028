"""Writes of a partnership: who opens it, who answers, how it goes on and how it ends.

The database's functions decide (coaching/sql/partnerships.sql); a refusal arrives as `Refused`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from access.functions import call
from access.models import Circle, Participant
from access.readers import readers_of
from access.refusals import Refused, refusals
from accounts.enums import MessageKind
from accounts.services.messages import queue_messages
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus, Term
from coaching.models import Partnership, Place

TOGETHER = {PartnershipKind.TEAM, PartnershipKind.LEADERSHIP_TEAM, PartnershipKind.PEER}


def open_partnership(
    *,
    kind: str,
    term: str,
    partners: Sequence[UUID],
    slug: str,
    team_name: str = "",
    coach_role_id: UUID | None = None,
) -> UUID:
    """One partnership of the caller with all `partners`, who are told. Answers its id.

    Two people who work together already are not paired twice: what was short goes on as a proposal
    to work long-term.
    """
    with refusals():
        pk = call("open_partnership", kind, term, list(partners), team_name, coach_role_id)
        opened = Partnership.objects.get(pk=pk)
        if opened.term != term and term == Term.LONG:
            propose_long_term(partnership=opened, partners=partners, slug=slug)
        else:
            tell(partnership_id=opened.pk, people=partners, slug=slug, kind=_news(kind, term))
    return opened.pk


def open_partnerships(
    *,
    kind: str,
    term: str,
    partners: Sequence[UUID],
    slug: str,
    team_name: str = "",
    coach_role_id: UUID | None = None,
) -> list[UUID]:
    """A team is one partnership; individual kinds are one for each person, who read nothing of each
    other."""
    groups = [list(partners)] if kind in TOGETHER else [[partner] for partner in partners]
    with refusals():
        return [
            open_partnership(
                kind=kind,
                term=term,
                partners=group,
                slug=slug,
                team_name=team_name,
                coach_role_id=coach_role_id,
            )
            for group in groups
        ]


def answer_partnership(*, partnership: Partnership, joins: bool) -> None:
    """One's own click on a proposal."""
    with refusals():
        answer = PlaceStatus.JOINED if joins else PlaceStatus.DECLINED
        call("answer_place", partnership.pk, answer)


def leave_partnership(*, partnership: Partnership) -> None:
    """The no-fault way out: who leaves keeps reading the chapters they were in."""
    with refusals():
        call("answer_place", partnership.pk, PlaceStatus.LEFT)


def ask_in(*, partnership: Partnership, member_id: UUID, part: str, slug: str) -> None:
    """Somebody is asked to join; their own click decides, and they read from there on."""
    with refusals():
        call("propose_place", partnership.pk, member_id, part)
        tell(
            partnership_id=partnership.pk,
            people=[member_id],
            slug=slug,
            kind=MessageKind.PARTNERSHIP_PROPOSED,
            again=True,
        )


def propose_long_term(*, partnership: Partnership, partners: Iterable[UUID], slug: str) -> None:
    """The partners are told once a day at most by each who proposes; it is long-term when one of them
    says so."""
    # Whoever has left still reads the partnership, but asks nobody for anything in it.
    chapter = partnership.circle_id
    _refuse_unless(chapter is None or Circle.objects.filter(pk=chapter).exists())
    if chapter is not None:
        readers = {one.member_id for one in readers_of(chapter)}
        partners = [one for one in partners if one in readers]
    tell(
        partnership_id=partnership.pk,
        people=partners,
        slug=slug,
        kind=MessageKind.PARTNERSHIP_PROPOSED,
        again=True,
    )


def agree_to_long_term(*, partnership: Partnership) -> None:
    """A partner's own click; the database refuses it to whoever supports, who can propose it."""
    with refusals():
        changed = Partnership.objects.filter(pk=partnership.pk).update(term=Term.LONG)
    _refuse_unless(changed)


def set_status(*, partnership: Partnership, status: PartnershipStatus) -> None:
    """Resumes or ends it; ended stays ended."""
    with refusals():
        changed = Partnership.objects.filter(pk=partnership.pk).update(status=status)
    _refuse_unless(changed)


def pause_partnership(*, partnership: Partnership, until: date | None) -> None:
    """On that day it goes on by itself. While it is paused nobody is reminded and nobody waits."""
    with refusals():
        changed = Partnership.objects.filter(pk=partnership.pk).update(
            status=PartnershipStatus.PAUSED, paused_until=until
        )
    _refuse_unless(changed)


def take_back_ending(*, partnership_id: UUID) -> None:
    """Within ten minutes, by whoever ended it or left: the chapter opens again with exactly its
    people. On a program page, by the administrator who ended it."""
    with refusals():
        call("take_back_ending", partnership_id)


def propose_pairing(
    *,
    kind: str,
    coach_id: UUID,
    partners: Sequence[UUID],
    slug: str,
    team_name: str = "",
    coach_role_id: UUID | None = None,
) -> list[UUID]:
    """The program proposes; everybody's own click begins it. As a program administrator."""
    groups = [list(partners)] if kind in TOGETHER else [[partner] for partner in partners]
    proposed = []
    with refusals():
        for group in groups:
            pairing = Partnership(
                kind=kind, term=Term.LONG, team_name=team_name, coach_role_id=coach_role_id
            )
            # Nothing is asked back: an administrator may not read when it began.
            Partnership.objects.bulk_create([pairing], ignore_conflicts=True)
            Place.objects.create(
                partnership=pairing, member_id=coach_id, part=Participant.Part.COACH
            )
            for partner in group:
                Place.objects.create(
                    partnership=pairing, member_id=partner, part=Participant.Part.PARTNER
                )
            tell(
                partnership_id=pairing.pk,
                people=[coach_id, *group],
                slug=slug,
                kind=MessageKind.PARTNERSHIP_PROPOSED,
            )
            proposed.append(pairing.pk)
    return proposed


def tell(
    *,
    partnership_id: UUID,
    people: Iterable[UUID],
    slug: str,
    kind: MessageKind,
    again: bool = False,
) -> None:
    """One message a person; `again` allows another on another day."""
    queue_messages(
        kind=kind,
        cause=f"{partnership_id}:{timezone.localdate()}" if again else partnership_id,
        recipients=people,
        path=reverse("partnership", kwargs={"district": slug, "pk": partnership_id}),
    )


def _refuse_unless(changed: int | bool) -> None:
    """No row was changed: the policy lets only those steer who are in it now."""
    if not changed:
        raise Refused(
            "Only those who are in it now can change this. What has ended stays ended: "
            "begin a new partnership with the same people instead."
        )


def _news(kind: str, term: str) -> MessageKind:
    begins_at_once = term != Term.LONG and kind != PartnershipKind.PEER
    return MessageKind.PARTNERSHIP_OPENED if begins_at_once else MessageKind.PARTNERSHIP_PROPOSED
