from django.db import migrations

import access.constraint
from access.installing import FUNCTIONS, as_definer, as_owner


class Migration(migrations.Migration):
    """A person's message has a key that begins with who queues it: trying another's tells nothing."""

    dependencies = [
        ("accounts", "0012_ended_at"),
        ("coaching", "0015_written_beside"),
    ]

    operations = [
        as_definer(*FUNCTIONS),
        as_owner("access/sql/triggers.sql"),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_admin_queue",
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_queue",
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=access.constraint.RowPolicy(
                "outbox_queue",
                "INSERT",
                check="district_id = (SELECT alongside.my_district()) AND secret = '' AND starts_with(key, (SELECT alongside.me())::text) AND sent_at IS NULL AND failed_at IS NULL AND claimed_at IS NULL AND send_after = statement_timestamp() AND created_at = statement_timestamp()",
                says="members, to a colleague of the district, once per cause of their own",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=access.constraint.RowPolicy(
                "outbox_admin_queue",
                "INSERT",
                check="(district_id = (SELECT alongside.admin_district())) AND (starts_with(key, (SELECT alongside.admin())::text))",
                says="administrators of the district's program, and once per cause of their own",
                to="alongside_program",
            ),
        ),
    ]
