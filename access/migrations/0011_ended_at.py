from django.db import migrations, models

from access.installing import as_definer, as_owner


class Migration(migrations.Migration):
    """A line ends at a moment: what began before it on that day stays denied."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0012_ended_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluationline",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        as_definer("access/sql/views.sql"),
        as_owner("access/sql/triggers.sql"),
    ]
