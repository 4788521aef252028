from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """An administrator takes a stage out of a template."""

    dependencies = [
        ("accounts", "0004_accepting"),
        ("goals", "0004_text_once"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="templatestage",
            constraint=access.constraint.RowPolicy(
                "templatestage_admin_remove",
                "DELETE",
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
    ]
