"""When the database says no, with a reason that a page may show."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction

REFUSED = "AL001"


class Refused(Exception):
    """The kernel refused; `str()` is a sentence for the person who asked."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the kernel's refusal into `Refused`; what the block wrote is undone."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        cause = error.__cause__
        if getattr(cause, "pgcode", None) != REFUSED:
            raise
        raise Refused(cause.diag.message_primary) from None  # type: ignore[union-attr]  # psycopg2's
