"""Named reads of people, lines and what in a program waits for somebody."""

from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Now
from django.utils import timezone

from access.models import EvaluationLine, LineAnswer, Vouch
from accounts.enums import Role
from accounts.models import Contact, Invitation, Member, RoleAssignment, School

PAGE = 25


def database_day() -> date:
    """Today as the database counts it, by which its policies judge what is back-dated."""
    return timezone.now().date()


def coaching_model(name: str) -> Any:
    """Coach roles, partnerships and places belong to coaching, which stands above this app."""
    return apps.get_model("coaching", name)


def coach_roles() -> "QuerySet[Model, Model]":
    """Coach roles in use."""
    roles: QuerySet[Model, Model] = coaching_model("CoachRole").objects.filter(retired_at=None)
    return roles


def open_schools() -> "QuerySet[School]":
    """Where somebody can be given a role today."""
    return School.objects.filter(Q(closed_on=None) | Q(closed_on__gt=database_day()))


def schools_with_staff() -> "QuerySet[School]":
    """Every school, open ones first, with `staff`: how many people work there."""
    works = (
        RoleAssignment.objects.filter(going_on(), school=OuterRef("pk"))
        .order_by()
        .values("school")
        .annotate(people=Count("member", distinct=True))
        .values("people")
    )
    return School.objects.annotate(staff=Coalesce(Subquery(works), 0)).order_by(
        F("closed_on").asc(nulls_first=True), "name"
    )


def going_on(day: date | None = None) -> Q:
    """Assignments or lines in force."""
    day = day or database_day()
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


def not_over(day: date | None = None) -> Q:
    """In force or still to begin."""
    return Q(ends_on=None) | Q(ends_on__gt=day or database_day())


def standing() -> Q:
    """Lines that are not set aside as never true, or not yet."""
    return Q(never_true_from=None) | Q(never_true_from__gt=Now())


def holding_for(member_id: UUID) -> Q:
    """The same for the person evaluated, whose own word counts."""
    answers = LineAnswer.objects.filter(line=OuterRef("pk"), person=member_id)
    return Exists(answers.filter(agrees=False)) | (
        standing() & ~Exists(answers.filter(agrees=True))
    )


def with_doubt(people: "QuerySet[Member]") -> "QuerySet[Member]":
    """Adds `doubted_by` and `doubted_at`: the coach who last couldn't say who signed in."""
    doubts = Vouch.objects.filter(member=OuterRef("pk"), is_them=False).order_by("-vouched_at")
    return people.annotate(
        doubted_by=Subquery(doubts.values("vouched_by__name")[:1]),
        doubted_at=Subquery(doubts.values("vouched_at")[:1]),
    )


def dated_assignments() -> "QuerySet[Any]":
    """Assignments going on or still to begin, with `begins_later` and `last_day` (None: open)."""
    return (
        RoleAssignment.objects.filter(not_over())
        .select_related("member", "school", "coach_role")
        .annotate(
            begins_later=Q(starts_on__gt=database_day()),
            last_day=Cast(F("ends_on") - timedelta(days=1), DateField()),
        )
    )


def assignments_of(member: Any) -> "QuerySet[Any]":
    return dated_assignments().filter(member=member).order_by("role", "school__name", "starts_on")


def listed_people(
    *, role: str = "", school: UUID | None = None, need: str = "", named: str = ""
) -> "QuerySet[Member]":
    """The staff list by name; `need` narrows it to people who wait for something."""
    people = Member.objects.order_by("name", "id")
    works = RoleAssignment.objects.filter(going_on(), member=OuterRef("pk"))
    if role == "evaluator":
        people = people.filter(
            Exists(EvaluationLine.objects.filter(going_on(), evaluator=OuterRef("pk")))
        )
    elif role:
        works = works.filter(role=role)
    if school:
        works = works.filter(school=school)
    if (role and role != "evaluator") or school:
        people = people.filter(Exists(works))
    if named:
        people = people.filter(Q(name__icontains=named) | Q(contacts__email__icontains=named))
    return NEEDS[need](people) if need in NEEDS else people


