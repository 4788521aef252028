"""The mentor's log with a coach: the four boxes of a collaborative assessment log, written in
together, in the circle of the mentor partnership. And the names of teachers, which a coach's mentor
knows only from those who say so themselves (sql/names.sql)."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, DistrictModel, Me, TenantForeignKey
from access.policy import EVERY_ROW, IN_MY_OPEN_CIRCLES, INSERT, SELECT, UPDATE, Rule
from access.roles import DEFINER, MEMBER
from mentoring.policies import GIVEN_BY_ME, GIVEN_NOW, IN_MY_CIRCLES, MINE_AND_OPEN, TO_MY_COACH


class ReviewLog(CircleModel):
    held_on = models.DateField(db_default=Now())
    working = models.TextField("what is working", max_length=5000, blank=True)
    challenges = models.TextField("focus, challenges, concerns", max_length=5000, blank=True)
    coach_steps = models.TextField("coach's next steps", max_length=5000, blank=True)
    mentor_steps = models.TextField("mentor's next steps", max_length=5000, blank=True)
    next_meeting_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    # The caseload as it was that day, so that the next review can say what has changed.
    partners = models.PositiveSmallIntegerField(null=True)
    in_touch = models.PositiveSmallIntegerField(null=True)
    waiting = models.PositiveSmallIntegerField(null=True)
    paused = models.PositiveSmallIntegerField(null=True)

    class Meta(CircleModel.Meta):
        ordering = ["-held_on", "-created_at"]
        constraints = [
            *CircleModel.Meta.constraints,
            RowPolicy("reviewlog_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("reviewlog_write", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "reviewlog_edit",
                UPDATE,
                to=MEMBER,
                columns=(
                    "working",
                    "challenges",
                    "coach_steps",
                    "mentor_steps",
                    "next_meeting_on",
                    "revision",
                ),
                using=IN_MY_OPEN_CIRCLES,
            ),
            # That a log was written counts as contact; its boxes are not looked at.
            RowPolicy(
                "reviewlog_count",
                SELECT,
                to=DEFINER,
                columns=("id", "circle", "created_at"),
                using=EVERY_ROW,
            ),
        ]


class PartnerNumber(DistrictModel):
    """What a coach's partner is called in words that a mentor reads: "Partner 3", for good.

    Dealt by the database at random; the letters of the caseload review have nothing to do with it.
    """

    coach = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    partner = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "coach", "partner"], name="partner_number_once"
            ),
            models.UniqueConstraint(
                fields=["district", "coach", "number"], name="partner_number_of_one"
            ),
            DistrictKey(
                "partner_number_coach", fields=("district", "coach"), target="accounts.Member"
            ),
            DistrictKey(
                "partner_number_partner", fields=("district", "partner"), target="accounts.Member"
            ),
            RowPolicy("partner_number_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("partner_number_deal", INSERT, to=DEFINER, check=EVERY_ROW),
        ]
        indexes = [models.Index(fields=["coach", "partner"], name="number_by_coach")]


class NameGiven(DistrictModel):
    """A partner's yes that this coach's mentor, whoever that is, may know their name."""

    coach = TenantForeignKey("accounts.Member", related_name="+", db_index=False)
    partner = TenantForeignKey("accounts.Member", related_name="+", db_default=Me(), db_index=False)
    agreed_at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "partner", "coach"],
                condition=models.Q(taken_back_at=None),
                name="name_given_once",
            ),
            DistrictKey("name_given_coach", fields=("district", "coach"), target="accounts.Member"),
            DistrictKey(
                "name_given_partner", fields=("district", "partner"), target="accounts.Member"
            ),
            RowPolicy("name_given_read", SELECT, to=MEMBER, using=GIVEN_BY_ME),
            RowPolicy("name_give", INSERT, to=MEMBER, check=GIVEN_BY_ME & TO_MY_COACH & GIVEN_NOW),
            RowPolicy(
                "name_take_back",
                UPDATE,
                to=MEMBER,
                columns=("taken_back_at",),
                using=GIVEN_BY_ME,
                check=Rule("only to take it back", "taken_back_at = statement_timestamp()"),
            ),
            RowPolicy("name_given_relate", SELECT, to=DEFINER, using=EVERY_ROW),
        ]
        indexes = [
            models.Index(
                fields=["coach", "partner"],
                condition=models.Q(taken_back_at=None),
                name="name_given_by_coach",
            )
        ]
