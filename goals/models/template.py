"""Cycle templates of a district: stages in order. A cycle copies them, so that editing a template
never disturbs an open cycle."""

from django.db import models

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.roles import PROGRAM
from accounts.policies import everyone_reads, the_program_keeps


class CycleTemplate(DistrictModel):
    name = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    any_order = models.BooleanField(default=False, help_text="Stages may be taken in any order.")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        ordering = ["name"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "name"], name="template_name_once"),
            *everyone_reads("cycletemplate"),
            *the_program_keeps(
                "cycletemplate", columns=("name", "about", "any_order", "retired_at")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateStage(DistrictModel):
    template = TenantForeignKey(CycleTemplate, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    prompt = models.TextField(blank=True)
    cadence_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        ordering = ["position"]
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "template", "position"], name="stage_position_once"
            ),
            DistrictKey(
                "stage_template", fields=("district", "template"), target="goals.CycleTemplate"
            ),
            *everyone_reads("templatestage"),
            *the_program_keeps("templatestage", columns=("name", "prompt", "cadence_days")),
            RowPolicy(
                "templatestage_admin_remove",
                "DELETE",
                to=PROGRAM,
                using="district_id = (SELECT alongside.admin_district())",
                says="administrators of the district's program",
            ),
        ]
