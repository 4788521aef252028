"""Stepping into a role: one transaction, one statement, everything local to it.

Every key is set every time, because a setting survives a released savepoint and reads as the empty
string after a transaction that set it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from access.roles import MEMBER, PROGRAM, WORKER
from access.seals import seal


class NoSealKey(RuntimeError):
    """This process was given no key to seal with."""


def sealed(purpose: str, *, member_id: UUID, district_id: UUID, seconds: int | None = None) -> str:
    """An identity for `purpose`: member, program or roster."""
    if not settings.SEAL_KEYS:
        raise NoSealKey("Set SEAL_KEYS, as printed by manage.py setup_roles.")
    return seal(
        settings.SEAL_KEYS[0],
        purpose=purpose,
        member_id=member_id,
        district_id=district_id,
        seconds=seconds or settings.SEAL_SECONDS,
    )


@contextmanager
def acting_as(*, member_id: UUID, district_id: UUID) -> Iterator[None]:
    """A person's request: reads what this member may read."""
    with stepping_into(MEMBER, sealed("member", member_id=member_id, district_id=district_id)):
        yield


@contextmanager
def acting_as_program(*, member_id: UUID, district_id: UUID) -> Iterator[None]:
    """A program page of an administrator: logistics only."""
    with stepping_into(PROGRAM, sealed("program", member_id=member_id, district_id=district_id)):
        yield


@contextmanager
def acting_as_worker(seal_text: str = "") -> Iterator[None]:
    """Background work: dates, recipients and the outbox; with a job's seal, what it was made for."""
    with stepping_into(WORKER, seal_text):
        yield


@contextmanager
def stepping_into(role: str, seal_text: str) -> Iterator[None]:
    with transaction.atomic():
        before = current_context() if connection.in_atomic_block and is_nested() else None
        set_context(role, seal_text)
        yield
        # Leaving the outermost transaction ends the settings with it; a rollback restores them.
        if before is not None and not connection.needs_rollback:
            set_context(*before)


def is_nested() -> bool:
    """Whether a transaction was already open when this block began."""
    return bool(connection.savepoint_ids)


def current_context() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), coalesce(current_setting('alongside.seal', true), '')"
        )
        role, seal_text = cursor.fetchone()
    return role, seal_text


def set_context(role: str, seal_text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config('alongside.seal', %s, true)",
            [role, seal_text],
        )
