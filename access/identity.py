"""Who is asking: the member of a district behind a request."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections
from django.http import HttpRequest


@dataclass(frozen=True)
class CurrentDistrict:
    id: UUID
    slug: str
    name: str
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class CurrentMember:
    """One person in one district, with the roles held there today."""

    id: UUID
    district_id: UUID
    name: str
    first_name: str
    roles: frozenset[str]

    @property
    def is_teacher(self) -> bool:
        return "teacher" in self.roles

    @property
    def is_coach(self) -> bool:
        return "coach" in self.roles

    @property
    def is_mentor(self) -> bool:
        return "mentor" in self.roles

    @property
    def is_admin(self) -> bool:
        return "admin" in self.roles

    @property
    def is_evaluator(self) -> bool:
        return "evaluator" in self.roles


@dataclass(frozen=True)
class Membership:
    member: CurrentMember
    district: CurrentDistrict


class MemberRequest(HttpRequest):
    """A request under /d/<district>/, after `DistrictMiddleware`."""

    member: CurrentMember
    district: CurrentDistrict
    districts: list[CurrentDistrict]
    htmx: Any


def signin_alias() -> str:
    """The connection that may ask for memberships."""
    return "signin" if "signin" in settings.DATABASES else "default"


def memberships_of(user_id: int) -> list[Membership]:
    """All current memberships of one sign-in identity, by district name: one statement."""
    with connections[signin_alias()].cursor() as cursor:
        cursor.execute("SELECT * FROM alongside.memberships(%s)", [user_id])
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [membership(row) for row in rows]


def membership(row: dict[str, Any]) -> Membership:
    return Membership(
        member=CurrentMember(
            id=row["member_id"],
            district_id=row["district_id"],
            name=row["name"],
            first_name=row["first_name"],
            roles=frozenset(cast(list[str], row["roles"])),
        ),
        district=CurrentDistrict(
            id=row["district_id"],
            slug=row["slug"],
            name=row["district_name"],
            time_zone=row["time_zone"],
        ),
    )
