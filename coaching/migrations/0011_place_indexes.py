import django.db.models.deletion
from django.db import migrations, models

import access.models.relation


class Migration(migrations.Migration):
    """One index from each side of a place instead of three, one of which no list could use."""

    dependencies = [
        ("accounts", "0008_background"),
        ("coaching", "0010_agreement_questions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["partnership", "member"], name="place_by_partnership"),
        ),
        migrations.AlterField(
            model_name="place",
            name="member",
            field=access.models.relation.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="places",
                to="accounts.member",
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="partnership",
            field=access.models.relation.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="places",
                to="coaching.partnership",
            ),
        ),
    ]
