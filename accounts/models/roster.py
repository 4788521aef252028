"""A roster on its way in: uploaded, previewed, confirmed, applied; and what was found in it."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.policy import EVERY_ROW, INSERT, PROGRAM_ADMIN, ROSTER_JOB, SELECT, UPDATE, Rule
from access.roles import PROGRAM, WORKER
from accounts.models.people import Member

STARTED_BY_ME = Rule("who uploads it", "started_by_id = (SELECT alongside.admin())")


class RosterImport(DistrictModel):
    """One roster. The file itself lies on disk until it is applied, refused or thrown away.

    `decisions` says, by the roster's identifiers, who evaluates teachers and who becomes a coach.
    `seal` lets the background job act for the administrator who confirmed; it is emptied after.
    """

    class State(models.TextChoices):
        STAGED = "staged", "Ready to review"
        CONFIRMED = "confirmed", "Waiting to be applied"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Did not finish"
        DISCARDED = "discarded", "Thrown away"

    started_by = TenantForeignKey(Member, null=True, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=5, blank=True)
    mode = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGED)
    summary = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    may_end_many = models.BooleanField(default=False)
    refusal = models.TextField(blank=True)
    seal = models.TextField(blank=True)
    staged_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        ordering = ["-staged_at"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district"],
                condition=models.Q(state__in=["confirmed", "applying"]),
                name="roster_one_at_a_time",
            ),
            DistrictKey(
                "roster_started_by", fields=("district", "started_by"), target="accounts.Member"
            ),
            RowPolicy("roster_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
            RowPolicy("roster_admin_add", INSERT, to=PROGRAM, check=PROGRAM_ADMIN & STARTED_BY_ME),
            RowPolicy(
                "roster_admin_decide",
                UPDATE,
                to=PROGRAM,
                columns=("state", "decisions", "may_end_many", "seal", "refusal", "confirmed_at"),
                using=PROGRAM_ADMIN,
            ),
            # The job finds its seal here, so it reads before the seal says which district.
            RowPolicy("roster_work_read", SELECT, to=WORKER, using=EVERY_ROW),
            RowPolicy(
                "roster_work_apply",
                UPDATE,
                to=WORKER,
                columns=("state", "summary", "seal", "refusal", "applied_at"),
                using=ROSTER_JOB,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.CONFIRMED, self.State.APPLYING)


class RosterFinding(DistrictModel):
    """One remark of the reader on a row; it names file and line and repeats nothing of a person."""

    roster = TenantForeignKey(RosterImport, related_name="findings")
    position = models.PositiveIntegerField()
    severity = models.CharField(
        max_length=10, choices=[("error", "Left out"), ("warning", "Remark")]
    )
    place = models.CharField(max_length=400)
    message = models.CharField(max_length=500)

    class Meta(DistrictModel.Meta):
        ordering = ["position"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "roster", "position"], name="finding_in_order"
            ),
            DistrictKey(
                "finding_roster", fields=("district", "roster"), target="accounts.RosterImport"
            ),
            RowPolicy("finding_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
            RowPolicy("finding_admin_add", INSERT, to=PROGRAM, check=PROGRAM_ADMIN),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
