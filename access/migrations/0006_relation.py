from django.db import migrations

from access.installing import as_owner


class Migration(migrations.Migration):
    """The triggers that keep the relation. The views that combine it come where their columns are,
    with the last migration that changed them: nothing asks them before."""

    dependencies = [
        ("access", "0005_wall"),
        ("accounts", "0003_wall"),
        ("coaching", "0003_wall"),
        ("comments", "0002_wall"),
        ("goals", "0002_wall"),
        ("mentoring", "0002_wall"),
        ("observations", "0002_wall"),
    ]
    operations = [
        as_owner("access/sql/triggers.sql"),
    ]
