from django.db import migrations, models

import access.constraint


class Migration(migrations.Migration):
    """A coach settles what somebody else planned; logs, notes and stretches of time are numbered by version."""

    dependencies = [
        ("access", "0009_relation_faster"),
        ("accounts", "0010_visit_off"),
        ("coaching", "0012_fewer_dates"),
        ("goals", "0005_stages_removed"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="privatenote",
            name="note_edit",
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="session_mend",
        ),
        migrations.RemoveConstraint(
            model_name="timeentry",
            name="entry_mend",
        ),
        migrations.AddField(
            model_name="privatenote",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="session",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="timeentry",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=access.constraint.RowPolicy(
                "note_edit",
                "UPDATE",
                columns=("body", "revision"),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author",
                to="alongside_member",
                using="(circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=access.constraint.RowPolicy(
                "session_mend",
                "UPDATE",
                columns=(
                    "status",
                    "planned_at",
                    "held_at",
                    "minutes",
                    "form",
                    "interaction_types",
                    "reason",
                    "goal",
                    "entry",
                    "revision",
                ),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author",
                to="alongside_member",
                using="(circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=access.constraint.RowPolicy(
                "session_settle",
                "UPDATE",
                check="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (circle_id = ANY (ARRAY(SELECT p.circle_id FROM access_participant p WHERE p.member_id = (SELECT alongside.me()) AND p.part = 'coach')))) AND (status IN ('planned', 'not_held'))",
                columns=("status", "planned_at", "reason"),
                says="the participants of its circle while that is open, less whoever evaluates a partner, and whoever has the coach's part in it, and while it is planned or called off",
                to="alongside_member",
                using="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (circle_id = ANY (ARRAY(SELECT p.circle_id FROM access_participant p WHERE p.member_id = (SELECT alongside.me()) AND p.part = 'coach')))) AND (status IN ('planned', 'not_held'))",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=access.constraint.RowPolicy(
                "session_take_over",
                "DELETE",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and whoever has the coach's part in it, and while it is planned and was never logged",
                to="alongside_member",
                using="((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (circle_id = ANY (ARRAY(SELECT p.circle_id FROM access_participant p WHERE p.member_id = (SELECT alongside.me()) AND p.part = 'coach')))) AND (status = 'planned' AND revision = 1)",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=access.constraint.RowPolicy(
                "entry_mend",
                "UPDATE",
                columns=(
                    "started_at",
                    "minutes",
                    "category",
                    "interaction_types",
                    "label",
                    "revision",
                ),
                says="the coach whose time it is",
                to="alongside_member",
                using="author_id = (SELECT alongside.me())",
            ),
        ),
    ]
