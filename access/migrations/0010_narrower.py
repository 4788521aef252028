from django.db import migrations

import access.constraint
from access.installing import FUNCTIONS, as_definer


class Migration(migrations.Migration):
    """What is lent is dated now; functions of the wall say and do less, and one that nobody calls goes."""

    dependencies = [
        ("access", "0009_relation_faster"),
        ("accounts", "0010_visit_off"),
    ]

    operations = [
        migrations.RunSQL(
            "SET LOCAL ROLE alongside_definer;"
            " DROP FUNCTION IF EXISTS alongside.denied_participants(uuid);"
            " SET LOCAL ROLE alongside_owner;",
            migrations.RunSQL.noop,
        ),
        as_definer(*FUNCTIONS),
        migrations.RemoveConstraint(
            model_name="share",
            name="share_lend",
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=access.constraint.RowPolicy(
                "share_lend",
                "INSERT",
                check="sharer_id = (SELECT alongside.me()) AND shared_at = statement_timestamp() AND taken_back_at IS NULL AND alongside.may_share(circle_id, reader_id)",
                says="a partner of the circle, to a member who evaluates none of its partners",
                to="alongside_member",
            ),
        ),
    ]
