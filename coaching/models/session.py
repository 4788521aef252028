"""Time, sessions and their texts. Words lie apart from dates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.models import CircleModel, DistrictModel, Me, TenantForeignKey
from access.policy import (
    DELETE,
    EVERY_ROW,
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    INSERT,
    MINE_AND_OPEN,
    SELECT,
    UPDATE,
    WRITTEN_NOW,
    Rule,
    shared_with_me,
)
from access.roles import DEFINER, MEMBER
from coaching.enums import (
    InteractionType,
    MeetingForm,
    NotHeldReason,
    SessionStatus,
    TimeCategory,
)
from coaching.models.partnership import Partnership
from coaching.policies import (
    COACHED,
    EXPIRED,
    JUST_FOR_ME,
    JUST_WRITTEN,
    MY_OPEN_TIME,
    MY_TIME,
    NEVER_LOGGED,
    NOT_EXPIRING,
    NOT_HELD_YET,
)


class TimeEntry(DistrictModel):
    """A stretch of a coach's time, logged once, whether with one person, several or nobody."""

    author = TenantForeignKey("accounts.Member", related_name="time_entries", db_default=Me())
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=20, choices=TimeCategory.choices)
    interaction_types = ArrayField(
        models.CharField(max_length=20, choices=InteractionType.choices), default=list, blank=True
    )
    label = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=720), name="entry_minutes"
            ),
            DistrictKey("entry_author", fields=("district", "author"), target="accounts.Member"),
            RowPolicy("entry_read", SELECT, to=MEMBER, using=MY_OPEN_TIME),
            RowPolicy("entry_log", INSERT, to=MEMBER, check=MY_TIME & WRITTEN_NOW),
            RowPolicy(
                "entry_mend",
                UPDATE,
                to=MEMBER,
                columns=(
                    "started_at",
                    "minutes",
                    "category",
                    "interaction_types",
                    "label",
                    "revision",
                ),
                using=MY_OPEN_TIME,
            ),
            RowPolicy("entry_undo", DELETE, to=MEMBER, using=MY_OPEN_TIME),
            # Sums by category for the caseload review.
            RowPolicy(
                "entry_sum",
                SELECT,
                to=DEFINER,
                columns=("id", "author", "started_at", "minutes", "category"),
                using=EVERY_ROW,
            ),
        ]
        indexes = [models.Index(fields=["author", "-started_at"], name="entry_by_author")]


class Session(CircleModel):
    """A planned or held session of one partnership: when, how long, how, what it was.

    Its author is who planned it, and once it is held, who held it and whose time it was.
    """

    partnership = TenantForeignKey(Partnership, related_name="sessions", db_index=False)
    entry = TenantForeignKey(TimeEntry, null=True, related_name="sessions")
    goal = TenantForeignKey("goals.Goal", null=True, blank=True, related_name="sessions")
    status = models.CharField(max_length=10, choices=SessionStatus.choices)
    planned_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    form = models.CharField(
        max_length=10, choices=MeetingForm.choices, default=MeetingForm.IN_PERSON
    )
    interaction_types = ArrayField(
        models.CharField(max_length=20, choices=InteractionType.choices), default=list, blank=True
    )
    reason = models.CharField(max_length=10, choices=NotHeldReason.choices, blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(status="held") | models.Q(held_at__isnull=False),
                name="session_held_has_a_time",
            ),
            DistrictKey(
                "session_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
            ),
            DistrictKey(
                "session_entry",
                fields=("district", "entry"),
                target="coaching.TimeEntry",
                on_delete="SET NULL",
            ),
            DistrictKey(
                "session_goal",
                fields=("district", "circle", "goal"),
                target="goals.Goal",
                target_fields=("district", "circle", "id"),
                on_delete="SET NULL",
            ),
            RowPolicy("session_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("session_log", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "session_mend",
                UPDATE,
                to=MEMBER,
                columns=(
                    "status",
                    "planned_at",
                    "held_at",
                    "minutes",
                    "form",
                    "interaction_types",
                    "reason",
                    "goal",
                    "entry",
                    "revision",
                ),
                using=I_WROTE_IT_AND_OPEN,
            ),
            # What somebody else planned is moved and called off by the coach, and held anew as the
            # coach's own (`take_over`): an author never changes.
            RowPolicy(
                "session_settle",
                UPDATE,
                to=MEMBER,
                columns=("status", "planned_at", "reason"),
                using=COACHED & NOT_HELD_YET,
                check=COACHED & NOT_HELD_YET,
            ),
            RowPolicy("session_take_over", DELETE, to=MEMBER, using=COACHED & NEVER_LOGGED),
            RowPolicy("session_undo", DELETE, to=MEMBER, using=JUST_WRITTEN),
            # Dates and counts for the pulse and the caseload review; no words stand here.
            RowPolicy(
                "session_count",
                SELECT,
                to=DEFINER,
                columns=("id", "circle", "partnership", "entry", "status", "held_at", "planned_at"),
                using=EVERY_ROW,
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-held_at"], name="session_by_circle"),
            models.Index(fields=["partnership", "-held_at"], name="session_by_partnership"),
            models.Index(
                fields=["author", "planned_at"],
                condition=models.Q(status="planned"),
                name="session_planned",
            ),
        ]


