"""Accepting an invitation changes the very column by which it was found open."""

from django.db import migrations

import access.constraint
from access.installing import as_definer


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_wall"),
        ("access", "0006_relation"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="invitation", name="invitation_accept"),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=access.constraint.RowPolicy(
                "invitation_accept",
                "UPDATE",
                to="alongside_definer",
                says="once, by whoever holds the link",
                using="accepted_at IS NULL",
                check="accepted_at IS NOT NULL",
                columns=("accepted_at",),
            ),
        ),
        as_definer("access/sql/signin.sql"),
    ]
