"""Asking for coaching, and answering. The database's functions decide (coaching/sql/requests.sql)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse

from access.functions import call
from access.models import Participant
from access.refusals import Refused, Stale, refusals
from accounts.enums import MessageKind
from accounts.services.messages import queue_messages
from coaching.enums import MeetingForm, RequestStatus
from coaching.models import Partnership, Request, Wish
from coaching.services.planned import plan_session

SETTLED = "This request was answered already, or taken back."


@dataclass(frozen=True)
class Asked:
    """What one form says. `submission` names the form, so that two taps on Ask are one request.

    Of one coach, of those who hold a role, or of whoever fits where both are None.
    """

    submission: UUID
    size: str
    words: str
    suits: str = ""
    coach_id: UUID | None = None
    role_id: UUID | None = None
    may_be_passed: bool = True


def ask_for_coaching(*, asked: Asked, slug: str) -> UUID:
    """In the asker's own words; those asked are told. Raises `Refused`."""
    with refusals():
        circle = call(
            "open_request",
            asked.submission,
            asked.size,
            asked.coach_id,
            asked.role_id,
            asked.may_be_passed,
        )
        wish = Wish(
            circle_id=circle, request_id=asked.submission, body=asked.words, suits=asked.suits
        )
        Wish.objects.bulk_create([wish], ignore_conflicts=True)
        coaches = Participant.objects.filter(circle_id=circle, part=Participant.Part.COACH)
        asked_of = coaches.values_list("member_id", flat=True)
        _tell(asked.submission, asked_of, MessageKind.REQUEST_ASKED, slug)
    return asked.submission


def accept_request(
    *,
    request: Request,
    words: str,
    slug: str,
    planned_at: datetime | None = None,
    minutes: int = 30,
) -> UUID:
    """Yes: answers the partnership, in which the wish stands from now on. Raises `Refused`."""
    with refusals(closed=SETTLED):
        partnership = Partnership.objects.get(pk=call("accept_request", request.pk, words))
        if planned_at:
            plan_session(
                partnership=partnership,
                planned_at=planned_at,
                minutes=minutes,
                form=MeetingForm.IN_PERSON,
            )
        _tell(request.pk, [request.author_id], MessageKind.REQUEST_ANSWERED, slug)
    return partnership.pk


def pass_request_along(*, request: Request, colleague_id: UUID, words: str, slug: str) -> None:
    """The colleague is asked, and the asker told. Whoever passed it along reads the wish no more."""
    with refusals(closed=SETTLED):
        passed = call("pass_request", request.pk, colleague_id, words)
        _tell(passed, [colleague_id], MessageKind.REQUEST_ASKED, slug)
        _tell(passed, [request.author_id], MessageKind.REQUEST_ANSWERED, slug)


def decline_request(*, request: Request, words: str, slug: str) -> None:
    """Not this time. The asker is told once nobody is left who could say yes."""
    with refusals(closed=SETTLED):
        if call("decline_request", request.pk, words):
            _tell(request.pk, [request.author_id], MessageKind.REQUEST_ANSWERED, slug)


def take_back_request(*, request: Request) -> None:
    """The asker's words are gone at once."""
    with refusals(closed=SETTLED):
        Wish.objects.filter(request=request).delete()
        call("take_back_request", request.pk)


def change_wish(*, wish: Wish, body: str, suits: str, revision: int) -> None:
    """Saves over the version `revision`. Raises `Stale`, and `Refused` once it is settled."""
    changed = Wish.objects.filter(pk=wish.pk, revision=revision).update(
        body=body, suits=suits, revision=F("revision") + 1, edited_at=Now()
    )
    if changed:
        return
    if Request.objects.filter(pk=wish.request_id, status=RequestStatus.OPEN).exists():
        raise Stale
    raise Refused(SETTLED)


def _tell(request_id: UUID, people: Iterable[UUID], kind: MessageKind, slug: str) -> None:
    path = reverse("request", kwargs={"district": slug, "pk": request_id})
    queue_messages(kind=kind, cause=request_id, recipients=people, path=path)
