"""What people offer, a role's duties, and an administrator's word to a teacher."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from access.refusals import Refused
from accounts.enums import MessageKind
from accounts.services.messages import queue_messages
from coaching.models import CoachingInvitation, CoachRole, DirectoryEntry, RoleDuty

NOT_AGAIN_FOR = timedelta(days=30)


def keep_entry(*, member_id: UUID, **offers: Any) -> None:
    """One's own entry, made on first use."""
    if not DirectoryEntry.objects.filter(member_id=member_id).update(**offers):
        DirectoryEntry.objects.bulk_create([DirectoryEntry(**offers)], ignore_conflicts=True)


def add_duty(*, role: CoachRole, duty: str, holder_id: UUID | None) -> RoleDuty:
    return RoleDuty.objects.create(
        coach_role=role,
        duty=duty,
        holder_id=holder_id,
        position=RoleDuty.objects.filter(coach_role=role).count(),
    )


def remove_duty(*, duty: RoleDuty) -> None:
    RoleDuty.objects.filter(pk=duty.pk).delete()


def invite_to_coaching(*, member_id: UUID, sent_by: UUID, body: str, slug: str) -> None:
    """A word to one teacher. The sender never learns the answer. Raises `Refused` within thirty days
    of the last one."""
    since = timezone.now() - NOT_AGAIN_FOR
    if CoachingInvitation.objects.filter(member_id=member_id, sent_at__gt=since).exists():
        raise Refused("Somebody wrote to this person in the last 30 days. Leave them time.")
    with transaction.atomic():
        invitation = CoachingInvitation(member_id=member_id, sent_by_id=sent_by, body=body)
        # Nothing is asked back: whether it was put away is the teacher's.
        CoachingInvitation.objects.bulk_create([invitation], ignore_conflicts=True)
        queue_messages(
            kind=MessageKind.COACHING_INVITED,
            cause=invitation.pk,
            recipients=[member_id],
            path=reverse("coaching-invitation", kwargs={"district": slug, "pk": invitation.pk}),
        )


def put_away(*, invitation: CoachingInvitation) -> None:
    CoachingInvitation.objects.filter(pk=invitation.pk).update(put_away_at=Now())
