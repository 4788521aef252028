from django.db import migrations, models

import access.constraint


class Migration(migrations.Migration):
    """A goal has a short focus, and a cycle knows the cadence of its stage."""

    dependencies = [
        ("access", "0006_relation"),
        ("accounts", "0004_accepting"),
        ("goals", "0002_wall"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cycle",
            name="cycle_move",
        ),
        migrations.RemoveConstraint(
            model_name="goal",
            name="goal_edit",
        ),
        migrations.AddField(
            model_name="cycle",
            name="stage_cadence_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="focus",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.RunSQL(
            "UPDATE goals_cycle c SET stage_cadence_days = s.cadence_days FROM goals_cyclestage s"
            " WHERE s.cycle_id = c.id AND s.position = c.stage",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=access.constraint.RowPolicy(
                "cycle_move",
                "UPDATE",
                columns=("stage", "stage_name", "stage_cadence_days", "stage_since", "ended_on"),
                says="the participants of its circle while that is open, less whoever evaluates a partner",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine_open()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=access.constraint.RowPolicy(
                "goal_edit",
                "UPDATE",
                columns=(
                    "statement",
                    "focus",
                    "origin",
                    "measure",
                    "unit",
                    "baseline",
                    "target",
                    "due_on",
                    "status",
                    "revision",
                    "edited_at",
                ),
                says="the participants of its circle while that is open, less whoever evaluates a partner",
                to="alongside_member",
                using="circle_id = ANY (ARRAY(SELECT alongside.mine_open()))",
            ),
        ),
    ]
