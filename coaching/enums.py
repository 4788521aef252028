from django.db import models


class PartnershipKind(models.TextChoices):
    COACHING = "coaching", "Individual coaching"
    TEAM = "team", "Team"
    LEADERSHIP = "leadership", "Leadership"
    LEADERSHIP_TEAM = "leadership_team", "Leadership team"
    PEER = "peer", "Peer"
    INDUCTION = "induction", "Induction"
    MENTORING = "mentoring", "Mentoring"


class Term(models.TextChoices):
    """How long: quick help and short-term begin at once, long-term with the partner's own click."""

    QUICK = "quick", "Quick help"
    SHORT = "short", "Short-term"
    LONG = "long", "Long-term"


class PartnershipStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


class PlaceStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    JOINED = "joined", "Joined"
    DECLINED = "declined", "Declined"
    LEFT = "left", "Left"


class InteractionType(models.TextChoices):
    KICKOFF = "kickoff", "Kickoff"
    PLANNING = "planning", "Planning"
    MODELING = "modeling", "Modeling"
    CO_TEACHING = "co_teaching", "Co-teaching"
    VISIT = "visit", "Classroom visit"
    PEER_VISIT = "peer_visit", "Visiting another teacher"
    DATA = "data", "Data"
    REAL_TIME = "real_time", "Real-time feedback"
    DEBRIEF = "debrief", "Debrief"
    GROUP = "group", "Group or PLC work"
    RESOURCES = "resources", "Resource support"
    OTHER = "other", "Other coaching work"
    NON_COACHING = "non_coaching", "Non-coaching duty"


class TimeCategory(models.TextChoices):
    ONE_TO_ONE = "one_to_one", "One-to-one"
    GROUP = "group", "Group"
    SUPPORT = "support", "Support"
    NON_COACHING = "non_coaching", "Non-coaching duty"


class ToldToPrincipal(models.TextChoices):
    """The fixed menu: workload and program, never a teacher, a partnership or a date."""

    DAYS = "days", "Days in the building"
    HOURS = "hours", "Hours by category"
    LOST = "lost", "Coaching time lost to other duties"
    FOCUS = "focus", "The school’s focus"
    GROUPS = "groups", "Group work with teams"
    COUNTS = "counts", "How many teachers take part, never for small groups"


class MeetingForm(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video"
    PHONE = "phone", "Phone"
    WRITTEN = "written", "In writing"


class SessionStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    NOT_HELD = "not_held", "Didn't happen"


class NotHeldReason(models.TextChoices):
    ABSENT = "absent", "Somebody was absent"
    COVERAGE = "coverage", "Pulled for coverage"
    SCHEDULE = "schedule", "The schedule changed"
    OTHER = "other", "Another reason"


class AskedSize(models.TextChoices):
    """How much coaching somebody asks for."""

    TEN_MINUTES = "ten_minutes", "Ten minutes"
    ONE_LESSON = "one_lesson", "One lesson"
    CYCLE = "cycle", "A coaching cycle"


class RequestStatus(models.TextChoices):
    OPEN = "open", "Waiting for an answer"
    ACCEPTED = "accepted", "Taken up"
    PASSED = "passed", "Passed along"
    DECLINED = "declined", "Not this time"
    TAKEN_BACK = "taken_back", "Taken back"


class Answered(models.TextChoices):
    ACCEPTED = "accepted", "Yes"
    PASSED = "passed", "Passed along"
    DECLINED = "declined", "Not this time"


class Grade(models.TextChoices):
    """Grades begin at birth."""

    BIRTH = "birth", "Birth to 3"
    PRE_K = "pre_k", "Pre-K"
    K = "k", "K"
    G1 = "1", "1"
    G2 = "2", "2"
    G3 = "3", "3"
    G4 = "4", "4"
    G5 = "5", "5"
    G6 = "6", "6"
    G7 = "7", "7"
    G8 = "8", "8"
    G9 = "9", "9"
    G10 = "10", "10"
    G11 = "11", "11"
    G12 = "12", "12"
