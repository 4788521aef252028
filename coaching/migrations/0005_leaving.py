"""Who has left sees nothing of the present; only a partner makes a partnership long-term."""

from django.db import migrations

import access.constraint
from access.installing import as_owner


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_agreements"),
        ("coaching", "0004_ending"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="pulse",
            name="pulse_read",
        ),
        migrations.AddConstraint(
            model_name="pulse",
            constraint=access.constraint.RowPolicy(
                "pulse_read",
                "SELECT",
                says="those in the partnership, or in it until it ended, less whoever evaluates a partner",
                to="alongside_member",
                using="partnership_id = ANY (ARRAY(SELECT alongside.my_present()))",
            ),
        ),
        as_owner("access/sql/triggers.sql"),
    ]
