"""What people offer, so that others know whom to ask."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, Me, TenantForeignKey
from access.policy import DELETE, INSERT, MY_OWN, PROGRAM_ADMIN, UPDATE
from access.roles import MEMBER, PROGRAM
from accounts.policies import everyone_reads, the_program_keeps
from coaching.enums import Grade


class DirectoryEntry(DistrictModel):
    """One person's own words about what they offer; whoever coaches stands in the directory anyway.

    `is_expert`: to be asked about the subjects named. `opens_classroom`: colleagues may come and watch.
    """

    member = TenantForeignKey(
        "accounts.Member", related_name="directory_entries", db_default=Me(), db_index=False
    )
    subjects = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    grades: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=5, choices=Grade.choices), default=list, blank=True
    )
    focus_areas = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    about = models.CharField(max_length=400, blank=True)
    is_expert = models.BooleanField(default=False)
    opens_classroom = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "member"], name="entry_once_a_person"),
            DistrictKey(
                "directory_member", fields=("district", "member"), target="accounts.Member"
            ),
            *everyone_reads("directory"),
            RowPolicy("directory_enter", INSERT, to=MEMBER, check=MY_OWN),
            RowPolicy(
                "directory_edit",
                UPDATE,
                to=MEMBER,
                columns=(
                    "subjects",
                    "grades",
                    "focus_areas",
                    "about",
                    "is_expert",
                    "opens_classroom",
                ),
                using=MY_OWN,
            ),
        ]


class RoleDuty(DistrictModel):
    """One thing that a coach role does, and who does it: while the role is vacant, several people."""

    coach_role = TenantForeignKey("coaching.CoachRole", related_name="duties")
    duty = models.CharField(max_length=200)
    holder = TenantForeignKey("accounts.Member", null=True, blank=True, related_name="duties")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DistrictModel.Meta):
        ordering = ["position", "duty"]
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "duty_role", fields=("district", "coach_role"), target="coaching.CoachRole"
            ),
            DistrictKey("duty_holder", fields=("district", "holder"), target="accounts.Member"),
            *everyone_reads("duty"),
            *the_program_keeps("duty", columns=("duty", "holder", "position")),
            RowPolicy("duty_admin_remove", DELETE, to=PROGRAM, using=PROGRAM_ADMIN),
        ]
