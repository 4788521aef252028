"""Evaluation lines that never were true. The kernel decides, and tells those whom they reach."""

from django.db import connection

from access.models import EvaluationLine
from access.refusals import refusals


def mark_never_true(*, line: EvaluationLine, reason: str) -> None:
    """After the days of waiting it denies nothing, past or present; at once for whoever agrees.

    Raises Refused for the evaluator, and for a line that is marked already.
    """
    with refusals(), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.mark_never_true(%s, %s)", [str(line.pk), reason])