def without_address(people: "QuerySet[Member]") -> "QuerySet[Member]":
    reachable = Contact.objects.filter(member=OuterRef("pk")).exclude(email="")
    return people.filter(~Exists(reachable), active=True)


def with_bounced_address(people: "QuerySet[Member]") -> "QuerySet[Member]":
    bounced = Contact.objects.filter(member=OuterRef("pk"), bounced_at__isnull=False)
    return people.filter(Exists(bounced), active=True)


def unreached(people: "QuerySet[Member]") -> "QuerySet[Member]":
    """Mail to them failed lately, for another reason than their address."""
    missed = RawSQL("SELECT alongside.unreached()", [])  # no value of anybody's in it
    return people.filter(pk__in=missed, active=True)


def with_expired_invitation(people: "QuerySet[Member]") -> "QuerySet[Member]":
    """Invited once, with no link that still works and no identity."""
    links = Invitation.objects.filter(member=OuterRef("pk"), accepted_at=None)
    return people.filter(
        Exists(links),
        ~Exists(links.filter(expires_at__gt=timezone.now())),
        active=True,
        user__isnull=True,
    )


def not_invited(people: "QuerySet[Member]") -> "QuerySet[Member]":
    links = Invitation.objects.filter(member=OuterRef("pk"))
    return people.filter(~Exists(links), active=True, user__isnull=True)


NEEDS = {
    "address": without_address,
    "bounced": with_bounced_address,
    "unreached": unreached,
    "invitation": with_expired_invitation,
    "invite": not_invited,
}


def page_of(people: "QuerySet[Member]", after: UUID | None) -> tuple[list[Member], UUID | None]:
    """Up to a page after that person, and the person after whom the next page begins."""
    last = Member.objects.filter(pk=after).first() if after else None
    if last is not None:
        people = people.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.pk))
    shown: list[Any] = list(
        people.annotate(email=F("contacts__email")).prefetch_related(
            current_assignments(), current_lines()
        )[: PAGE + 1]
    )
    return shown[:PAGE], shown[PAGE - 1].pk if len(shown) > PAGE else None


def current_assignments() -> Any:
    return Prefetch(
        "assignments",
        RoleAssignment.objects.filter(going_on()).select_related("school").order_by("role"),
        to_attr="current",
    )


def current_lines() -> Any:
    return Prefetch("evaluates", EvaluationLine.objects.filter(going_on()), to_attr="current_lines")


def all_lines() -> "QuerySet[EvaluationLine]":
    """By the evaluator's name, with whom they name."""
    return EvaluationLine.objects.select_related(
        "evaluator", "person", "school", "never_true_by"
    ).order_by("evaluator__name", "school__name", "person__name", "id")


def open_lines() -> "QuerySet[EvaluationLine]":
    """Evaluation lines in force."""
    return all_lines().filter(not_over(), standing())


def ended_lines() -> "QuerySet[EvaluationLine]":
    """Lines that are over and go on denying what was opened before."""
    return all_lines().filter(standing()).exclude(not_over())


def never_true_lines() -> "QuerySet[EvaluationLine]":
    """Lines that are set aside."""
    return all_lines().exclude(standing())


def lines_over(member: Any, holding: Q | None = None) -> "QuerySet[EvaluationLine]":
    """Lines that reach this person: by name, by school, or over the whole district."""
    schools = RoleAssignment.objects.filter(going_on(), member=member, school__isnull=False)
    return (
        all_lines()
        .filter(not_over(), holding or standing())
        .filter(
            Q(person=member) | Q(school__in=schools.values("school")) | Q(person=None, school=None)
        )
        .exclude(evaluator=member)
    )


def under_way(partnerships: "QuerySet[Any]") -> "QuerySet[Any]":
    return partnerships.filter(status__in=("active", "paused"))


def joined_places(part: str) -> "QuerySet[Any]":
    places: QuerySet[Any] = coaching_model("Place").objects.filter(part=part, status="joined")
    return places


