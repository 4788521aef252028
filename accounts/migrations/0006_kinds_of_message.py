from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_identity_since"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation to Alongside"),
                    ("follow_up_due", "A follow-up is due"),
                    ("partnership_opened", "A coach has logged quick help with you"),
                    ("partnership_proposed", "A partnership is proposed"),
                    ("evidence_shared", "Notes of a visit were shared with you"),
                    ("visit_proposed", "A visit is proposed"),
                    ("access_ended", "You no longer see a coaching record"),
                    ("roster_cut_off", "A roster import ended somebody's access"),
                    ("line_ended", "An evaluation line was ended"),
                    ("line_never_true", "An evaluation line was marked as never true"),
                    ("identity_doubted", "A coach doubts who has signed in"),
                ],
                max_length=30,
            ),
        ),
    ]
