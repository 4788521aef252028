from django.db import migrations

from access.installing import as_definer, as_owner


class Migration(migrations.Migration):
    """The views that combine the relation, and the triggers that keep it."""

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
        as_definer("access/sql/views.sql"),
        as_owner("access/sql/triggers.sql"),
    ]
