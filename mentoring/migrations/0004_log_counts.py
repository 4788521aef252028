from django.db import migrations

import access.constraint
from access.installing import FUNCTIONS, as_definer, as_owner


class Migration(migrations.Migration):
    """A log with the mentor counts as contact, also those that were written before; a reader's part is
    called by the kind of the partnership."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0011_narrower"),
        ("coaching", "0014_narrower"),
        ("comments", "0004_narrower"),
        ("goals", "0006_narrower"),
        ("mentoring", "0003_review"),
        ("observations", "0007_narrower"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="reviewlog",
            constraint=access.constraint.RowPolicy(
                "reviewlog_count",
                "SELECT",
                columns=("id", "circle", "created_at"),
                says="every row",
                to="alongside_definer",
                using="true",
            ),
        ),
        as_definer(*FUNCTIONS),
        as_owner("mentoring/sql/triggers.sql"),
        migrations.RunSQL(
            # Not by the function, which may read the logs only once this migration has ended.
            "UPDATE coaching_pulse u SET last_contact = greatest(u.last_contact, ("
            " SELECT max(l.created_at) FROM mentoring_reviewlog l"
            " JOIN access_circle c ON c.id = l.circle_id WHERE c.partnership_id = u.partnership_id))"
            " FROM coaching_partnership w WHERE w.id = u.partnership_id AND w.kind = 'mentoring'",
            migrations.RunSQL.noop,
        ),
    ]
