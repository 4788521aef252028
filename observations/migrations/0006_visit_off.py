from django.db import migrations, models

from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Whoever was to come calls a visit off."""

    dependencies = [
        ("access", "0009_relation_faster"),
        ("accounts", "0010_visit_off"),
        ("observations", "0005_agreed_stays"),
    ]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("agreed", "Agreed"),
                    ("declined", "Not this time"),
                    ("called_off", "Called off"),
                    ("draft", "Notes taken, not shared yet"),
                    ("shared", "Notes shared"),
                    ("withdrawn", "Consent withdrawn"),
                    ("expired", "Notes not shared in time"),
                ],
                default="proposed",
                max_length=10,
            ),
        ),
        as_definer(*FUNCTIONS),
    ]
