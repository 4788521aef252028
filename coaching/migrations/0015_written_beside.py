from django.db import migrations

import access.constraint
from access.installing import FUNCTIONS, as_definer, as_owner


class Migration(migrations.Migration):
    """What others have written beside a session does not go with it."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0014_narrower"),
        ("observations", "0008_planned_today"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="privatenote",
            name="note_relate",
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=access.constraint.RowPolicy(
                "note_relate",
                "SELECT",
                columns=("id", "district", "circle", "author", "session", "expires_on"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        as_definer(*FUNCTIONS),
        as_owner("access/sql/triggers.sql"),
    ]
