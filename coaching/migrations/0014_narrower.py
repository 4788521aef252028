from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """Members read no counts from before they came, and no time that belongs to a closed record."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0013_settling"),
        ("goals", "0006_narrower"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="pulse",
            name="pulse_read",
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="session_count",
        ),
        migrations.RemoveConstraint(
            model_name="timeentry",
            name="entry_read",
        ),
        migrations.RemoveConstraint(
            model_name="timeentry",
            name="entry_undo",
        ),
        migrations.RemoveConstraint(
            model_name="timeentry",
            name="entry_sum",
        ),
        migrations.RemoveConstraint(
            model_name="timeentry",
            name="entry_mend",
        ),
        migrations.AddConstraint(
            model_name="pulse",
            constraint=access.constraint.RowPolicy(
                "pulse_read",
                "SELECT",
                columns=("id", "district", "partnership", "last_contact", "next_planned"),
                says="those in the partnership, or in it until it ended, less whoever evaluates a partner",
                to="alongside_member",
                using="partnership_id = ANY (ARRAY(SELECT alongside.my_present()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=access.constraint.RowPolicy(
                "session_count",
                "SELECT",
                columns=("id", "circle", "partnership", "entry", "status", "held_at", "planned_at"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=access.constraint.RowPolicy(
                "entry_read",
                "SELECT",
                says="the coach whose time it is, and not with somebody whose record is closed to them",
                to="alongside_member",
                using="(author_id = (SELECT alongside.me())) AND (id <> ALL (ARRAY(SELECT alongside.my_hidden_entries())))",
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
                says="the coach whose time it is, and not with somebody whose record is closed to them",
                to="alongside_member",
                using="(author_id = (SELECT alongside.me())) AND (id <> ALL (ARRAY(SELECT alongside.my_hidden_entries())))",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=access.constraint.RowPolicy(
                "entry_undo",
                "DELETE",
                says="the coach whose time it is, and not with somebody whose record is closed to them",
                to="alongside_member",
                using="(author_id = (SELECT alongside.me())) AND (id <> ALL (ARRAY(SELECT alongside.my_hidden_entries())))",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=access.constraint.RowPolicy(
                "entry_sum",
                "SELECT",
                columns=("id", "author", "started_at", "minutes", "category"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
    ]
