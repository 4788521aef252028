from django.db import migrations

from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Whoever lends is offered nobody who would be refused."""

    dependencies = [("access", "0011_ended_at")]

    operations = [as_definer(*FUNCTIONS)]
