from django.db import migrations

from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Who is asking, and the functions that policies name. Their tables come after."""

    initial = True
    dependencies = []
    operations = [as_definer(*FUNCTIONS)]
