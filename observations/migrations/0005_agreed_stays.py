from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """What was agreed to and what was shared stays as it is."""

    dependencies = [
        ("access", "0009_relation_faster"),
        ("accounts", "0009_directory"),
        ("goals", "0005_stages_removed"),
        ("observations", "0004_expiry"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_mend",
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_remove",
        ),
        migrations.RemoveConstraint(
            model_name="visit",
            name="visit_plan",
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=access.constraint.RowPolicy(
                "evidence_mend",
                "UPDATE",
                columns=("body",),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and until it is shared",
                to="alongside_member",
                using="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (NOT shared)",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=access.constraint.RowPolicy(
                "evidence_remove",
                "DELETE",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and until it is shared",
                to="alongside_member",
                using="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (NOT shared)",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=access.constraint.RowPolicy(
                "visit_plan",
                "UPDATE",
                columns=("focus", "collect", "planned_at", "goal", "revision", "edited_at"),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and until the other one agrees; a teacher's own wish until the visit begins",
                to="alongside_member",
                using="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (status = 'proposed' OR (status = 'agreed' AND teacher_id = author_id))",
            ),
        ),
    ]
