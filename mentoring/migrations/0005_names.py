import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import access.constraint
import access.models.relation
from access.installing import FUNCTIONS, as_definer, as_owner


class Migration(migrations.Migration):
    """Names of teachers stay out of what a coach writes to a mentor, but of those who agreed."""

    dependencies = [
        ("accounts", "0011_narrower"),
        ("mentoring", "0004_log_counts"),
    ]

    operations = [
        # First, because a policy names one of them; their bodies are read when they are called.
        as_definer(*FUNCTIONS),
        migrations.CreateModel(
            name="NameGiven",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "coach",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "district",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.MyDistrict(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.district",
                    ),
                ),
                (
                    "partner",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.Me(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_back_at", None)),
                        fields=["coach", "partner"],
                        name="name_given_by_coach",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "id"), name="mentoring_namegiven_in_district"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district",),
                        name="mentoring_namegiven_district",
                        on_delete="RESTRICT",
                        target="accounts.District",
                        target_fields=("id",),
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("district", "partner", "coach"),
                        name="name_given_once",
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "coach"),
                        name="name_given_coach",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "partner"),
                        name="name_given_partner",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.RowPolicy(
                        "name_given_read",
                        "SELECT",
                        says="whose name it is",
                        to="alongside_member",
                        using="partner_id = (SELECT alongside.me())",
                    ),
                    access.constraint.RowPolicy(
                        "name_give",
                        "INSERT",
                        check="((partner_id = (SELECT alongside.me())) AND (coach_id = ANY (ARRAY(SELECT alongside.my_supporters())))) AND (agreed_at = statement_timestamp() AND taken_back_at IS NULL)",
                        says="whose name it is, and to the mentor of somebody who supports them, in a circle that they may read, and dated now",
                        to="alongside_member",
                    ),
                    access.constraint.RowPolicy(
                        "name_take_back",
                        "UPDATE",
                        check="taken_back_at = statement_timestamp()",
                        columns=("taken_back_at",),
                        says="whose name it is",
                        to="alongside_member",
                        using="partner_id = (SELECT alongside.me())",
                    ),
                    access.constraint.RowPolicy(
                        "name_given_relate",
                        "SELECT",
                        says="every row",
                        to="alongside_definer",
                        using="true",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "coach",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "district",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.MyDistrict(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.district",
                    ),
                ),
                (
                    "partner",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["coach", "partner"], name="number_by_coach")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "id"), name="mentoring_partnernumber_in_district"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district",),
                        name="mentoring_partnernumber_district",
                        on_delete="RESTRICT",
                        target="accounts.District",
                        target_fields=("id",),
                    ),
                    models.UniqueConstraint(
                        fields=("district", "coach", "partner"), name="partner_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("district", "coach", "number"), name="partner_number_of_one"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "coach"),
                        name="partner_number_coach",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "partner"),
                        name="partner_number_partner",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.RowPolicy(
                        "partner_number_relate",
                        "SELECT",
                        says="every row",
                        to="alongside_definer",
                        using="true",
                    ),
                    access.constraint.RowPolicy(
                        "partner_number_deal",
                        "INSERT",
                        check="true",
                        says="every row",
                        to="alongside_definer",
                    ),
                ],
            },
        ),
        as_owner("mentoring/sql/triggers.sql"),
    ]
