from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_kinds_of_message"),
        ("coaching", "0008_expiry"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=access.constraint.RowPolicy(
                "entry_sum", "SELECT", says="every row", to="alongside_definer", using="true"
            ),
        ),
    ]
