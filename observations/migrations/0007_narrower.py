from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """A visit is between two who are in its circle; functions of the wall read no words."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("goals", "0006_narrower"),
        ("observations", "0006_visit_off"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_relate",
        ),
        migrations.RemoveConstraint(
            model_name="visit",
            name="visit_relate",
        ),
        migrations.RemoveConstraint(
            model_name="visit",
            name="visit_ask",
        ),
        migrations.RemoveConstraint(
            model_name="visitresponse",
            name="response_relate",
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=access.constraint.RowPolicy(
                "evidence_relate",
                "SELECT",
                columns=("id", "visit", "shared", "created_at"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=access.constraint.RowPolicy(
                "visit_ask",
                "INSERT",
                check="((((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (created_at = statement_timestamp())) AND (NOT EXISTS (SELECT 1 FROM access_circle c WHERE c.id = circle_id AND c.admits_evaluator))) AND ((SELECT count(*) FROM access_participant p WHERE p.circle_id = observations_visit.circle_id AND p.member_id IN (teacher_id, visitor_id)) = 2 AND status = 'proposed' AND revision = 1 AND expires_on IS NULL AND num_nonnulls(agreed_at, started_at, ended_at, shared_at) = 0)",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and dated now, and not in a leadership team, which holds team work only, and between two who are in it, as a proposal",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=access.constraint.RowPolicy(
                "visit_relate",
                "SELECT",
                columns=(
                    "id",
                    "district",
                    "circle",
                    "teacher",
                    "visitor",
                    "status",
                    "started_at",
                    "ended_at",
                    "expires_on",
                    "revision",
                ),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitresponse",
            constraint=access.constraint.RowPolicy(
                "response_relate",
                "SELECT",
                columns=("id", "visit", "author"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
    ]
