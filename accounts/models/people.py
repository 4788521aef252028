"""People of a district, what they do there, and how they are reached and invited."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.policy import MY_OWN, SELECT, UPDATE
from access.roles import DEFINER, MEMBER
from accounts.enums import Role, Weekday
from accounts.policies import (
    FROM_TODAY,
    NOT_BACK_DATED,
    NOT_OFF_A_SCHOOL_THEY_EVALUATE,
    NOT_OVER_WHOM_THEY_EVALUATE,
    NOT_WHOM_THE_IMPORTER_EVALUATES,
    WITHOUT_IDENTITY,
    everyone_reads,
    rosters_read,
    rosters_write,
    the_kernel_reads,
    the_program_keeps,
    workers_read,
)


class Member(DistrictModel):
    """A person in a district: a name on the staff list, with or without a sign-in identity.

    `identity_since` is when an invitation tied the identity. Circles opened before stay closed to
    it until a coach in one says that it is them.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="members"
    )
    name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True)
    sourced_id = models.CharField(max_length=255, blank=True)
    active = models.BooleanField(default=True)
    identity_since = models.DateTimeField(null=True, editable=False)

    class Meta(DistrictModel.Meta):
        ordering = ["name"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "user"], name="member_once_a_district"),
            models.UniqueConstraint(
                fields=["district", "sourced_id"],
                condition=~models.Q(sourced_id=""),
                name="member_once_a_roster",
            ),
            *everyone_reads("member"),
            *the_kernel_reads("member"),
            *workers_read("member"),
            *the_program_keeps(
                "member", columns=("name", "first_name", "title", "active"), new=WITHOUT_IDENTITY
            ),
            *rosters_write(
                "member",
                columns=("name", "first_name", "title", "sourced_id", "active"),
                new=WITHOUT_IDENTITY,
            ),
            # Accepting an invitation ties an identity to the member (sql/signin.sql).
            RowPolicy(
                "member_accept",
                UPDATE,
                to=DEFINER,
                columns=("user", "identity_since"),
                using=WITHOUT_IDENTITY,
                check="user_id IS NOT NULL AND identity_since IS NOT NULL",
            ),
        ]
        indexes = [models.Index(fields=["district", "name"], name="member_by_name")]

    def __str__(self) -> str:
        return self.name


class Contact(DistrictModel):
    """Where and when a person may be reached. This address never signs in."""

    member = TenantForeignKey(Member, related_name="contacts", unique=True)
    email = models.EmailField(blank=True)
    time_zone = models.CharField(max_length=50, blank=True)
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(7))
    on_leave_until = models.DateField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                "district",
                models.functions.Lower("email"),
                condition=~models.Q(email=""),
                name="contact_once_an_address",
            ),
            DistrictKey("contact_member", fields=("district", "member"), target="accounts.Member"),
            RowPolicy("contact_read", SELECT, to=MEMBER, using=MY_OWN),
            RowPolicy(
                "contact_edit",
                UPDATE,
                to=MEMBER,
                columns=("time_zone", "quiet_from", "quiet_until", "on_leave_until"),
                using=MY_OWN,
            ),
            *the_kernel_reads("contact"),
            *workers_read("contact"),
            *the_program_keeps(
                "contact",
                columns=("email", "on_leave_until", "bounced_at"),
                also=NOT_OVER_WHOM_THEY_EVALUATE,
            ),
            *rosters_write("contact", columns=("email",), also=NOT_WHOM_THE_IMPORTER_EVALUATES),
            # By a function, because the worker itself may change no address without a roster's seal.
            RowPolicy(
                "contact_came_back",
                UPDATE,
                to=DEFINER,
                columns=("bounced_at",),
                using="true",
                check="bounced_at IS NOT NULL",
                says="the worker, of an address that the mail server refused",
            ),
        ]


class RoleAssignment(DistrictModel):
    """What a person does, where, for what share of a week, from a day until (exclusive) a day.

    Assignments are ended, never deleted or back-dated: who worked where decides who is denied.
    `ended_at` is the moment at which one was ended as of that same day (a trigger sets it).
    """

    class Source(models.TextChoices):
        ROSTER = "roster", "Roster"
        GRANTED = "granted", "Granted here"

    member = TenantForeignKey(Member, related_name="assignments")
    role = models.CharField(max_length=10, choices=Role.choices)
    school = TenantForeignKey("accounts.School", null=True, blank=True, related_name="assignments")
    coach_role = TenantForeignKey(
        "coaching.CoachRole", null=True, blank=True, related_name="assignments"
    )
    fte = models.DecimalField(
        max_digits=3, decimal_places=2, default=1, help_text="1.00 is full time."
    )
    days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        default=list,
        blank=True,
        help_text="Empty: every school day.",
    )
    starts_on = models.DateField(db_default=Now())
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.GRANTED)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fte__gt=0, fte__lte=1), name="assignment_fte"
            ),
            DistrictKey(
                "assignment_member", fields=("district", "member"), target="accounts.Member"
            ),
            DistrictKey(
                "assignment_school", fields=("district", "school"), target="accounts.School"
            ),
            DistrictKey(
                "assignment_coach_role",
                fields=("district", "coach_role"),
                target="coaching.CoachRole",
                on_delete="SET NULL",
            ),
            *everyone_reads(
                "roleassignment",
                columns=(
                    "id",
                    "district",
                    "member",
                    "role",
                    "school",
                    "coach_role",
                    "starts_on",
                    "ends_on",
                ),
            ),
            *the_kernel_reads("roleassignment"),
            *the_program_keeps(
                "roleassignment",
                columns=("ends_on", "fte", "days", "coach_role"),
                also=NOT_BACK_DATED & NOT_OVER_WHOM_THEY_EVALUATE,
                new=FROM_TODAY,
            ),
            *rosters_read("roleassignment"),
            *rosters_write(
                "roleassignment",
                columns=("ends_on",),
                also=NOT_BACK_DATED & NOT_OFF_A_SCHOOL_THEY_EVALUATE,
                new=FROM_TODAY,
            ),
        ]
        indexes = [
            models.Index(fields=["school", "role"], name="assignment_by_school"),
        ]

    @property
    def days_in_words(self) -> str:
        """`Mon, Wed`, or "" for every school day."""
        return ", ".join(str(Weekday(day).label) for day in sorted(self.days))


class Invitation(DistrictModel):
    """A link by mail with which a member makes or ties a sign-in identity. Only a hash is kept."""

    member = TenantForeignKey(Member, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "invitation_member", fields=("district", "member"), target="accounts.Member"
            ),
            *the_program_keeps("invitation", columns=("expires_at",)),
            RowPolicy("invitation_relate", SELECT, to=DEFINER, using="true", says="every row"),
            RowPolicy(
                "invitation_accept",
                UPDATE,
                to=DEFINER,
                columns=("accepted_at",),
                using="accepted_at IS NULL",
                check="accepted_at IS NOT NULL",
                says="once, by whoever holds the link",
            ),
        ]
