from django.db import migrations

import access.constraint
from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Who meets today, by a session or a visit, waits for nobody: in the caseload review as on home."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0014_narrower"),
        ("goals", "0006_narrower"),
        ("mentoring", "0003_review"),
        ("observations", "0007_narrower"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visit",
            name="visit_relate",
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=access.constraint.RowPolicy(
                "visit_relate",
                "SELECT",
                columns=(
                    "id",
                    "district",
                    "circle",
                    "teacher",
                    "visitor",
                    "status",
                    "planned_at",
                    "started_at",
                    "ended_at",
                    "expires_on",
                    "revision",
                ),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        as_definer(*FUNCTIONS),
    ]
