from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """A goal and a step are owned by somebody in their circle; the worker reads days alone."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0013_settling"),
        ("goals", "0005_stages_removed"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cycle",
            name="cycle_review",
        ),
        migrations.RemoveConstraint(
            model_name="goal",
            name="goal_owner",
        ),
        migrations.RemoveConstraint(
            model_name="goal",
            name="goal_set",
        ),
        migrations.RemoveConstraint(
            model_name="nextstep",
            name="step_owner",
        ),
        migrations.RemoveConstraint(
            model_name="nextstep",
            name="step_remind",
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=access.constraint.RowPolicy(
                "cycle_review",
                "SELECT",
                columns=("circle", "created_at", "ended_on", "stage_name", "stage_cadence_days"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle", "owner"),
                name="goal_owner",
                on_delete="CASCADE",
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=access.constraint.RowPolicy(
                "goal_set",
                "INSERT",
                check="(((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (created_at = statement_timestamp())) AND (NOT EXISTS (SELECT 1 FROM access_circle c WHERE c.id = circle_id AND c.admits_evaluator))",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and dated now, and not in a leadership team, which holds team work only",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="nextstep",
            constraint=access.constraint.DistrictKey(
                fields=("district", "circle", "owner"),
                name="step_owner",
                on_delete="CASCADE",
                target="access.Participant",
                target_fields=("district", "circle", "member"),
            ),
        ),
        migrations.AddConstraint(
            model_name="nextstep",
            constraint=access.constraint.RowPolicy(
                "step_remind",
                "SELECT",
                columns=("id", "district", "circle", "owner", "due_on", "done_at"),
                says="every row",
                to="alongside_worker",
                using="true",
            ),
        ),
    ]
