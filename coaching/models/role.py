"""What a coach is for in this district: configured by the program, readable by everyone."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey
from access.models import DistrictModel, TenantForeignKey
from accounts.policies import everyone_reads, the_kernel_reads, the_program_adds, the_program_keeps
from coaching.enums import InteractionType, PartnershipKind, ToldToPrincipal


def all_interaction_types() -> list[str]:
    return [str(value) for value in InteractionType.values]


def individual_kinds() -> list[str]:
    return [PartnershipKind.COACHING.value, PartnershipKind.TEAM.value]


class CoachRole(DistrictModel):
    """For example "Literacy coach": what people in it offer, how often they meet, how many."""

    title = models.CharField(max_length=100)
    focus_areas = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=PartnershipKind.choices), default=individual_kinds
    )
    interaction_types = ArrayField(
        models.CharField(max_length=20, choices=InteractionType.choices),
        default=all_interaction_types,
    )
    cadence_days = models.PositiveSmallIntegerField(
        default=14, help_text="Contact at least every so many days."
    )
    caseload_limit = models.PositiveSmallIntegerField(
        default=25, help_text="Partners at a time for full time; scales with FTE."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        ordering = ["title"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "title"], name="coach_role_title_once"),
            *everyone_reads("coachrole"),
            *the_kernel_reads("coachrole"),
            *the_program_keeps(
                "coachrole",
                columns=(
                    "title",
                    "focus_areas",
                    "kinds",
                    "interaction_types",
                    "cadence_days",
                    "caseload_limit",
                    "retired_at",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoleAgreement(DistrictModel):
    """The agreement on a coach role, published to the whole faculty; a change is a new version.

    `shares` holds whole percents by `TimeCategory`, `told` what of the fixed menu a principal may be
    told.
    """

    coach_role = TenantForeignKey(CoachRole, related_name="agreements")
    version = models.PositiveSmallIntegerField(default=1)
    purpose = models.TextField(blank=True)
    priorities = models.TextField(blank=True)
    avoid = models.TextField("activities to avoid", blank=True)
    choosing = models.TextField("how teachers and focus are chosen", blank=True)
    never_told = models.TextField("what is never told", blank=True)
    communication = models.TextField("how we communicate", blank=True)
    conflict = models.TextField("how conflict is handled", blank=True, db_default="")
    feedback = models.TextField("how the coach gets feedback", blank=True, db_default="")
    told: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=10, choices=ToldToPrincipal.choices),
        default=list,
        db_default=[],
        blank=True,
    )
    shares: Any = models.JSONField(default=dict)
    published_at = models.DateTimeField(db_default=Now())

    class Meta(DistrictModel.Meta):
        ordering = ["-version"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "coach_role", "version"], name="agreement_version_once"
            ),
            DistrictKey(
                "agreement_role", fields=("district", "coach_role"), target="coaching.CoachRole"
            ),
            *everyone_reads("roleagreement"),
            *the_program_adds("roleagreement"),
        ]

    @property
    def told_words(self) -> list[str]:
        """What a principal may be told, in the order of the menu."""
        return [str(item.label) for item in ToldToPrincipal if item.value in self.told]
