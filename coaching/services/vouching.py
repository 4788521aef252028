"""A coach says whether it was the person they know who signed in for the first time."""

from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from access.models import Vouch
from accounts.enums import MessageKind, Role
from accounts.models import RoleAssignment
from accounts.services.messages import queue_messages


def vouch(*, member_id: UUID, by: UUID, is_them: bool, slug: str) -> None:
    """A yes opens the earlier circles in which `by` supports them; a no tells the administrators."""
    take_back_vouch(member_id=member_id, by=by)
    Vouch.objects.create(member_id=member_id, is_them=is_them)
    if not is_them:
        _tell_administrators(member_id=member_id, slug=slug)


def take_back_vouch(*, member_id: UUID, by: UUID) -> bool:
    """Whether there was one."""
    removed, _ = Vouch.objects.filter(member_id=member_id, vouched_by_id=by).delete()
    return bool(removed)


def _tell_administrators(*, member_id: UUID, slug: str) -> None:
    """Once a day and coach at most; never whoever is doubted."""
    administrators = RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=Now()), role=Role.ADMIN, starts_on__lte=Now()
    ).exclude(member_id=member_id)
    queue_messages(
        kind=MessageKind.IDENTITY_DOUBTED,
        cause=f"{member_id}:{timezone.localdate()}",
        recipients=administrators.values_list("member_id", flat=True).distinct(),
        path=reverse("program-person", kwargs={"district": slug, "pk": member_id}),
    )
