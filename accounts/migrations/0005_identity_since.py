from django.db import migrations, models

import access.constraint


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_accepting"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="member",
            name="member_accept",
        ),
        migrations.AddField(
            model_name="member",
            name="identity_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=access.constraint.RowPolicy(
                "member_accept",
                "UPDATE",
                check="user_id IS NOT NULL AND identity_since IS NOT NULL",
                columns=("user", "identity_since"),
                says="without a sign-in identity",
                to="alongside_definer",
                using="user_id IS NULL",
            ),
        ),
    ]
