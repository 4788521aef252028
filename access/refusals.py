"""When the database says no, with a reason that a page may show, and when somebody was faster."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction

REFUSED = "AL001"
INSUFFICIENT_PRIVILEGE = "42501"


class Refused(Exception):
    """The kernel refused; `str()` is a sentence for the person who asked."""


class Stale(Exception):
    """Somebody saved a newer version: nothing was written, and the page shows both and asks again."""


@contextmanager
def refusals(*, closed: str = "") -> Iterator[None]:
    """Turns the kernel's refusal into `Refused`; what the block wrote is undone.

    `closed` is said where a policy lets nobody write there anymore: somebody ended it while this
    person was typing.
    """
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        cause = error.__cause__
        code = getattr(cause, "pgcode", None)
        if closed and code == INSUFFICIENT_PRIVILEGE:
            raise Refused(closed) from None
        if code != REFUSED:
            raise
        raise Refused(cause.diag.message_primary) from None  # type: ignore[union-attr]  # psycopg2's
