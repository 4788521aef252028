"""A partnership and who is in it. Its circles are opened and closed by sql/partnerships.sql."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, Participant, TenantForeignKey
from access.policy import EVERY_ROW, INSERT, PROGRAM_ADMIN, SELECT, UPDATE
from access.roles import DEFINER, MEMBER, PROGRAM
from coaching.enums import PartnershipKind, PartnershipStatus, PlaceStatus, Term
from coaching.policies import (
    IN_IT,
    ONES_OWN_TIME,
    ONES_PARTNERSHIP,
    ONLY_PROPOSED,
    PROGRAM_WHO_MAY_COUNT,
    STEERS,
)


class Partnership(DistrictModel):
    """People who work together. `circle` is its open chapter, kept by the database.

    A pause ends on the day `paused_until`, or when somebody resumes; both dates stay then, as those of
    the last one (`keep_pause` in sql/pausing.sql).
    """

    kind = models.CharField(
        max_length=20, choices=PartnershipKind.choices, default=PartnershipKind.COACHING
    )
    term = models.CharField(max_length=10, choices=Term.choices, default=Term.LONG)
    status = models.CharField(
        max_length=10, choices=PartnershipStatus.choices, default=PartnershipStatus.PROPOSED
    )
    team_name = models.CharField(max_length=100, blank=True)
    coach_role = TenantForeignKey("coaching.CoachRole", null=True, related_name="partnerships")
    circle_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField(db_default=Now())
    paused_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "partnership_coach_role",
                fields=("district", "coach_role"),
                target="coaching.CoachRole",
                on_delete="SET NULL",
            ),
            RowPolicy("partnership_read", SELECT, to=MEMBER, using=IN_IT),
            RowPolicy(
                "partnership_steer",
                UPDATE,
                to=MEMBER,
                columns=("status", "term", "team_name", "paused_until"),
                using=STEERS,
                check=IN_IT,
            ),
            RowPolicy("partnership_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("partnership_open", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "partnership_keep",
                UPDATE,
                to=DEFINER,
                columns=("circle_id", "status"),
                using=EVERY_ROW,
            ),
            # Without the day on which it began: that is in the pulse for those who may count.
            RowPolicy(
                "partnership_admin_read",
                SELECT,
                to=PROGRAM,
                columns=(
                    "id",
                    "district",
                    "kind",
                    "term",
                    "status",
                    "team_name",
                    "coach_role",
                    "circle_id",
                ),
                using=PROGRAM_ADMIN,
            ),
            RowPolicy(
                "partnership_admin_propose",
                INSERT,
                to=PROGRAM,
                check=PROGRAM_ADMIN & ONLY_PROPOSED,
            ),
            RowPolicy(
                "partnership_admin_steer",
                UPDATE,
                to=PROGRAM,
                columns=("status", "team_name"),
                using=PROGRAM_ADMIN,
            ),
        ]
        indexes = [
            models.Index(
                fields=["paused_until"],
                condition=models.Q(paused_until__isnull=False),
                name="partnership_paused",
            )
        ]

    @property
    def is_paused(self) -> bool:
        return self.status == PartnershipStatus.PAUSED


class Place(DistrictModel):
    """Somebody's place in a partnership: proposed, joined by their own click, left."""

    partnership = TenantForeignKey(Partnership, related_name="places", db_index=False)
    member = TenantForeignKey("accounts.Member", related_name="places", db_index=False)
    part = models.CharField(max_length=10, choices=Participant.Part.choices)
    status = models.CharField(
        max_length=10, choices=PlaceStatus.choices, default=PlaceStatus.PROPOSED
    )

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "partnership", "member"], name="place_once"
            ),
            DistrictKey(
                "place_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
            ),
            DistrictKey("place_member", fields=("district", "member"), target="accounts.Member"),
            RowPolicy("place_read", SELECT, to=MEMBER, using=ONES_PARTNERSHIP),
            RowPolicy("place_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("place_open", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy("place_answer", UPDATE, to=DEFINER, columns=("status",), using=EVERY_ROW),
            RowPolicy("place_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
            RowPolicy(
                "place_admin_propose", INSERT, to=PROGRAM, check=PROGRAM_ADMIN & ONLY_PROPOSED
            ),
        ]
        indexes = [
            models.Index(fields=["member", "status"], name="place_by_member"),
            models.Index(fields=["partnership", "member"], name="place_by_partnership"),
        ]


class Pulse(DistrictModel):
    """Dates and counts of a partnership, kept by trigger so that no list needs its sessions."""

    partnership = TenantForeignKey(Partnership, related_name="pulses", unique=True)
    last_contact = models.DateTimeField(null=True)
    next_planned = models.DateTimeField(null=True)
    sessions_held = models.PositiveIntegerField(default=0)
    minutes_held = models.PositiveIntegerField(default=0)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "pulse_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
            ),
            # Without the counts: whoever came later would learn of what was before.
            RowPolicy(
                "pulse_read",
                SELECT,
                to=MEMBER,
                columns=("id", "district", "partnership", "last_contact", "next_planned"),
                using=ONES_OWN_TIME,
            ),
            RowPolicy("pulse_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("pulse_begin", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "pulse_keep",
                UPDATE,
                to=DEFINER,
                columns=("last_contact", "next_planned", "sessions_held", "minutes_held"),
                using=EVERY_ROW,
            ),
            RowPolicy("pulse_admin_read", SELECT, to=PROGRAM, using=PROGRAM_WHO_MAY_COUNT),
        ]
        indexes = [
            models.Index(
                fields=["district", "last_contact", "partnership"], name="pulse_by_contact"
            )
        ]


class Ending(DistrictModel):
    """Who ended a partnership or left it, so that it can be taken back for ten minutes.

    Written and read by the database's functions only: a date that nobody needs to see.
    """

    partnership = TenantForeignKey(Partnership, related_name="endings")
    member = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    is_leaving = models.BooleanField()
    circle = TenantForeignKey("access.Circle", null=True, related_name="+", db_index=False)
    status_before = models.CharField(max_length=10, choices=PartnershipStatus.choices)
    ended_at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "ending_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
            ),
            DistrictKey("ending_member", fields=("district", "member"), target="accounts.Member"),
            DistrictKey("ending_circle", fields=("district", "circle"), target="access.Circle"),
            RowPolicy("ending_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("ending_note", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "ending_take_back",
                UPDATE,
                to=DEFINER,
                columns=("taken_back_at",),
                using="taken_back_at IS NULL",
                check="taken_back_at IS NOT NULL",
                says="once",
            ),
        ]
