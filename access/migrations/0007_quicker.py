from django.db import migrations

from access.installing import as_definer


class Migration(migrations.Migration):
    """The relation in the form that reaches its indexes."""

    dependencies = [("access", "0006_relation")]
    operations = [
        as_definer(
            "access/sql/relation.sql", "coaching/sql/partnerships.sql", "access/sql/views.sql"
        )
    ]
