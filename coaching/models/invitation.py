"""An administrator's word to one teacher, and never the answer."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import DistrictModel, TenantForeignKey
from access.policy import INSERT, MY_OWN, PROGRAM_ADMIN, SELECT, UPDATE, Rule
from access.roles import MEMBER, PROGRAM


class CoachingInvitation(DistrictModel):
    """The teacher reads it word for word. Whether it was put away, no role of the program may read."""

    member = TenantForeignKey("accounts.Member", related_name="coaching_invitations")
    sent_by = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    body = models.TextField()
    sent_at = models.DateTimeField(db_default=Now())
    put_away_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        ordering = ["-sent_at"]
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey("invited_member", fields=("district", "member"), target="accounts.Member"),
            DistrictKey("invited_by", fields=("district", "sent_by"), target="accounts.Member"),
            RowPolicy("invited_read", SELECT, to=MEMBER, using=MY_OWN),
            RowPolicy(
                "invited_put_away", UPDATE, to=MEMBER, columns=("put_away_at",), using=MY_OWN
            ),
            RowPolicy(
                "invited_sent",
                SELECT,
                to=PROGRAM,
                columns=("id", "district", "member", "sent_by", "body", "sent_at"),
                using=PROGRAM_ADMIN,
            ),
            RowPolicy(
                "invited_send",
                INSERT,
                to=PROGRAM,
                # The key to the sender carries the district.
                check=Rule(
                    "administrators of the district's program, in their own name, now",
                    "sent_by_id = (SELECT alongside.admin()) AND sent_at = statement_timestamp()"
                    " AND put_away_at IS NULL",
                ),
            ),
        ]
