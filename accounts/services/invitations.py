"""Invitations: a link by mail, of which only a hash is kept, ties an identity to a member."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from access.identity import signin_alias
from access.refusals import Refused
from accounts.enums import MessageKind
from accounts.models import Contact, Invitation, Member, User
from accounts.services.messages import message, queue

DAYS = 14
PATH = "/invitations/{secret}/"
NO_LONGER = "This invitation was used or has expired. Ask your program administrator for a new one."


@dataclass(frozen=True)
class OpenInvitation:
    """What its link shows: whom it is for, and where it leads."""

    first_name: str
    email: str
    district_name: str
    slug: str


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def invite(*, member: Member) -> None:
    """Mails a fresh link and ends earlier ones. Raises Refused when it could reach nobody."""
    if not member.active:
        raise Refused("Let this person back in first.")
    if member.user_id is not None:
        raise Refused("This person signs in already.")
    if not Contact.objects.filter(member=member).exclude(email="").exists():
        raise Refused("There is no address to send the invitation to. Add one first.")
    invite_all(members=[member])


def invite_all(*, members: Sequence[Member]) -> int:
    """Mails links to those who have an address and no identity; answers to how many."""
    ids = [member.pk for member in members if member.active and member.user_id is None]
    reachable = set(
        Contact.objects.filter(member__in=ids).exclude(email="").values_list("member", flat=True)
    )
    now = timezone.now()
    with transaction.atomic():
        Invitation.objects.filter(
            member__in=reachable, accepted_at=None, expires_at__gt=now
        ).update(expires_at=now - timedelta(days=DAYS))
        rows, messages = [], []
        for member in members:
            if member.pk not in reachable:
                continue
            token = secrets.token_urlsafe(32)
            row = Invitation(
                district_id=member.district_id,
                member=member,
                token_hash=hash_of(token),
                expires_at=now + timedelta(days=DAYS),
            )
            rows.append(row)
            messages.append(
                message(
                    kind=MessageKind.INVITATION,
                    cause=row.pk,
                    recipient_id=member.pk,
                    path=PATH,
                    secret=token,
                    district_id=member.district_id,
                )
            )
        Invitation.objects.bulk_create(rows)
        queue(messages)
    return len(rows)


def open_invitation(token: str) -> OpenInvitation | None:
    """What the link leads to; None when it was used, has expired, or never was."""
    with connections[signin_alias()].cursor() as cursor:
        cursor.execute("SELECT * FROM alongside.invitation(%s)", [hash_of(token)])
        row = cursor.fetchone()
    return OpenInvitation(*row) if row else None


def identity_with(email: str) -> User | None:
    return User.objects.using(signin_alias()).filter(email__iexact=email).first()


def accept_with_new_identity(*, token: str, password: str) -> tuple[User, str]:
    """Makes the identity and ties it; answers it and the district's slug."""
    invitation = open_invitation(token)
    if invitation is None:
        raise Refused(NO_LONGER)
    try:
        with transaction.atomic(using=signin_alias()):
            user = User.objects.db_manager(signin_alias()).create_user(invitation.email, password)
            return user, accept(token=token, user=user)
    except IntegrityError:
        raise Refused("This address signs in already. Sign in with it to accept.") from None


def accept(*, token: str, user: User) -> str:
    """Ties an identity to the invited member; answers the district's slug."""
    try:
        with (
            transaction.atomic(using=signin_alias()),
            connections[signin_alias()].cursor() as cursor,
        ):
            cursor.execute("SELECT alongside.accept_invitation(%s, %s)", [hash_of(token), user.pk])
            (slug,) = cursor.fetchone()
    except IntegrityError:
        raise Refused(
            "You are in this district already, under another name on its staff list. "
            "Ask your program administrator to join the two."
        ) from None
    if slug is None:
        raise Refused(NO_LONGER)
    return str(slug)
