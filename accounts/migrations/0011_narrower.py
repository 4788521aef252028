from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """Whoever evaluates somebody keeps neither their address nor their places; members queue mail for now."""

    dependencies = [
        ("access", "0010_narrower"),
        ("accounts", "0010_visit_off"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_admin_edit",
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_queue",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="roleassignment_admin_edit",
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=access.constraint.RowPolicy(
                "contact_admin_edit",
                "UPDATE",
                check="(district_id = (SELECT alongside.admin_district())) AND (NOT alongside.admin_evaluates(member_id))",
                columns=("email", "on_leave_until", "bounced_at"),
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=access.constraint.RowPolicy(
                "outbox_queue",
                "INSERT",
                check="district_id = (SELECT alongside.my_district()) AND secret = '' AND sent_at IS NULL AND failed_at IS NULL AND claimed_at IS NULL AND send_after = statement_timestamp() AND created_at = statement_timestamp()",
                says="members, to a colleague of the district, once per cause",
                to="alongside_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=access.constraint.RowPolicy(
                "roleassignment_admin_edit",
                "UPDATE",
                check="(district_id = (SELECT alongside.admin_district())) AND ((ends_on IS NULL OR ends_on >= current_date) AND (NOT alongside.admin_evaluates(member_id)))",
                columns=("ends_on", "fte", "days", "coach_role"),
                says="administrators of the district's program",
                to="alongside_program",
                using="district_id = (SELECT alongside.admin_district())",
            ),
        ),
    ]
