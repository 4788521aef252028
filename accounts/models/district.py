"""A district, its schools and its calendar."""

from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.policy import EVERY_ROW, SELECT, UPDATE
from access.roles import DEFINER, MEMBER, PROGRAM, WORKER
from accounts.policies import (
    THE_DISTRICT,
    everyone_reads,
    rosters_read,
    rosters_write,
    the_kernel_reads,
    the_operator_keeps,
    the_program_keeps,
    workers_read,
)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name} is not a time zone; use a name such as America/Chicago.")


class District(models.Model):
    """One school district: the border that nothing crosses."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(
        max_length=50, default="America/Chicago", validators=[validate_time_zone]
    )
    minimum_group = models.PositiveSmallIntegerField(
        default=10, help_text="Counts of fewer people are not shown. Never below 5."
    )
    server_keeper = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who runs the server and could read its database; shown under Who can see.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_group__gte=5), name="district_minimum_group"
            ),
            RowPolicy("district_read", SELECT, to=MEMBER, using=THE_DISTRICT),
            RowPolicy("district_admin_read", SELECT, to=PROGRAM, using=THE_DISTRICT),
            RowPolicy(
                "district_admin_edit",
                UPDATE,
                to=PROGRAM,
                columns=("name", "time_zone", "minimum_group", "server_keeper"),
                using="id = (SELECT alongside.admin_district())",
                says="administrators of its program",
            ),
            RowPolicy("district_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("district_work", SELECT, to=WORKER, using=EVERY_ROW),
            *the_operator_keeps(
                "district",
                columns=("slug", "name", "time_zone", "minimum_group", "server_keeper"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class School(DistrictModel):
    """A school or an office where people work. `sourced_id` is the roster's name for it."""

    name = models.CharField(max_length=200)
    sourced_id = models.CharField(max_length=255, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        ordering = ["name"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "sourced_id"],
                condition=~models.Q(sourced_id=""),
                name="school_once_a_roster",
            ),
            *everyone_reads("school"),
            *the_kernel_reads("school"),
            *the_program_keeps("school", columns=("name", "closed_on")),
            *rosters_read("school"),
            *rosters_write("school", columns=("name", "sourced_id", "closed_on")),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolYear(DistrictModel):
    """`ends_on` is the last day."""

    name = models.CharField(max_length=50)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(DistrictModel.Meta):
        ordering = ["-starts_on"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "name"], name="year_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="year_ends_after_it_starts",
                violation_error_message="The year must end after it starts.",
            ),
            *everyone_reads("schoolyear"),
            *workers_read("schoolyear"),
            *the_kernel_reads("schoolyear"),
            *the_program_keeps("schoolyear", columns=("name", "starts_on", "ends_on")),
            *rosters_write("schoolyear", columns=("name", "starts_on", "ends_on")),
        ]

    def __str__(self) -> str:
        return self.name


class GradingPeriod(DistrictModel):
    """A quarter, trimester or semester; `ends_on` is the last day."""

    year = TenantForeignKey(SchoolYear, related_name="periods")
    name = models.CharField(max_length=50)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(DistrictModel.Meta):
        ordering = ["starts_on"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "year", "name"], name="period_once"),
            DistrictKey("period_year", fields=("district", "year"), target="accounts.SchoolYear"),
            *everyone_reads("gradingperiod"),
            *the_kernel_reads("gradingperiod"),
            *the_program_keeps("gradingperiod", columns=("name", "starts_on", "ends_on")),
            *rosters_read("gradingperiod"),
            *rosters_write("gradingperiod", columns=("name", "starts_on", "ends_on")),
        ]

    def __str__(self) -> str:
        return self.name


class NonInstructionalDay(DistrictModel):
    """A holiday, a break or a staff day: what expires after school days is counted around it.

    Reminders don't wait for the next school day yet.
    """

    year = TenantForeignKey(SchoolYear, related_name="days_off")
    day = models.DateField()
    label = models.CharField(max_length=100, blank=True)

    class Meta(DistrictModel.Meta):
        ordering = ["day"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "day"], name="day_off_once"),
            DistrictKey("day_off_year", fields=("district", "year"), target="accounts.SchoolYear"),
            *everyone_reads("noninstructionalday"),
            *workers_read("noninstructionalday"),
            *the_kernel_reads("noninstructionalday"),
            *the_program_keeps("noninstructionalday", columns=("label",)),
            RowPolicy(
                "noninstructionalday_admin_remove",
                "DELETE",
                to=PROGRAM,
                using="district_id = (SELECT alongside.admin_district())",
                says="administrators of the district's program",
            ),
        ]
