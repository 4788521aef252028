"""What people say about the relation, each for themselves.

A *line answer*: the person evaluated says whether it is right that a line never was true. A
*readmission*: a partner lets somebody read an old circle again whose evaluating has ended. A *vouch*:
a coach says whether it was the person they know who has signed in for the first time.

Their rules are in sql/agreements.sql, their effect in the views of sql/views.sql.
"""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models.lines import EvaluationLine
from access.models.relation import DistrictModel, Me, TenantForeignKey
from access.policy import (
    DELETE,
    EVERY_ROW,
    IN_MY_CIRCLES,
    INSERT,
    PROGRAM_ADMIN,
    SELECT,
    UPDATE,
    Rule,
)
from access.roles import DEFINER, MEMBER, PROGRAM

ANSWERED_BY_ME = Rule("whoever answered", "person_id = (SELECT alongside.me())")
# A no protects, whoever says it.
ANSWERED_NOW = Rule(
    "dated now, and a yes only from an identity that no circle waits for",
    "answered_at = statement_timestamp() AND (NOT agrees OR NOT alongside.waits_for_vouch())",
)
MY_AGREEMENT = Rule("the partner who agreed", "partner_id = (SELECT alongside.me())")
MY_VOUCH = Rule("the coach who was asked", "vouched_by_id = (SELECT alongside.me())")


class LineAnswer(DistrictModel):
    """Agreed, a line that is marked as never true denies nothing of theirs at once; objected, it
    goes on denying."""

    line = TenantForeignKey(EvaluationLine, related_name="answers")
    person = TenantForeignKey("accounts.Member", related_name="+", db_default=Me(), db_index=False)
    agrees = models.BooleanField()
    answered_at = models.DateTimeField(db_default=Now())

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "line", "person"], name="line_answer_once_a_person"
            ),
            DistrictKey(
                "line_answer_line", fields=("district", "line"), target="access.EvaluationLine"
            ),
            DistrictKey(
                "line_answer_person", fields=("district", "person"), target="accounts.Member"
            ),
            RowPolicy("line_answer_read", SELECT, to=MEMBER, using=ANSWERED_BY_ME),
            RowPolicy(
                "line_answer_give",
                INSERT,
                to=MEMBER,
                check=Rule(
                    "whom a line reached that is marked as never true, for themselves",
                    "person_id = (SELECT alongside.me())"
                    " AND line_id = ANY (ARRAY(SELECT alongside.lines_never_true()))",
                )
                & ANSWERED_NOW,
            ),
            RowPolicy(
                "line_answer_change",
                UPDATE,
                to=MEMBER,
                columns=("agrees", "answered_at"),
                using=ANSWERED_BY_ME,
                check=ANSWERED_NOW,
            ),
            RowPolicy("line_answer_relate", SELECT, to=DEFINER, using=EVERY_ROW),
        ]


class Readmission(DistrictModel):
    """One partner's yes that `reader` may read this circle again. It counts when every partner has
    said so since the line ended, and while no line holds."""

    circle = TenantForeignKey("access.Circle", related_name="readmissions")
    reader = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    partner = TenantForeignKey("accounts.Member", related_name="+", db_default=Me(), db_index=False)
    agreed_at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "circle", "reader", "partner"],
                condition=models.Q(taken_back_at=None),
                name="readmission_once_a_partner",
            ),
            *(
                DistrictKey(
                    f"readmission_{who}",
                    fields=("district", "circle", who),
                    target="access.Participant",
                    target_fields=("district", "circle", "member"),
                )
                for who in ("reader", "partner")
            ),
            RowPolicy("readmission_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES | MY_AGREEMENT),
            RowPolicy(
                "readmission_agree",
                INSERT,
                to=MEMBER,
                check=Rule(
                    "a partner of the circle, for somebody in it whose evaluating has ended",
                    "partner_id = (SELECT alongside.me()) AND agreed_at = statement_timestamp()"
                    " AND taken_back_at IS NULL"
                    " AND alongside.may_readmit(circle_id, reader_id)",
                ),
            ),
            RowPolicy(
                "readmission_take_back",
                UPDATE,
                to=MEMBER,
                columns=("taken_back_at",),
                using=MY_AGREEMENT,
                check=Rule("only to take it back", "taken_back_at = statement_timestamp()"),
            ),
            RowPolicy("readmission_relate", SELECT, to=DEFINER, using=EVERY_ROW),
        ]


class Vouch(DistrictModel):
    """A coach's answer to "Was it them?". A yes opens the circles in which this coach supports."""

    member = TenantForeignKey("accounts.Member", related_name="vouches")
    vouched_by = TenantForeignKey(
        "accounts.Member", related_name="+", db_default=Me(), db_index=False
    )
    vouched_at = models.DateTimeField(db_default=Now())
    is_them = models.BooleanField()

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "member", "vouched_by"], name="vouch_once_a_coach"
            ),
            DistrictKey("vouch_member", fields=("district", "member"), target="accounts.Member"),
            DistrictKey("vouch_coach", fields=("district", "vouched_by"), target="accounts.Member"),
            RowPolicy("vouch_read", SELECT, to=MEMBER, using=MY_VOUCH),
            RowPolicy(
                "vouch_answer",
                INSERT,
                to=MEMBER,
                check=Rule(
                    "a coach in a circle with somebody who has first signed in since",
                    "vouched_by_id = (SELECT alongside.me())"
                    " AND vouched_at = statement_timestamp()"
                    " AND member_id = ANY (ARRAY(SELECT alongside.may_vouch_for()))",
                ),
            ),
            RowPolicy("vouch_take_back", DELETE, to=MEMBER, using=MY_VOUCH),
            RowPolicy("vouch_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
            RowPolicy("vouch_relate", SELECT, to=DEFINER, using=EVERY_ROW),
        ]