def without_coach(partnerships: "QuerySet[Any]") -> "QuerySet[Any]":
    """Under way, with nobody in the coach's part who is still here and has the role for it.
    Peers need none."""
    needed = Case(When(kind="mentoring", then=Value(Role.MENTOR)), default=Value(Role.COACH))
    roles = RoleAssignment.objects.filter(
        going_on(), member=OuterRef("member"), role=OuterRef(OuterRef("needed"))
    )
    coaches = joined_places("coach").filter(
        Exists(roles), partnership=OuterRef("pk"), member__active=True
    )
    among: QuerySet[Any] = under_way(partnerships).exclude(kind="peer").alias(needed=needed)
    return among.filter(~Exists(coaches))


def coached_by_evaluator(partnerships: "QuerySet[Any]") -> "QuerySet[Any]":
    """Under way, with somebody in the coach's part who evaluates a partner of it by now.
    In a leadership team that is so from the start.

    By the lines as administrators see them: what people answered about a line that never was true
    stays theirs, so this may differ for a while from what the database closes.
    """
    partners = joined_places("partner").filter(
        ~Q(member=OuterRef("evaluator")), partnership=OuterRef(OuterRef("partnership"))
    )
    at_school = RoleAssignment.objects.filter(
        going_on(), member=OuterRef("member"), school=OuterRef(OuterRef("school"))
    )
    lines = EvaluationLine.objects.filter(
        going_on(), standing(), evaluator=OuterRef("member")
    ).filter(
        Exists(partners.filter(member=OuterRef("person")))
        | Exists(partners.filter(Exists(at_school)))
        | Q(person=None, school=None) & Exists(partners)
    )
    coaches = joined_places("coach").filter(
        Exists(lines), partnership=OuterRef("pk"), member__active=True
    )
    among: QuerySet[Any] = under_way(partnerships).exclude(kind="leadership_team")
    return among.filter(Exists(coaches))


PARTNERSHIP_NEEDS = {"no-coach": without_coach, "evaluator": coached_by_evaluator}


@dataclass(frozen=True)
class Waiting:
    """What in a program needs a person, as counts."""

    proposed: int
    no_coach: int
    evaluator: int
    no_address: int
    bounced: int
    unreached: int
    expired: int
    requests: int

    def __bool__(self) -> bool:
        return any(astuple(self))


def waiting(*, member_id: UUID) -> Waiting:
    """All of them in one statement, starting from the person who asks."""
    people = Member.objects.order_by()
    partnerships: QuerySet[Any] = coaching_model("Partnership").objects.order_by()
    found: dict[str, QuerySet[Any]] = {
        "proposed": partnerships.filter(status="proposed"),
        "no_coach": without_coach(partnerships),
        "evaluator": coached_by_evaluator(partnerships),
        "no_address": without_address(people),
        "bounced": with_bounced_address(people),
        "unreached": unreached(people),
        "expired": with_expired_invitation(people),
    }
    counted: dict[str, Any] = {name: Subquery(counting(rows)) for name, rows in found.items()}
    counted["requests"] = RawSQL("alongside.waiting_requests()", [])
    counts: Any = Member.objects.filter(pk=member_id).values(**counted).get()
    return Waiting(**counts)


def counting(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Their number, as a row of its own."""
    counted: QuerySet[Any, Any] = rows.annotate(number=Func("pk", function="COUNT"))
    return counted.values("number")


@dataclass(frozen=True)
class FirstSteps:
    """How far a new district has come."""

    people: bool
    evaluators: bool
    coach_role: bool
    coach: bool
    invited: bool

    @property
    def done(self) -> bool:
        return self.people and self.evaluators and self.coach_role and self.coach and self.invited


def first_steps(*, member_id: UUID) -> FirstSteps:
    """All of them in one statement, starting from the person who asks."""
    others = Member.objects.exclude(pk=member_id).order_by()
    found = (
        Member.objects.filter(pk=member_id)
        .values_list(
            Exists(others),
            Exists(EvaluationLine.objects.order_by()),
            Exists(coach_roles().order_by()),
            Exists(RoleAssignment.objects.filter(going_on(), role=Role.COACH)),
            Exists(others.filter(Q(user_id__isnull=False) | Q(invitations__isnull=False))),
        )
        .get()
    )
    return FirstSteps(*found)
