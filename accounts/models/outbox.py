"""Messages to be sent. A row says whom, what kind and which page; never a word of a record."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.policy import EVERY_ROW, INSERT, PROGRAM_ADMIN, SELECT, UPDATE, Rule
from access.roles import DEFINER, MEMBER, PROGRAM, WORKER
from accounts.enums import MessageKind
from accounts.models.people import Member


class OutboxMessage(DistrictModel):
    """`key` makes a message unique: the same cause never sends twice. That of a person begins with who
    queues it, put there by the database: trying another's key tells nothing.

    `secret` is for links that must be in the mail (an invitation's token); it is emptied on sending.
    """

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=MessageKind.choices)
    recipient = TenantForeignKey(Member, related_name="messages")
    path = models.CharField(max_length=300, blank=True)
    secret = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    send_after = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(fields=["district", "key"], name="outbox_once"),
            # It is put behind the site's address: anything else could make another site's of it.
            models.CheckConstraint(
                condition=models.Q(path="") | models.Q(path__regex=r"^/([^/]|$)"),
                name="outbox_path_is_ours",
            ),
            DistrictKey(
                "outbox_recipient", fields=("district", "recipient"), target="accounts.Member"
            ),
            RowPolicy(
                "outbox_queue",
                INSERT,
                to=MEMBER,
                check=Rule(
                    "members, to a colleague of the district, once per cause of their own",
                    "district_id = (SELECT alongside.my_district()) AND secret = ''"
                    " AND starts_with(key, (SELECT alongside.me())::text)"
                    " AND sent_at IS NULL AND failed_at IS NULL AND claimed_at IS NULL"
                    " AND send_after = statement_timestamp()"
                    " AND created_at = statement_timestamp()",
                ),
            ),
            RowPolicy(
                "outbox_admin_queue",
                INSERT,
                to=PROGRAM,
                check=PROGRAM_ADMIN
                & Rule(
                    "once per cause of their own",
                    "starts_with(key, (SELECT alongside.admin())::text)",
                ),
            ),
            RowPolicy("outbox_relate", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy(
                "outbox_failed",
                SELECT,
                to=DEFINER,
                columns=("id", "district", "recipient", "failed_at"),
                using=Rule("of mail that failed, whom it was for", "failed_at IS NOT NULL"),
            ),
            RowPolicy("outbox_work_read", SELECT, to=WORKER, using=EVERY_ROW),
            RowPolicy("outbox_work_queue", INSERT, to=WORKER, check=EVERY_ROW),
            RowPolicy(
                "outbox_work_send",
                UPDATE,
                to=WORKER,
                columns=("claimed_at", "sent_at", "failed_at", "attempts", "secret", "send_after"),
                using=EVERY_ROW,
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["district", "failed_at"],
                condition=models.Q(failed_at__isnull=False),
                name="outbox_failed",
            ),
        ]
