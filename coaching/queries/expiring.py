"""What a person wrote for themselves, with the day after which it is removed."""

from typing import Any

from django.db.models import DateField, F, Func, QuerySet
from django.db.models.functions import Coalesce

from coaching.models import PrivateNote


def notes_with_last_day() -> QuerySet[Any]:
    """`last_day` is None while the chapter is open; only their author reads any of these."""
    by_rule = Func(
        F("circle_id"), function="alongside.notes_last_day", output_field=DateField(null=True)
    )
    return PrivateNote.objects.annotate(last_day=Coalesce("expires_on", by_rule))


def expiring_notes() -> QuerySet[Any]:
    """Of closed chapters, what goes first at the top."""
    return (
        notes_with_last_day()
        .filter(circle__closed_at__isnull=False)
        .select_related("session")
        .order_by("last_day", "created_at")
    )
