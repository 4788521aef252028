from django.db import models


class GoalOrigin(models.TextChoices):
    """Where a goal came from, as the teacher tells it."""

    SELF_REFLECTION = "self_reflection", "My own reflection"
    COLLEAGUES = "colleagues", "Watching colleagues"
    COACH = "coach", "My coach's feedback"
    ADMINISTRATOR = "administrator", "An administrator's observation"
    PROGRAM = "program", "Set by the program"


class GoalStatus(models.TextChoices):
    ACTIVE = "active", "Working on it"
    FINISHED = "finished", "Finished"
    SET_ASIDE = "set_aside", "Set aside"


class Verdict(models.TextChoices):
    """What each person says at the end; differences stay visible."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    GO_ON = "go_on", "Go on with it"
    SET_ASIDE = "set_aside", "Set aside"
