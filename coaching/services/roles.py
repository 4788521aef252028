"""Coach roles and their agreements, kept by the program's administrators."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now

from access.refusals import Refused
from coaching.models import CoachRole, RoleAgreement

FIELDS = ["title", "focus_areas", "kinds", "interaction_types", "cadence_days", "caseload_limit"]
TEXTS = (
    "purpose",
    "priorities",
    "avoid",
    "choosing",
    "never_told",
    "communication",
    "conflict",
    "feedback",
)


def save_coach_role(*, role: CoachRole) -> CoachRole:
    """Creates or changes a coach role; a title stands once in a district."""
    try:
        with transaction.atomic():
            # A change names its columns: no others may be written.
            role.save(update_fields=None if role._state.adding else FIELDS)
    except IntegrityError:
        raise Refused("There is a coach role with this title already.") from None
    return role


def retire_coach_role(*, role: CoachRole) -> None:
    """It is offered no more; whoever has it keeps it, and it can be brought back."""
    CoachRole.objects.filter(pk=role.pk).update(retired_at=Now())


def bring_back_coach_role(*, role: CoachRole) -> None:
    CoachRole.objects.filter(pk=role.pk).update(retired_at=None)


def publish_agreement(
    *,
    role: CoachRole,
    seen_version: int,
    texts: dict[str, str],
    shares: dict[str, int],
    told: list[str],
) -> RoleAgreement:
    """A new version; earlier ones stay as they were.

    Raises `AgreementChanged` when somebody published since `seen_version`.
    """
    latest: int = (
        RoleAgreement.objects.filter(coach_role=role).aggregate(n=Max("version"))["n"] or 0
    )
    if latest != seen_version:
        raise AgreementChanged
    try:
        with transaction.atomic():
            return RoleAgreement.objects.create(
                coach_role=role,
                version=latest + 1,
                shares=shares,
                told=told,
                **_only_texts(texts),
            )
    except IntegrityError:
        raise AgreementChanged from None


class AgreementChanged(Exception):
    """Somebody else has published a version in the meantime."""


def _only_texts(texts: dict[str, str]) -> dict[str, Any]:
    return {name: texts.get(name, "") for name in TEXTS}
