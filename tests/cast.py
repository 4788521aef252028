"""The people of the tests.

Riverbend: Casey coaches Taylor at Lincoln; Pat is Lincoln's principal and evaluates Taylor; Morgan
mentors Casey; Alex administers the program and evaluates nobody. Jordan teaches at Lincoln too and
works with nobody. Robin coaches elsewhere in the district. Lakeshore is another district that must
stay invisible: Lee coaches Ana there, Kim administers.
"""

from dataclasses import dataclass, fields

from access.models import EvaluationLine
from accounts.enums import Role
from accounts.models import Contact, District, Member, RoleAssignment, School, User


@dataclass
class Cast:
    riverbend: District
    lakeshore: District
    lincoln: School
    harbor: School
    casey: Member
    robin: Member
    taylor: Member
    jordan: Member
    pat: Member
    morgan: Member
    alex: Member
    lee: Member
    ana: Member
    kim: Member

    def people(self) -> list[Member]:
        values = (getattr(self, field.name) for field in fields(self))
        return [value for value in values if isinstance(value, Member)]


def person(district: District, school: School, name: str, *roles: Role, title: str = "") -> Member:
    """A member with an identity, an address and roles at a school."""
    first = name.partition(" ")[0]
    email = f"{first.lower()}@{district.slug}.test"
    user = User.objects.create_user(email)
    member = Member.objects.create(
        district=district, user=user, name=name, first_name=first, title=title
    )
    Contact.objects.create(district=district, member=member, email=email)
    for role in roles:
        RoleAssignment.objects.create(
            district=district,
            member=member,
            role=role,
            school=school if role in {Role.TEACHER, Role.COACH} else None,
        )
    return member


def evaluates(
    evaluator: Member, *, school: School | None = None, of: Member | None = None
) -> EvaluationLine:
    return EvaluationLine.objects.create(
        district_id=evaluator.district_id, evaluator=evaluator, school=school, person=of
    )


def build_cast() -> Cast:
    riverbend = District.objects.create(slug="riverbend", name="Riverbend")
    lakeshore = District.objects.create(slug="lakeshore", name="Lakeshore")
    lincoln = School.objects.create(district=riverbend, name="Lincoln Elementary")
    harbor = School.objects.create(district=lakeshore, name="Harbor School")
    annex = School.objects.create(district=riverbend, name="Annex")
    cast = Cast(
        riverbend=riverbend,
        lakeshore=lakeshore,
        lincoln=lincoln,
        harbor=harbor,
        casey=person(riverbend, annex, "Casey Coach", Role.COACH),
        robin=person(riverbend, annex, "Robin Coach", Role.COACH),
        taylor=person(riverbend, lincoln, "Taylor Reed", Role.TEACHER),
        jordan=person(riverbend, lincoln, "Jordan Lee", Role.TEACHER),
        pat=person(riverbend, lincoln, "Pat Principal"),
        morgan=person(riverbend, annex, "Morgan Mentor", Role.MENTOR),
        alex=person(riverbend, annex, "Alex Admin", Role.ADMIN),
        lee=person(lakeshore, harbor, "Lee Coach", Role.COACH),
        ana=person(lakeshore, harbor, "Ana Silva", Role.TEACHER),
        kim=person(lakeshore, harbor, "Kim Admin", Role.ADMIN),
    )
    evaluates(cast.pat, school=lincoln)
    return cast
