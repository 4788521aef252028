"""The coach roles that somebody holds today, and what these are meant for."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import Role
from accounts.models import RoleAssignment
from accounts.queries import going_on
from coaching.models import CoachRole


@dataclass(frozen=True)
class Caseload:
    """How many partners somebody has; `at_most` is what their roles are meant for, if that is said."""

    partners: int
    at_most: int | None

    @property
    def is_full(self) -> bool:
        return bool(self.at_most) and self.partners >= (self.at_most or 0)


def role_today(role: Role) -> Exists:
    """A condition on members."""
    return Exists(RoleAssignment.objects.filter(going_on(), member=OuterRef("pk"), role=role))


def coach_roles_of(member_id: UUID) -> QuerySet[CoachRole]:
    held = RoleAssignment.objects.filter(
        going_on(), member_id=member_id, role=Role.COACH, coach_role=OuterRef("pk")
    )
    return CoachRole.objects.filter(Exists(held))


def role_in_use(member_id: UUID) -> CoachRole | None:
    """The one that a partnership of this coach begins with."""
    return coach_roles_of(member_id).filter(retired_at=None).first()


def caseload_of(member_id: UUID) -> Caseload:
    """One's own; the share of a week that scales the limit is read by the database alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partners, at_most FROM alongside.caseload_load(%s)", [str(member_id)]
        )
        return Caseload(*cursor.fetchone())
