from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """Administrators read no day on which a partnership began; a published agreement stays as it is."""

    dependencies = [
        ("accounts", "0009_directory"),
        ("coaching", "0011_place_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="partnership",
            name="partnership_admin_read",
        ),
        migrations.RemoveConstraint(
            model_name="roleagreement",
            name="roleagreement_admin_edit",
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=access.constraint.RowPolicy(
                "partnership_admin_read",
                "SELECT",
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
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
    ]
