from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """Comments go with the visit that its teacher takes back."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("comments", "0003_teacher_first"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=access.constraint.RowPolicy(
                "comment_relate",
                "SELECT",
                columns=("id", "circle", "item_id"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=access.constraint.RowPolicy(
                "comment_move",
                "UPDATE",
                columns=("circle",),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
    ]
