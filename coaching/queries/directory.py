"""The directory: who coaches, who is an expert in what, whose classroom is open."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import Member, RoleAssignment
from accounts.queries import going_on
from coaching.enums import Grade
from coaching.models import CoachRole, DirectoryEntry, RoleDuty
from coaching.queries.roles import role_today

KINDS = [("coach", "Coaches"), ("expert", "Content experts"), ("classroom", "Open classrooms")]
MOST_CHOICES = 80


@dataclass(frozen=True)
class Wanted:
    """What the directory is narrowed to; empty is everybody in it."""

    kind: str = ""
    subject: str = ""
    grade: str = ""
    focus: str = ""


@dataclass(frozen=True)
class Offered:
    """What it could be narrowed to, from what people wrote."""

    subjects: list[str]
    grades: list[tuple[str, str]]
    focuses: list[str]


def in_directory(wanted: Wanted, words: str = "") -> QuerySet[Member]:
    """By name, with `coaching` (assignments) and `offers` (one's own entry)."""
    entry = DirectoryEntry.objects.filter(member=OuterRef("pk"))
    kinds = {
        "coach": Q(role_today(Role.COACH)),
        "expert": Q(Exists(entry.filter(is_expert=True))),
        "classroom": Q(Exists(entry.filter(opens_classroom=True))),
    }
    anybody = kinds["coach"] | kinds["expert"] | kinds["classroom"]
    people = Member.objects.filter(kinds.get(wanted.kind, anybody), active=True)
    if wanted.subject:
        people = people.filter(Exists(entry.filter(subjects__contains=[wanted.subject])))
    if wanted.grade:
        people = people.filter(Exists(entry.filter(grades__contains=[wanted.grade])))
    if wanted.focus:
        role = coaching_now().filter(
            member=OuterRef("pk"), coach_role__focus_areas__contains=[wanted.focus]
        )
        people = people.filter(
            Q(Exists(entry.filter(focus_areas__contains=[wanted.focus]))) | Q(Exists(role))
        )
    if words:
        people = people.filter(name__icontains=words)
    return people.order_by("name").prefetch_related(
        Prefetch("assignments", queryset=with_role_and_school(), to_attr="coaching"),
        Prefetch("directory_entries", to_attr="offers"),
    )


def coaching_now() -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(going_on(), role=Role.COACH)


def with_role_and_school() -> QuerySet[RoleAssignment]:
    # The other columns are the administrators'.
    return (
        coaching_now()
        .select_related("school", "coach_role")
        .only("member", "school__name", "coach_role__title", "coach_role__focus_areas")
    )


OFFERED = """
SELECT 'subject', unnest(subjects) FROM coaching_directoryentry
UNION SELECT 'grade', unnest(grades) FROM coaching_directoryentry
UNION SELECT 'focus', unnest(focus_areas) FROM coaching_directoryentry
UNION SELECT 'focus', unnest(focus_areas) FROM coaching_coachrole WHERE retired_at IS NULL
"""


def offered() -> Offered:
    found: dict[str, list[str]] = {"subject": [], "grade": [], "focus": []}
    with connection.cursor() as cursor:
        cursor.execute(OFFERED)
        for what, one in cursor:
            found[what].append(one)
    return Offered(
        subjects=sorted(found["subject"], key=str.casefold)[:MOST_CHOICES],
        grades=[choice for choice in Grade.choices if choice[0] in found["grade"]],
        focuses=sorted(found["focus"], key=str.casefold)[:MOST_CHOICES],
    )


def shared_out() -> QuerySet[CoachRole]:
    """Roles whose duties somebody has written down, with `all_duties` and their holders."""
    duties = RoleDuty.objects.select_related("holder")
    return (
        CoachRole.objects.filter(Exists(RoleDuty.objects.filter(coach_role=OuterRef("pk"))))
        .filter(retired_at=None)
        .annotate(is_held=Exists(coaching_now().filter(coach_role=OuterRef("pk"))))
        .prefetch_related(Prefetch("duties", queryset=duties, to_attr="all_duties"))
    )
