from django.db import models


class Role(models.TextChoices):
    """What somebody does in the district's coaching program. Evaluators are recorded as lines."""

    TEACHER = "teacher", "Teacher or other staff"
    COACH = "coach", "Coach"
    MENTOR = "mentor", "Mentor (the coach's coach)"
    ADMIN = "admin", "Program administrator"


class Weekday(models.IntegerChoices):
    """ISO weekdays on which somebody does a role."""

    MONDAY = 1, "Mon"
    TUESDAY = 2, "Tue"
    WEDNESDAY = 3, "Wed"
    THURSDAY = 4, "Thu"
    FRIDAY = 5, "Fri"


class MessageKind(models.TextChoices):
    """What a message tells; its words are in templates/emails/, never in the row."""

    INVITATION = "invitation", "Invitation to Alongside"
    FOLLOW_UP_DUE = "follow_up_due", "A follow-up is due"
    PARTNERSHIP_OPENED = "partnership_opened", "A partnership has begun"
    PARTNERSHIP_PROPOSED = "partnership_proposed", "A partnership is proposed"
    EVIDENCE_SHARED = "evidence_shared", "Notes of a visit were shared with you"
    VISIT_PROPOSED = "visit_proposed", "A visit is proposed"
    VISIT_OFF = "visit_off", "A visit will not take place"
    ACCESS_ENDED = "access_ended", "You no longer see a coaching record"
    ROSTER_CUT_OFF = "roster_cut_off", "A roster import ended somebody's access"
    LINE_ENDED = "line_ended", "An evaluation line was ended"
    LINE_NEVER_TRUE = "line_never_true", "An evaluation line was marked as never true"
    IDENTITY_DOUBTED = "identity_doubted", "A coach doubts who has signed in"
    LINE_CUT_OFF = "line_cut_off", "A change under Program ended somebody's access"
    LINES_LAPSED = "lines_lapsed", "Evaluation lines ran out"
    REQUEST_ASKED = "request_asked", "You are asked for coaching"
    REQUEST_ANSWERED = "request_answered", "Your request was answered"
    COACHING_INVITED = "coaching_invited", "A word to you about coaching"
    NOTES_EXPIRE = "notes_expire", "Notes just for oneself will be removed"
    DRAFT_EXPIRES = "draft_expires", "A draft of visit notes will be removed"
