from django.db import migrations

from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Who evaluates nobody, and whose circles hold nobody new, is let through at the first look."""

    dependencies = [
        ("access", "0008_lapse"),
        ("coaching", "0010_agreement_questions"),
        ("mentoring", "0003_review"),
        ("observations", "0004_expiry"),
    ]

    operations = [as_definer(*FUNCTIONS)]
