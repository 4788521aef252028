import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import access.constraint
import access.models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_relation"),
        ("accounts", "0003_wall"),
        ("coaching", "0003_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_leaving", models.BooleanField()),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("taken_back_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ending",
            name="circle",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="access.circle",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="district",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_default=access.models.MyDistrict(),
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.district",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="member",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="partnership",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="endings",
                to="coaching.partnership",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="coaching_ending_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.DistrictKey(
                fields=("district",),
                name="coaching_ending_district",
                on_delete="RESTRICT",
                target="accounts.District",
                target_fields=("id",),
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.DistrictKey(
                fields=("district", "partnership"),
                name="ending_partnership",
                on_delete="CASCADE",
                target="coaching.Partnership",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.DistrictKey(
                fields=("district", "member"),
                name="ending_member",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle"),
                name="ending_circle",
                on_delete="CASCADE",
                target="access.Circle",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.RowPolicy(
                "ending_relate", "SELECT", says="every row", to="alongside_definer", using="true"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.RowPolicy(
                "ending_note", "INSERT", check="true", says="every row", to="alongside_definer"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=access.constraint.RowPolicy(
                "ending_take_back",
                "UPDATE",
                check="taken_back_at IS NOT NULL",
                columns=("taken_back_at",),
                says="once",
                to="alongside_definer",
                using="taken_back_at IS NULL",
            ),
        ),
    ]
