from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_agreements"),
        ("accounts", "0005_identity_since"),
        ("observations", "0002_wall"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visitresponse",
            name="response_write",
        ),
        migrations.AddConstraint(
            model_name="visitresponse",
            constraint=access.constraint.RowPolicy(
                "response_write",
                "INSERT",
                check="(((circle_id = ANY (ARRAY(SELECT alongside.mine_open()))) AND (author_id = (SELECT alongside.me()))) AND (created_at = statement_timestamp())) AND (alongside.may_speak(circle_id, visit_id))",
                says="the participants of its circle while that is open, less whoever evaluates a partner, and its author, and dated now, and after the teacher whose classroom it was",
                to="alongside_member",
            ),
        ),
    ]
