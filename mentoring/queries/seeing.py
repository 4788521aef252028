"""Named reads: who reads a circle, who may not, and what a partner has said about that."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from access.models import (
    Circle,
    EvaluationLine,
    LineAnswer,
    Look,
    Participant,
    Readmission,
    Share,
)
from accounts.enums import Role
from accounts.models import Member, RoleAssignment
from accounts.queries import holding_for, standing
from coaching.enums import PartnershipKind
from coaching.models import RoleAgreement
from mentoring.models import NameGiven
from mentoring.queries.functions import rows_of


class KindsLeft(Func):
    template = "(SELECT jsonb_object_agg(p.partnership_id, p.kind) FROM alongside.my_past() p)"
    output_field = JSONField()


def current_lines() -> QuerySet[EvaluationLine]:
    """Evaluation lines that this member may read and that hold today."""
    return EvaluationLine.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=Now()), starts_on__lte=Now()
    ).select_related("evaluator", "person", "school")


def lines_of_evaluator(member_id: UUID) -> QuerySet[EvaluationLine]:
    lines = current_lines().filter(standing(), evaluator_id=member_id)
    return lines.order_by("school__name", "person__name")


def evaluators_of(member_id: UUID) -> QuerySet[EvaluationLine]:
    """Lines over this member: a member reads exactly these and their own."""
    lines = current_lines().filter(holding_for(member_id)).exclude(evaluator_id=member_id)
    return lines.order_by("evaluator__name")


def lines_never_true(member_id: UUID) -> QuerySet[EvaluationLine]:
    """Marked lines that reached this member, with `agrees`, their own word; none yet is null."""
    answer = LineAnswer.objects.filter(line=OuterRef("pk"), person=member_id)
    return (
        EvaluationLine.objects.filter(pk__in=RawSQL("SELECT alongside.lines_never_true()", ()))
        .select_related("evaluator", "person", "school", "never_true_by")
        .annotate(
            agrees=Subquery(answer.values("agrees")[:1]),
            in_effect=Q(never_true_from__lte=Now()),
        )
        .order_by("-never_true_at")
    )


@dataclass(frozen=True)
class KeptOut:
    """Somebody whose evaluating has ended, and an earlier circle that stays closed to them until
    each of its partners has agreed."""

    circle_id: UUID
    kind: str
    opened_at: datetime
    closed_at: datetime | None
    member_id: UUID
    name: str
    first_name: str
    agreed: bool
    reads: bool

    @property
    def label(self) -> str:
        return str(PartnershipKind(self.kind).label)


def once_kept_out() -> list[KeptOut]:
    """For a partner, newest circle first; one statement."""
    return [KeptOut(*row) for row in rows_of("SELECT * FROM alongside.once_kept_out()")]


def live_readmissions() -> QuerySet[Readmission]:
    return Readmission.objects.filter(taken_back_at=None).select_related("reader", "partner")


def current_shares() -> QuerySet[Share]:
    return (
        Share.objects.filter(taken_back_at=None, until__gte=Now())
        .select_related("reader", "sharer")
        .order_by("until", "reader__name")
    )


def looks() -> QuerySet[Look]:
    return Look.objects.select_related("reader").order_by("-hour", "reader__name")


def administrators_among(member_ids: list[UUID]) -> set[UUID]:
    """Who of these also administers the program today."""
    return set(
        RoleAssignment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=Now()),
            member_id__in=member_ids,
            role=Role.ADMIN,
            starts_on__lte=Now(),
        ).values_list("member_id", flat=True)
    )


def circles_of_partner(member_id: UUID) -> QuerySet[Circle]:
    """Circles in which this member is the one supported, newest first.

    `left` says the kind of each partnership that the member has left, whose row is closed to them.
    """
    return (
        Circle.objects.annotate(left=KindsLeft())
        .filter(participants__member_id=member_id, participants__part=Participant.Part.PARTNER)
        .select_related("partnership")
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    )


def published_agreements() -> list[RoleAgreement]:
    """The newest version for each coach role in use, by the role's title."""
    newest = (
        RoleAgreement.objects.filter(coach_role__retired_at=None, published_at__isnull=False)
        .select_related("coach_role")
        .order_by("coach_role_id", "-version")
        .distinct("coach_role_id")
    )
    return sorted(newest, key=lambda agreement: agreement.coach_role.title)


def coaches_and_their_mentors() -> QuerySet[Member]:
    """Who coaches this member, or did, and whose mentor was told their name; `is_told` says of whom."""
    told = NameGiven.objects.filter(taken_back_at=None, coach=OuterRef("pk"))
    return (
        Member.objects.annotate(is_told=Exists(told))
        .filter(Q(is_told=True) | Q(pk__in=RawSQL("SELECT alongside.my_supporters()", ())))
        .order_by("name")
    )
