import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """The agreement asks what a principal is told, how conflict is handled, how the coach gets feedback."""

    dependencies = [
        ("coaching", "0009_review"),
    ]

    operations = [
        migrations.AddField(
            model_name="roleagreement",
            name="conflict",
            field=models.TextField(
                blank=True, db_default="", verbose_name="how conflict is handled"
            ),
        ),
        migrations.AddField(
            model_name="roleagreement",
            name="feedback",
            field=models.TextField(
                blank=True, db_default="", verbose_name="how the coach gets feedback"
            ),
        ),
        migrations.AddField(
            model_name="roleagreement",
            name="told",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("days", "Days in the building"),
                        ("hours", "Hours by category"),
                        ("lost", "Coaching time lost to other duties"),
                        ("focus", "The school’s focus"),
                        ("groups", "Group work with teams"),
                        ("counts", "How many teachers take part, never for small groups"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
    ]
