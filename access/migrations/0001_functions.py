from django.db import migrations

from access.installing import as_definer


class Migration(migrations.Migration):
    """Who is asking, and the functions that policies name. Their tables come after."""

    initial = True
    dependencies = []
    operations = [
        as_definer(
            "access/sql/identity.sql",
            "access/sql/relation.sql",
            "access/sql/agreements.sql",
            "access/sql/roster.sql",
            "access/sql/signin.sql",
            "coaching/sql/partnerships.sql",
            "observations/sql/visits.sql",
            "mentoring/sql/caseload.sql",
            "access/sql/grants.sql",
        )
    ]
