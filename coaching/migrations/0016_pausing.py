from django.db import migrations, models

import access.constraint
from access.installing import FUNCTIONS, as_definer, as_owner


class Migration(migrations.Migration):
    """A pause may have a day on which it ends by itself; reminders wait for its end."""

    dependencies = [
        ("accounts", "0013_signed_messages"),
        ("coaching", "0015_written_beside"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="partnership",
            name="partnership_steer",
        ),
        migrations.AddField(
            model_name="partnership",
            name="paused_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="partnership",
            name="paused_until",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(
                condition=models.Q(("paused_until__isnull", False)),
                fields=["paused_until"],
                name="partnership_paused",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=access.constraint.RowPolicy(
                "partnership_steer",
                "UPDATE",
                check="id = ANY (ARRAY(SELECT alongside.my_partnerships()))",
                columns=("status", "term", "team_name", "paused_until"),
                says="those who are in it now; while it is only proposed, those whom it concerns",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine_open())) OR (status = 'proposed' AND id = ANY (ARRAY(SELECT alongside.my_partnerships())))",
            ),
        ),
        as_definer(*FUNCTIONS),
        as_owner("access/sql/triggers.sql"),
    ]
