from django.db import migrations, models

from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """The review counts as the coach's home does, along the year, and remembers the last time."""

    dependencies = [
        ("access", "0008_lapse"),
        ("coaching", "0009_review"),
        ("goals", "0003_focus"),
        ("mentoring", "0002_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewlog",
            name="in_touch",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="reviewlog",
            name="partners",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="reviewlog",
            name="paused",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="reviewlog",
            name="waiting",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        as_definer(*FUNCTIONS),
    ]
