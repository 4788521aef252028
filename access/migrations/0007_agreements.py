import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import access.constraint
import access.models
from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_relation"),
        ("accounts", "0005_identity_since"),
        ("coaching", "0004_ending"),
    ]

    operations = [
        migrations.CreateModel(
            name="LineAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agrees", models.BooleanField()),
                (
                    "answered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Readmission",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vouch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "vouched_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("is_them", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="evaluationline",
            name="line_read",
        ),
        migrations.AddField(
            model_name="evaluationline",
            name="never_true_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="evaluationline",
            name="never_true_by",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="evaluationline",
            name="never_true_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="evaluationline",
            name="never_true_reason",
            field=models.CharField(
                choices=[
                    ("person", "The wrong person was recorded"),
                    ("place", "The wrong school, or too many people"),
                    ("no_say", "This person never had a say over anybody’s job there"),
                    ("roster", "The roster was wrong"),
                ],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("never_true_at", None),
                        ("never_true_by", None),
                        ("never_true_from", None),
                        ("never_true_reason", ""),
                    ),
                    models.Q(
                        ("never_true_by__isnull", False),
                        ("never_true_from__gt", models.F("never_true_at")),
                        ("never_true_reason__in", ["person", "place", "no_say", "roster"]),
                    ),
                    _connector="OR",
                ),
                name="line_never_true_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationline",
            constraint=access.constraint.DistrictKey(
                fields=("district", "never_true_by"),
                name="line_never_true_by",
                on_delete="RESTRICT",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationline",
            constraint=access.constraint.RowPolicy(
                "line_read",
                "SELECT",
                says="the evaluator; the person evaluated; everyone at that school; whom a line reached that is said to have been never true",
                to="alongside_member",
                using="evaluator_id = (SELECT alongside.me()) OR person_id = (SELECT alongside.me()) OR school_id = ANY (ARRAY(SELECT alongside.my_schools())) OR (person_id IS NULL AND school_id IS NULL AND district_id = (SELECT alongside.my_district())) OR id = ANY (ARRAY(SELECT alongside.lines_never_true()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationline",
            constraint=access.constraint.RowPolicy(
                "line_never_true",
                "UPDATE",
                check="never_true_at IS NOT NULL",
                columns=("never_true_by", "never_true_at", "never_true_from", "never_true_reason"),
                says="once, for an administrator whom it does not concern",
                to="alongside_definer",
                using="never_true_at IS NULL",
            ),
        ),
        migrations.AddField(
            model_name="lineanswer",
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
            model_name="lineanswer",
            name="line",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="answers",
                to="access.evaluationline",
            ),
        ),
        migrations.AddField(
            model_name="lineanswer",
            name="person",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_default=access.models.Me(),
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="readmission",
            name="circle",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="readmissions",
                to="access.circle",
            ),
        ),
        migrations.AddField(
            model_name="readmission",
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
            model_name="readmission",
            name="partner",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_default=access.models.Me(),
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="readmission",
            name="reader",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="vouch",
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
            model_name="vouch",
            name="member",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="vouches",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="vouch",
            name="vouched_by",
            field=access.models.TenantForeignKey(
                db_constraint=False,
                db_default=access.models.Me(),
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="access_lineanswer_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.DistrictKey(
                fields=("district",),
                name="access_lineanswer_district",
                on_delete="RESTRICT",
                target="accounts.District",
                target_fields=("id",),
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=models.UniqueConstraint(
                fields=("district", "line", "person"), name="line_answer_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.DistrictKey(
                fields=("district", "line"),
                name="line_answer_line",
                on_delete="CASCADE",
                target="access.EvaluationLine",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.DistrictKey(
                fields=("district", "person"),
                name="line_answer_person",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.RowPolicy(
                "line_answer_read",
                "SELECT",
                says="whoever answered",
                to="alongside_member",
                using="person_id = (SELECT alongside.me())",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.RowPolicy(
                "line_answer_give",
                "INSERT",
                check="(person_id = (SELECT alongside.me()) AND line_id = ANY (ARRAY(SELECT alongside.lines_never_true()))) AND (answered_at = statement_timestamp() AND (NOT agrees OR NOT alongside.waits_for_vouch()))",
                says="whom a line reached that is marked as never true, for themselves, and dated now, and a yes only from an identity that no circle waits for",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.RowPolicy(
                "line_answer_change",
                "UPDATE",
                check="answered_at = statement_timestamp() AND (NOT agrees OR NOT alongside.waits_for_vouch())",
                columns=("agrees", "answered_at"),
                says="whoever answered",
                to="alongside_member",
                using="person_id = (SELECT alongside.me())",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=access.constraint.RowPolicy(
                "line_answer_relate",
                "SELECT",
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="access_readmission_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.DistrictKey(
                fields=("district",),
                name="access_readmission_district",
                on_delete="RESTRICT",
                target="accounts.District",
                target_fields=("id",),
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("district", "circle", "reader", "partner"),
                name="readmission_once_a_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle", "reader"),
                name="readmission_reader",
                on_delete="CASCADE",
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle", "partner"),
                name="readmission_partner",
                on_delete="CASCADE",
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.RowPolicy(
                "readmission_read",
                "SELECT",
                says="the participants of its circle, less whoever evaluates a partner; or the partner who agreed",
                to="alongside_member",
                using="(circle_id = ANY (ARRAY(SELECT alongside.mine()))) OR (partner_id = (SELECT alongside.me()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.RowPolicy(
                "readmission_agree",
                "INSERT",
                check="partner_id = (SELECT alongside.me()) AND agreed_at = statement_timestamp() AND taken_back_at IS NULL AND alongside.may_readmit(circle_id, reader_id)",
                says="a partner of the circle, for somebody in it whose evaluating has ended",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.RowPolicy(
                "readmission_take_back",
                "UPDATE",
                check="taken_back_at = statement_timestamp()",
                columns=("taken_back_at",),
                says="the partner who agreed",
                to="alongside_member",
                using="partner_id = (SELECT alongside.me())",
            ),
        ),
        migrations.AddConstraint(
            model_name="readmission",
            constraint=access.constraint.RowPolicy(
                "readmission_relate",
                "SELECT",
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.UniqueConstraint(
                fields=("district", "id"), name="access_vouch_in_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.DistrictKey(
                fields=("district",),
                name="access_vouch_district",
                on_delete="RESTRICT",
                target="accounts.District",
                target_fields=("id",),
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.UniqueConstraint(
                fields=("district", "member", "vouched_by"), name="vouch_once_a_coach"
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.DistrictKey(
                fields=("district", "member"),
                name="vouch_member",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.DistrictKey(
                fields=("district", "vouched_by"),
                name="vouch_coach",
                on_delete="CASCADE",
                target="accounts.Member",
                target_fields=("district", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.RowPolicy(
                "vouch_read",
                "SELECT",
                says="the coach who was asked",
                to="alongside_member",
                using="vouched_by_id = (SELECT alongside.me())",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.RowPolicy(
                "vouch_answer",
                "INSERT",
                check="vouched_by_id = (SELECT alongside.me()) AND vouched_at = statement_timestamp() AND member_id = ANY (ARRAY(SELECT alongside.may_vouch_for()))",
                says="a coach in a circle with somebody who has first signed in since",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.RowPolicy(
                "vouch_take_back",
                "DELETE",
                says="the coach who was asked",
                to="alongside_member",
                using="vouched_by_id = (SELECT alongside.me())",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.RowPolicy(
                "vouch_admin_read",
                "SELECT",
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=access.constraint.RowPolicy(
                "vouch_relate", "SELECT", says="every row", to="alongside_definer", using="true"
            ),
        ),
        # Before the policies, which are written at the migration's end and name its functions.
        as_definer(*FUNCTIONS),
    ]
