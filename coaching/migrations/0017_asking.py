import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import access.constraint
import access.models.relation
from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """Asking for coaching: requests, the directory, and an administrator's word to a teacher."""

    dependencies = [
        ("access", "0012_never_lent_to"),
        ("accounts", "0014_kinds_of_request"),
        ("coaching", "0016_pausing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("ten_minutes", "Ten minutes"),
                            ("one_lesson", "One lesson"),
                            ("cycle", "A coaching cycle"),
                        ],
                        max_length=15,
                    ),
                ),
                ("may_be_passed", models.BooleanField(default=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("accepted", "Taken up"),
                            ("passed", "Passed along"),
                            ("declined", "Not this time"),
                            ("taken_back", "Taken back"),
                        ],
                        db_default="open",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "author",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.Me(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "circle",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.circle",
                    ),
                ),
                (
                    "coach_role",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="requests",
                        to="coaching.coachrole",
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
                    "partnership",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="requests",
                        to="coaching.partnership",
                    ),
                ),
                (
                    "passed_by",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "passed_from",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="passed_to",
                        to="coaching.request",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "Yes"),
                            ("passed", "Passed along"),
                            ("declined", "Not this time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("body", models.TextField(blank=True)),
                (
                    "author",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.Me(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "circle",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.circle",
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
                    "request",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="answers",
                        to="coaching.request",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleDuty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("duty", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "coach_role",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="duties",
                        to="coaching.coachrole",
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
                    "holder",
                    access.models.relation.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="duties",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "duty"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("body", models.TextField()),
                ("suits", models.CharField(blank=True, max_length=300)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "edited_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "author",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.Me(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "circle",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.circle",
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
                    "request",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="wishes",
                        to="coaching.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CoachingInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.TextField()),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("put_away_at", models.DateTimeField(null=True)),
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
                    "member",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="coaching_invitations",
                        to="accounts.member",
                    ),
                ),
                (
                    "sent_by",
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
                "ordering": ["-sent_at"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "id"), name="coaching_coachinginvitation_in_district"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district",),
                        name="coaching_coachinginvitation_district",
                        on_delete="RESTRICT",
                        target="accounts.District",
                        target_fields=("id",),
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "member"),
                        name="invited_member",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "sent_by"),
                        name="invited_by",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.RowPolicy(
                        "invited_read",
                        "SELECT",
                        says="the person concerned",
                        to="alongside_member",
                        using="member_id = (SELECT alongside.me())",
                    ),
                    access.constraint.RowPolicy(
                        "invited_put_away",
                        "UPDATE",
                        columns=("put_away_at",),
                        says="the person concerned",
                        to="alongside_member",
                        using="member_id = (SELECT alongside.me())",
                    ),
                    access.constraint.RowPolicy(
                        "invited_sent",
                        "SELECT",
                        columns=("id", "district", "member", "sent_by", "body", "sent_at"),
                        says="administrators of the district's program",
                        to="alongside_program",
                        using="district_id = (SELECT alongside.admin_district())",
                    ),
                    access.constraint.RowPolicy(
                        "invited_send",
                        "INSERT",
                        check="sent_by_id = (SELECT alongside.admin()) AND sent_at = statement_timestamp() AND put_away_at IS NULL",
                        says="administrators of the district's program, in their own name, now",
                        to="alongside_program",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "grades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("birth", "Birth to 3"),
                                ("pre_k", "Pre-K"),
                                ("k", "K"),
                                ("1", "1"),
                                ("2", "2"),
                                ("3", "3"),
                                ("4", "4"),
                                ("5", "5"),
                                ("6", "6"),
                                ("7", "7"),
                                ("8", "8"),
                                ("9", "9"),
                                ("10", "10"),
                                ("11", "11"),
                                ("12", "12"),
                            ],
                            max_length=5,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "focus_areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=400)),
                ("is_expert", models.BooleanField(default=False)),
                ("opens_classroom", models.BooleanField(default=False)),
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
                    "member",
                    access.models.relation.TenantForeignKey(
                        db_constraint=False,
                        db_default=access.models.relation.Me(),
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="directory_entries",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "id"), name="coaching_directoryentry_in_district"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district",),
                        name="coaching_directoryentry_district",
                        on_delete="RESTRICT",
                        target="accounts.District",
                        target_fields=("id",),
                    ),
                    models.UniqueConstraint(
                        fields=("district", "member"), name="entry_once_a_person"
                    ),
                    access.constraint.DistrictKey(
                        fields=("district", "member"),
                        name="directory_member",
                        on_delete="CASCADE",
                        target="accounts.Member",
                        target_fields=("district", "id"),
                    ),
                    access.constraint.RowPolicy(
                        "directory_read",
                        "SELECT",
                        says="members of the district",
                        to="alongside_member",
                        using="district_id = (SELECT alongside.my_district())",
                    ),
                    access.constraint.RowPolicy(
                        "directory_enter",
                        "INSERT",
                        check="member_id = (SELECT alongside.me())",
                        says="the person concerned",
                        to="alongside_member",
                    ),
                    access.constraint.RowPolicy(
                        "directory_edit",
                        "UPDATE",
                        columns=(
                            "subjects",
                            "grades",
                            "focus_areas",
                            "about",
                            "is_expert",
                            "opens_classroom",
                        ),
                        says="the person concerned",
                        to="alongside_member",
                        using="member_id = (SELECT alongside.me())",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["district", "created_at"],
                name="request_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["author", "-created_at"], name="request_by_asker"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                fields=("district", "circle", "id"), name="coaching_request_in_circle"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle"),
                name="coaching_request_circle",
                on_delete="CASCADE",
                target="access.Circle",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "author"),
                name="coaching_request_author",
                on_delete="RESTRICT",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="request_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                fields=("district", "circle"), name="request_once_a_circle"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "coach_role"),
                name="request_coach_role",
                on_delete="SET NULL",
                target="coaching.CoachRole",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "answered_by"),
                name="request_answered_by",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "passed_by"),
                name="request_passed_by",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "partnership"),
                name="request_partnership",
                on_delete="SET NULL",
                target="coaching.Partnership",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.DistrictKey(
                fields=("district", "passed_from"),
                name="request_passed_from",
                on_delete="SET NULL",
                target="coaching.Request",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.RowPolicy(
                "request_read",
                "SELECT",
                says="the participants of its circle, less whoever evaluates a partner",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.RowPolicy(
                "request_relate", "SELECT", says="every row", to="alongside_definer", using="true"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.RowPolicy(
                "request_open", "INSERT", check="true", says="every row", to="alongside_definer"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.RowPolicy(
                "request_keep",
                "UPDATE",
                columns=("status", "answered_by", "answered_at", "partnership"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=access.constraint.RowPolicy(
                "request_remind",
                "SELECT",
                columns=("id", "district", "circle", "status", "created_at"),
                says="every row",
                to="alongside_worker",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("district", "circle", "id"), name="coaching_answer_in_circle"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle"),
                name="coaching_answer_circle",
                on_delete="CASCADE",
                target="access.Circle",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.DistrictKey(
                fields=("district", "author"),
                name="coaching_answer_author",
                on_delete="RESTRICT",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("district", "request", "author"), name="answer_once_a_coach"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle", "request"),
                name="answer_request",
                on_delete="CASCADE",
                target="coaching.Request",
                target_fields=("district", "circle", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.RowPolicy(
                "answer_read",
                "SELECT",
                says="the participants of its circle, less whoever evaluates a partner",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.RowPolicy(
                "answer_give", "INSERT", check="true", says="every row", to="alongside_definer"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=access.constraint.RowPolicy(
                "answer_count",
                "SELECT",
                columns=("district", "request", "author", "answer"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="coaching_roleduty_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.DistrictKey(
                fields=("district",),
                name="coaching_roleduty_district",
                on_delete="RESTRICT",
                target="accounts.District",
                target_fields=("id",),
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.DistrictKey(
                fields=("district", "coach_role"),
                name="duty_role",
                on_delete="CASCADE",
                target="coaching.CoachRole",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.DistrictKey(
                fields=("district", "holder"),
                name="duty_holder",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.RowPolicy(
                "duty_read",
                "SELECT",
                says="members of the district",
                to="alongside_member",
                using="district_id = (SELECT alongside.my_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.RowPolicy(
                "duty_admin_read",
                "SELECT",
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.RowPolicy(
                "duty_admin_add",
                "INSERT",
                check="district_id = (SELECT alongside.admin_district())",
                says="administrators of the district's program",
                to="alongside_program",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.RowPolicy(
                "duty_admin_edit",
                "UPDATE",
                check="district_id = (SELECT alongside.admin_district())",
                columns=("duty", "holder", "position"),
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleduty",
            constraint=access.constraint.RowPolicy(
                "duty_admin_remove",
                "DELETE",
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                fields=("district", "circle", "id"), name="coaching_wish_in_circle"
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle"),
                name="coaching_wish_circle",
                on_delete="CASCADE",
                target="access.Circle",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.DistrictKey(
                fields=("district", "author"),
                name="coaching_wish_author",
                on_delete="RESTRICT",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                fields=("district", "circle", "request"), name="wish_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.DistrictKey(
                fields=("district", "request"),
                name="wish_request",
                on_delete="CASCADE",
                target="coaching.Request",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_read",
                "SELECT",
                says="the participants of its circle, less whoever evaluates a partner",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_write",
                "INSERT",
                check="(((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (created_at = statement_timestamp())) AND (EXISTS (SELECT 1 FROM coaching_request r WHERE r.id = request_id AND r.circle_id = coaching_wish.circle_id AND r.author_id = (SELECT alongside.me())))",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and dated now, and beside one's own request",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_edit",
                "UPDATE",
                columns=("body", "suits", "revision", "edited_at"),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author",
                to="alongside_member",
                using="(circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_remove",
                "DELETE",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author",
                to="alongside_member",
                using="(circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_find",
                "SELECT",
                columns=("id", "district", "circle", "request"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=access.constraint.RowPolicy(
                "wish_move",
                "UPDATE",
                columns=("circle", "request"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        as_definer(*FUNCTIONS),
    ]
