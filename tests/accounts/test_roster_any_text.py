"""Whatever stands in the files: a staged picture or a refusal, and never an exception."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roster.findings import RosterRefused
from accounts.roster.reading import read_roster
from tests.accounts.roster_files import ROLES_12, USERS_12, roster_12, write_folder

CELLS = st.sampled_from(
    [
        "",
        "P-1",
        "S-1",
        "teacher",
        "Student",
        "1/2/2026",
        "x" * 70,
        'a"b',
        '"a\nb"',
        "ext:",
        "é",
        "\t",
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=9).map(",".join), max_size=6).map("\n".join)


def read_or_refuse(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            roster = read_roster(write_folder(Path(folder), files))
        except RosterRefused:
            return
    assert {role.person for role in roster.roles} <= set(roster.people)
    assert all(role.role not in ("student", "parent") for role in roster.roles)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(roles=ROWS, users=ROWS)
def test_any_rows_are_staged_or_refused(roles: str, users: str) -> None:
    read_or_refuse(roster_12(roles=ROLES_12 + roles, users=USERS_12 + users))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_staged_or_refused(content: bytes) -> None:
    read_or_refuse(roster_12(users=USERS_12.encode() + content))
