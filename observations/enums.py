from django.db import models


class VisitStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Not this time"
    CALLED_OFF = "called_off", "Called off"
    DRAFT = "draft", "Notes taken, not shared yet"
    SHARED = "shared", "Notes shared"
    WITHDRAWN = "withdrawn", "Consent withdrawn"
    EXPIRED = "expired", "Notes not shared in time"


class EvidenceKind(models.TextChoices):
    """What a line records: words, times and counts, never a judgement."""

    NOTE = "note", "Note"
    QUOTE = "quote", "Verbatim"
    TALLY = "tally", "Tally"
    TIMER = "timer", "Duration"
    QUESTION = "question", "Question to ask"
