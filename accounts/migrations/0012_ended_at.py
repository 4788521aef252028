from django.db import migrations, models

import access.constraint
from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """A place ends at a moment, begins from today on, and stays where whoever imports evaluates."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0014_narrower"),
    ]

    operations = [
        as_definer(*FUNCTIONS),
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_roster_edit",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="roleassignment_admin_add",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="roleassignment_roster_add",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="roleassignment_roster_edit",
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=access.constraint.RowPolicy(
                "contact_roster_edit",
                "UPDATE",
                check="(district_id = (SELECT alongside.roster_district())) AND (member_id <> ALL (ARRAY(SELECT alongside.importer_evaluates())))",
                columns=("email",),
                says="an import that an administrator of the district started",
                to="alongside_worker",
                using="district_id = (SELECT alongside.roster_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=access.constraint.RowPolicy(
                "roleassignment_admin_add",
                "INSERT",
                check="(district_id = (SELECT alongside.admin_district())) AND (starts_on >= current_date - 1)",
                says="administrators of the district's program, and from today on",
                to="alongside_program",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=access.constraint.RowPolicy(
                "roleassignment_roster_add",
                "INSERT",
                check="(district_id = (SELECT alongside.roster_district())) AND (starts_on >= current_date - 1)",
                says="an import that an administrator of the district started, and from today on",
                to="alongside_worker",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=access.constraint.RowPolicy(
                "roleassignment_roster_edit",
                "UPDATE",
                check="(district_id = (SELECT alongside.roster_district())) AND ((ends_on IS NULL OR ends_on >= current_date) AND ((ends_on IS NULL OR (school_id = ANY (ARRAY(SELECT alongside.importer_evaluates_at()))) IS NOT TRUE)))",
                columns=("ends_on",),
                says="an import that an administrator of the district started",
                to="alongside_worker",
                using="district_id = (SELECT alongside.roster_district())",
            ),
        ),
    ]
