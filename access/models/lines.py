"""Who has a say over whose job."""

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models.relation import DistrictModel, TenantForeignKey
from access.policy import EVERY_ROW, INSERT, PROGRAM_ADMIN, ROSTER_JOB, SELECT, UPDATE, Rule
from access.roles import DEFINER, MEMBER, PROGRAM, WORKER


class EvaluationLine(DistrictModel):
    """`evaluator` has a say over the job of one person, everyone at a school, or everyone.

    `ends_on` is exclusive; `ended_at` is the moment at which somebody ended it as of that same day
    (a trigger sets it). A line is ended, never deleted; what was opened before its end stays
    denied. One that was recorded by mistake is marked as never true (sql/agreements.sql): from
    `never_true_from` on it denies nothing, past or present. `renewed_on` is the day on
    which a roster last stated it.
    """

    class Source(models.TextChoices):
        ROSTER = "roster", "Roster"
        ADMIN = "admin", "Entered by an administrator"

    class Mistake(models.TextChoices):
        PERSON = "person", "The wrong person was recorded"
        PLACE = "place", "The wrong school, or too many people"
        NO_SAY = "no_say", "This person never had a say over anybody’s job there"
        ROSTER = "roster", "The roster was wrong"

    evaluator = TenantForeignKey("accounts.Member", related_name="evaluates")
    person = TenantForeignKey("accounts.Member", null=True, related_name="evaluated_by")
    school = TenantForeignKey("accounts.School", null=True, related_name="evaluators")
    starts_on = models.DateField(db_default=Now())
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ADMIN)
    never_true_by = TenantForeignKey("accounts.Member", null=True, related_name="+", db_index=False)
    never_true_at = models.DateTimeField(null=True)
    never_true_from = models.DateTimeField(null=True)
    never_true_reason = models.CharField(max_length=10, choices=Mistake.choices, db_default="")
    renewed_on = models.DateField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(school=None), name="line_over_one_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | ~models.Q(person=models.F("evaluator")),
                name="line_not_over_oneself",
            ),
            models.CheckConstraint(
                condition=models.Q(never_true_by=None, never_true_at=None, never_true_from=None)
                & models.Q(never_true_reason="")
                | models.Q(
                    never_true_by__isnull=False,
                    never_true_from__gt=models.F("never_true_at"),
                    never_true_reason__in=["person", "place", "no_say", "roster"],
                ),
                name="line_never_true_whole",
            ),
            DistrictKey(
                "line_evaluator", fields=("district", "evaluator"), target="accounts.Member"
            ),
            DistrictKey("line_person", fields=("district", "person"), target="accounts.Member"),
            DistrictKey("line_school", fields=("district", "school"), target="accounts.School"),
            DistrictKey(
                "line_never_true_by",
                fields=("district", "never_true_by"),
                target="accounts.Member",
                on_delete="RESTRICT",
            ),
            RowPolicy(
                "line_read",
                SELECT,
                to=MEMBER,
                using=Rule(
                    "the evaluator; the person evaluated; everyone at that school;"
                    " whom a line reached that is said to have been never true",
                    "evaluator_id = (SELECT alongside.me()) OR person_id = (SELECT alongside.me())"
                    " OR school_id = ANY (ARRAY(SELECT alongside.my_schools()))"
                    " OR (person_id IS NULL AND school_id IS NULL"
                    " AND district_id = (SELECT alongside.my_district()))"
                    " OR id = ANY (ARRAY(SELECT alongside.lines_never_true()))",
                ),
            ),
            RowPolicy("line_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy(
                "line_never_true",
                UPDATE,
                to=DEFINER,
                columns=(
                    "never_true_by",
                    "never_true_at",
                    "never_true_from",
                    "never_true_reason",
                ),
                using="never_true_at IS NULL",
                check="never_true_at IS NOT NULL",
                says="once, for an administrator whom it does not concern",
            ),
            RowPolicy("line_admin_read", SELECT, to=PROGRAM, using=PROGRAM_ADMIN),
            RowPolicy("line_admin_add", INSERT, to=PROGRAM, check=PROGRAM_ADMIN),
            RowPolicy(
                "line_admin_end",
                UPDATE,
                to=PROGRAM,
                columns=("ends_on",),
                using=PROGRAM_ADMIN
                & Rule(
                    "never the evaluator concerned",
                    "evaluator_id <> (SELECT alongside.admin())",
                ),
                check=PROGRAM_ADMIN
                & Rule("not back-dated", "ends_on IS NULL OR ends_on >= current_date"),
            ),
            RowPolicy("line_roster_read", SELECT, to=WORKER, using=ROSTER_JOB),
            RowPolicy("line_roster_add", INSERT, to=WORKER, check=ROSTER_JOB),
            RowPolicy(
                "line_roster_renew",
                UPDATE,
                to=WORKER,
                columns=("renewed_on",),
                using=ROSTER_JOB,
                check=ROSTER_JOB & Rule("as of today", "renewed_on = current_date"),
            ),
            RowPolicy(
                "line_lapse",
                UPDATE,
                to=DEFINER,
                columns=("ends_on",),
                using=Rule(
                    "what a roster recorded and nobody ended",
                    "source = 'roster' AND ends_on IS NULL",
                ),
                check=Rule("as of today", "ends_on = current_date"),
            ),
        ]
        indexes = [
            models.Index(fields=["evaluator", "person"], name="line_by_evaluator"),
        ]
