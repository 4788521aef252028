"""Rotation of the seal's key, seen from the database that verifies."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from access.seals import SealKey, parse_keys
from config.settings import DATA_DIR
from tests.cast import Cast
from tests.conftest import acting, owner


def rotated(settings: Any) -> tuple[SealKey, ...]:
    out = StringIO()
    with owner():
        call_command("rotate_seal_key", stdout=out, stderr=StringIO())
    return parse_keys(out.getvalue().strip().removeprefix("SEAL_KEYS="), DATA_DIR / "none")


def known_as_member(cast: Cast) -> bool:
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.me()")
        row = cursor.fetchone()
    assert row is not None
    return bool(row[0] == cast.casey.pk)


def test_new_key_verifies_at_once_and_the_old_one_goes_on(cast: Cast, settings: Any) -> None:
    old = settings.SEAL_KEYS
    keys = rotated(settings)

    assert keys[1:] == old
    assert known_as_member(cast)
    settings.SEAL_KEYS = keys
    assert known_as_member(cast)


def test_retired_key_is_nobody(cast: Cast, settings: Any) -> None:
    old = settings.SEAL_KEYS
    settings.SEAL_KEYS = rotated(settings)
    with owner():
        call_command("rotate_seal_key", "--retire", old[0].name, stdout=StringIO())
    assert known_as_member(cast)

    settings.SEAL_KEYS = old
    assert not known_as_member(cast)


def test_key_in_use_cannot_be_retired(cast: Cast, settings: Any) -> None:
    with owner(), pytest.raises(CommandError, match="rotate first"):
        call_command("rotate_seal_key", "--retire", settings.SEAL_KEYS[0].name)


def test_unknown_key_cannot_be_retired(cast: Cast) -> None:
    with owner(), pytest.raises(CommandError, match="knows no key"):
        call_command("rotate_seal_key", "--retire", "k0")
