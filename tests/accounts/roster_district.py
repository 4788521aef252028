"""A district with one program administrator, into which rosters are imported."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from access.context import acting_as_program, stepping_into
from access.roles import OWNER
from accounts.enums import Role
from accounts.models import Contact, District, Member, RoleAssignment, RosterImport, User
from accounts.services.roster import stage_roster
from tests.accounts.roster_files import Files, write_zip


@dataclass(frozen=True)
class Place:
    """`admin` signs in as `user`."""

    district: District
    admin: Member
    user: User

    @contextmanager
    def program(self) -> Iterator[None]:
        with acting_as_program(member_id=self.admin.id, district_id=self.district.id):
            yield

    def member(self, sourced_id: str) -> Member:
        with as_owner():
            return Member.objects.get(district=self.district, sourced_id=sourced_id)


@contextmanager
def as_owner() -> Iterator[None]:
    with stepping_into(OWNER, ""):
        yield


def open_district(slug: str) -> Place:
    with as_owner():
        district = District.objects.create(slug=slug, name=slug.title())
        user = User.objects.create_user(f"admin@{slug}.example", "a long password")
        admin = Member.objects.create(
            district=district, user=user, name="Alex Kim", first_name="Alex"
        )
        Contact.objects.create(district=district, member=admin, email=user.email)
        RoleAssignment.objects.create(
            district=district, member=admin, role=Role.ADMIN, starts_on=date(2020, 1, 1)
        )
    return Place(district, admin, user)


def upload_of(path: Path, files: Files) -> SimpleUploadedFile:
    content = write_zip(path / "roster.zip", files).read_bytes()
    return SimpleUploadedFile("roster.zip", content, content_type="application/zip")


def stage(place: Place, path: Path, files: Files) -> RosterImport:
    """Staged by the administrator, as the upload page does it."""
    with place.program():
        return stage_roster(
            district_id=place.district.id,
            started_by=place.admin.id,
            upload=upload_of(path, files),
        )


def people_of(place: Place) -> dict[str, bool]:
    """Sourced ids of the people that a roster brought in, with whether they are active."""
    with as_owner():
        members = Member.objects.filter(district=place.district).exclude(sourced_id="")
        return dict(members.values_list("sourced_id", "active"))