class SessionText(CircleModel):
    """What was talked about, for the circle."""

    session = TenantForeignKey(Session, related_name="texts")
    body = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(db_default=Now())

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            # With the circle: else a text beside somebody else's session would clash with theirs.
            models.UniqueConstraint(
                fields=["district", "circle", "session"], name="sessiontext_once"
            ),
            DistrictKey(
                "sessiontext_session",
                fields=("district", "circle", "session"),
                target="coaching.Session",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy(
                "sessiontext_read",
                SELECT,
                to=MEMBER,
                using=IN_MY_CIRCLES | shared_with_me("session_id"),
            ),
            RowPolicy("sessiontext_write", INSERT, to=MEMBER, check=MINE_AND_OPEN),
            RowPolicy(
                "sessiontext_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "revision", "edited_at"),
                using=I_WROTE_IT_AND_OPEN,
            ),
        ]


class PrivateNote(CircleModel):
    """Just for me: read by its author alone; expires 30 days after the chapter closes.

    `expires_on` is its last day, written with the warning.
    """

    session = TenantForeignKey(Session, null=True, related_name="private_notes")
    body = models.TextField()
    revision = models.PositiveIntegerField(default=1, db_default=1)
    expires_on = models.DateField(null=True)

    class Meta(CircleModel.Meta):
        constraints = [
            *CircleModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "session", "author"], name="note_once_a_session"
            ),
            DistrictKey(
                "note_session",
                fields=("district", "circle", "session"),
                target="coaching.Session",
                target_fields=("district", "circle", "id"),
            ),
            RowPolicy("note_read", SELECT, to=MEMBER, using=JUST_FOR_ME),
            RowPolicy("note_write", INSERT, to=MEMBER, check=MINE_AND_OPEN & NOT_EXPIRING),
            RowPolicy(
                "note_edit",
                UPDATE,
                to=MEMBER,
                columns=("body", "revision"),
                using=I_WROTE_IT_AND_OPEN,
            ),
            RowPolicy("note_remove", DELETE, to=MEMBER, using=JUST_FOR_ME),
            RowPolicy(
                "note_relate",
                SELECT,
                to=DEFINER,
                columns=("id", "district", "circle", "author", "session", "expires_on"),
                using=EVERY_ROW,
            ),
            RowPolicy(
                "note_warn",
                UPDATE,
                to=DEFINER,
                columns=("expires_on",),
                using=NOT_EXPIRING,
                check=Rule("with a day of its own", "expires_on IS NOT NULL"),
            ),
            RowPolicy("note_expire", DELETE, to=DEFINER, using=EXPIRED),
        ]
