from django.db import migrations

from access.installing import as_definer


class Migration(migrations.Migration):
    """A chapter opens without the coach who has come to evaluate a partner."""

    dependencies = [("coaching", "0003_wall"), ("access", "0006_relation")]
    operations = [as_definer("coaching/sql/partnerships.sql")]
