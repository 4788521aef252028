"""Builds the demo as the owner of the tables, so that its autumn can lie in the past."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from access.models import EvaluationLine, Participant
from accounts.enums import Role
from accounts.models import (
    Contact,
    District,
    GradingPeriod,
    Member,
    NonInstructionalDay,
    RoleAssignment,
    School,
    SchoolYear,
    User,
)
from coaching.models import (
    CoachRole,
    Partnership,
    Place,
    RoleAgreement,
)
from config.demo.asking import asked
from config.demo.records import (
    days_ago,
    goal_of,
    hold,
    moment,
    other_time,
    partnership,
    plan,
    review,
    visit,
)
from config.demo.words import TEACHERS
from goals.services.templates import provide_templates
from observations.models import Visit

PASSWORD = "alongside-demo"


def load() -> None:
    riverbend = district("riverbend", "Riverbend School District", "America/Chicago")
    fill(
        riverbend,
        ["Lincoln Elementary", "Washington Middle School", "Riverbend High School"],
        coaches=["Casey Morgan", "Robin Patel"],
        mentor="Morgan Ellis",
        admin="Alex Rivera",
        principals=["Pat Donovan", "Sasha Kim", "Drew Tanner"],
        teachers=list(TEACHERS),
    )
    lakeshore = district("lakeshore", "Lakeshore Schools", "America/Denver")
    fill(
        lakeshore,
        ["Harbor School", "Dune Elementary", "Lakeshore High School"],
        coaches=["Lee Marsh"],
        mentor="Frances Cole",
        admin="Kim Bauer",
        principals=["Chris Vale", "Ada Stone", "Paul Wirth"],
        teachers=["Ines Duarte", "Tom Hale", "Wren Castle", "Joy Amadi"],
        half_time=True,
    )


def district(slug: str, name: str, zone: str) -> District:
    made = District.objects.create(
        slug=slug, name=name, time_zone=zone, server_keeper="whoever started this demo"
    )
    calendar(made)
    provide_templates(district=made)
    return made


def calendar(home: District) -> None:
    first = timezone.localdate() - timedelta(weeks=13)
    year = SchoolYear.objects.create(
        district=home,
        name=f"{first.year}–{first.year + 1}",
        starts_on=first,
        ends_on=first + timedelta(weeks=41),
    )
    for number in range(4):
        begins = first + timedelta(weeks=10 * number)
        GradingPeriod.objects.create(
            district=home,
            year=year,
            name=f"Quarter {number + 1}",
            starts_on=begins,
            ends_on=begins + timedelta(weeks=10, days=-1),
        )
    breaks = (("Fall break", 15, 3, 2), ("Winter break", 18, 1, 5), ("Spring break", 30, 1, 5))
    monday = first - timedelta(days=first.weekday())
    for label, week, weekday, days in breaks:
        for offset in range(days):
            NonInstructionalDay.objects.create(
                district=home,
                year=year,
                day=monday + timedelta(weeks=week, days=weekday - 1 + offset),
                label=label,
            )


def fill(
    home: District,
    schools: list[str],
    *,
    coaches: list[str],
    mentor: str,
    admin: str,
    principals: list[str],
    teachers: list[str],
    half_time: bool = False,
) -> None:
    places = [School.objects.create(district=home, name=name) for name in schools]
    role = coach_role(home)
    staff = [
        person(home, name, Role.TEACHER, school=places[index % len(places)], title="Teacher")
        for index, name in enumerate(teachers)
    ]
    heads = [head_of(place, name) for name, place in zip(principals, places, strict=True)]
    team = [
        person(home, name, Role.COACH, coach_role=role, title=role.title, half=half_time)
        for name in coaches
    ]
    guide = person(home, mentor, Role.MENTOR, title="Coach mentor")
    keeper = person(home, admin, Role.ADMIN, title="Program administrator")
    for label, member in (
        ("coach", team[0]),
        ("teacher", staff[0]),
        ("mentor", guide),
        ("admin", keeper),
        ("principal", heads[0]),
    ):
        give_identity(member, f"{label}@{home.slug}.test")
    for index, coach in enumerate(team):
        coached_year(coach, staff[index :: len(team)], role, guide)
    together(team[0], staff, heads, role)
    asked(team, staff, keeper)


def head_of(school: School, name: str) -> Member:
    """A principal, who evaluates everyone there."""
    head = person(school.district, name, None, school=school, title="Principal")
    EvaluationLine.objects.create(
        district=school.district, evaluator=head, school=school, starts_on=days_ago(120)
    )
    return head


def coached_year(coach: Member, partners: list[Member], role: CoachRole, guide: Member) -> None:
    other_time(coach)
    caseload(coach, partners, role)
    mentored = partnership(guide, coach, kind="mentoring", term="long", opened=90, role=None)
    review(guide, mentored, partners=len(partners))


def together(
    coach: Member, staff: Sequence[Member], heads: Sequence[Member], role: CoachRole
) -> None:
    """A team, a coached principal, two colleagues, a visit today, and a pairing not yet answered."""
    first, second, *more = staff[2:]
    team = partnership(
        coach,
        first,
        kind="team",
        term="long",
        opened=60,
        role=role,
        others=[second, *more[:1]],
        team_name="Fourth-grade team",
    )
    for turn, days in enumerate((44, 30, 16, 9)):
        hold(coach, first, team, None, days=days, turn=turn)
    led = partnership(coach, heads[1], kind="leadership", term="long", opened=50, role=role)
    hold(coach, heads[1], led, None, days=24, turn=4)
    partnership(staff[1], second, kind="peer", term="short", opened=30, role=None)
    visit_today(coach, first)
    propose(coach, staff[1], role)


def visit_today(coach: Member, partner: Member) -> None:
    with_both = Participant.objects.filter(member=partner, part="partner").values("circle")
    circle = (
        Participant.objects.filter(member=coach, circle__in=with_both)
        .order_by("joined_at")
        .values_list("circle", flat=True)[0]
    )
    Visit.objects.create(
        district=coach.district,
        author=partner,
        circle_id=circle,
        created_at=moment(coach.district, 3, 15),
        teacher=partner,
        visitor=coach,
        status="agreed",
        focus="Wait time after questions",
        collect="Seconds of quiet, who speaks first",
        planned_at=moment(coach.district, 0, 12, 40),
        agreed_at=moment(coach.district, 3, 15),
    )


def propose(coach: Member, partner: Member, role: CoachRole) -> None:
    """By the program; nobody has answered."""
    home = coach.district
    made = Partnership.objects.create(
        district=home, kind="coaching", term="long", status="proposed", coach_role=role
    )
    for member, part in ((partner, "partner"), (coach, "coach")):
        Place.objects.create(
            district=home, partnership=made, member=member, part=part, status="proposed"
        )


def coach_role(home: District) -> CoachRole:
    role = CoachRole.objects.create(
        district=home,
        title="Instructional coach",
        focus_areas=["Student talk", "Writing", "Classroom routines"],
    )
    RoleAgreement.objects.create(
        district=home,
        coach_role=role,
        purpose="The coach supports teachers in goals that teachers choose.",
        priorities="Cycles with teachers who asked; then teams that plan together.",
        avoid="Evaluation, walk-throughs for administrators, covering classes.",
        choosing="Teachers choose to take part, and choose what to work on.",
        never_told="Names, notes, conversations, and how anybody teaches.",
        communication="Principal and coach meet every second Tuesday, about the program.",
        conflict="The three of them talk: coach, principal, and a teacher of the team.",
        feedback="The coach asks teachers twice a year and shares what was learned.",
        told=["days", "hours", "lost"],
        shares={"one_to_one": 60, "group": 20, "support": 20},
    )
    return role


def person(
    home: District,
    name: str,
    role: Role | None,
    *,
    school: School | None = None,
    title: str = "",
    coach_role: CoachRole | None = None,
    half: bool = False,
) -> Member:
    member = Member.objects.create(
        district=home, name=name, first_name=name.split(maxsplit=1)[0], title=title
    )
    Contact.objects.create(
        district=home,
        member=member,
        email=f"{name.lower().replace(' ', '.')}@{home.slug}.test",
    )
    if role:
        RoleAssignment.objects.create(
            district=home,
            member=member,
            role=role,
            school=school,
            coach_role=coach_role,
            fte="0.50" if half else "1.00",
            starts_on=days_ago(120),
        )
    return member


def give_identity(member: Member, email: str) -> None:
    member.user = User.objects.create_user(email, PASSWORD)
    # Before the first partnership, so that nobody has to say who it is.
    member.identity_since = moment(member.district, 119, 8)
    member.save(update_fields=["user", "identity_since"])
    Contact.objects.filter(member=member).update(email=email)


def caseload(coach: Member, partners: list[Member], role: CoachRole) -> None:
    for index, partner in enumerate(partners):
        quick = index % 4 == 3
        made = partnership(
            coach,
            partner,
            kind="coaching",
            term="quick" if quick else "long",
            opened=84 - index,
            role=role,
        )
        goal = None if quick else goal_of(coach, partner, made, index)
        gaps = [78 - index - 13 * turn for turn in range(2 if quick else 6)]
        for turn, gap in enumerate(gaps):
            hold(coach, partner, made, goal, days=max(gap, 1 + index % 5), turn=turn + index)
        plan(coach, made, index)
        if index == 4:
            made.status, made.paused_until = "paused", timezone.localdate() + timedelta(days=9)
            made.save(update_fields=["status", "paused_until"])
        if index == 0:
            visit(coach, partner, made, goal)
