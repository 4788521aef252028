from django.db import migrations

from access.installing import as_definer


class Migration(migrations.Migration):
    """Who evaluates somebody that has left a partnership goes on coaching those who are in it."""

    dependencies = [("coaching", "0006_text_once")]
    operations = [as_definer("coaching/sql/partnerships.sql")]
