from django.db import migrations, models


class Migration(migrations.Migration):
    """Mail about requests for coaching and about an administrator's word to a teacher."""

    dependencies = [
        ("accounts", "0013_signed_messages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation to Alongside"),
                    ("follow_up_due", "A follow-up is due"),
                    ("partnership_opened", "A partnership has begun"),
                    ("partnership_proposed", "A partnership is proposed"),
                    ("evidence_shared", "Notes of a visit were shared with you"),
                    ("visit_proposed", "A visit is proposed"),
                    ("visit_off", "A visit will not take place"),
                    ("access_ended", "You no longer see a coaching record"),
                    ("roster_cut_off", "A roster import ended somebody's access"),
                    ("line_ended", "An evaluation line was ended"),
                    ("line_never_true", "An evaluation line was marked as never true"),
                    ("identity_doubted", "A coach doubts who has signed in"),
                    ("line_cut_off", "A change under Program ended somebody's access"),
                    ("lines_lapsed", "Evaluation lines ran out"),
                    ("request_asked", "You are asked for coaching"),
                    ("request_answered", "Your request was answered"),
                    ("coaching_invited", "A word to you about coaching"),
                    ("notes_expire", "Notes just for oneself will be removed"),
                    ("draft_expires", "A draft of visit notes will be removed"),
                ],
                max_length=30,
            ),
        ),
    ]
