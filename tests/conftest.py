"""One database a worker, one connection whose login may become every role.

Outside a context the connection is the sign-in role, as in the web process before a request has its
member; `owner()` steps up to build the cast, `acting(member)` down to a person.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from access.context import acting_as, stepping_into
from access.management.commands.setup_roles import GROUPS, SILENCE, set_up
from access.roles import OWNER, SIGNIN
from accounts.models import Member
from tests.cast import Cast, build_cast

LOGIN = "alongside_test"
ROOT = Path(__file__).resolve().parent.parent


def admin_url() -> str:
    return os.environ["TEST_ADMIN_DATABASE_URL"]


def fingerprint() -> str:
    """Changes with every migration and every piece of the kernel's SQL."""
    files = sorted(
        [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/sql/*.sql"), *ROOT.glob("access/**/*.py")]
    )
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:10]


def use(database: str) -> None:
    """Points Django at a database of the tests' server, as the tests' login."""
    parts = urlsplit(admin_url())
    folder = parse_qs(parts.query).get("host", [""])[0]
    settings = connection.settings_dict
    settings.update(
        NAME=database,
        USER=LOGIN,
        PASSWORD="",
        HOST=folder or parts.hostname or "",
        PORT=str(parts.port or ""),
        OPTIONS={"options": f"-c role={SIGNIN}"},
    )


def make_template(cursor: Any, template: str) -> None:
    """A migrated database that every worker copies; the first one makes it, the others wait."""
    cursor.execute("SELECT pg_advisory_lock(4718)")
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template + "_ready"])
    if cursor.fetchone() is None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT")
        for setting, value in SILENCE.items():
            cursor.execute(f"ALTER ROLE {LOGIN} SET {setting} = '{value}'")
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(template))
        )
        set_up(admin_url(), template)
        cursor.execute(f"GRANT {', '.join(GROUPS)} TO {LOGIN}")
        cursor.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(template), sql.Identifier(LOGIN)
            )
        )
        use(template)
        with connection.cursor() as django_cursor:
            django_cursor.execute(f"SET ROLE {OWNER}")
        call_command("migrate", verbosity=0)
        connections.close_all()
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(template), sql.Identifier(template + "_ready")
            )
        )
    cursor.execute("SELECT pg_advisory_unlock(4718)")


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A copy of the migrated template, dropped at the end."""
    template = f"alongside_{fingerprint()}"
    database = f"test_{os.getpid()}_{worker_id}"
    server = psycopg2.connect(admin_url())
    server.autocommit = True
    with server.cursor() as cursor:
        # Blocked again for the tests: one without the `db` fixture would leave its rows behind.
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            make_template(cursor, template)
            copy_database(cursor, template + "_ready", database)
            use(database)
        yield
        connections.close_all()
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
    server.close()


def copy_database(cursor: Any, template: str, database: str) -> None:
    """A copy has its owner and grants inside; the doors of the database itself are set again."""
    cursor.execute("SELECT pg_advisory_lock(4719)")
    cursor.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            sql.Identifier(database), sql.Identifier(template), sql.Identifier(OWNER)
        )
    )
    cursor.execute("SELECT pg_advisory_unlock(4719)")
    set_up(admin_url(), database)
    cursor.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(database), sql.Identifier(LOGIN)
        )
    )


@contextmanager
def owner() -> Iterator[None]:
    """As the owner of the tables: builds the stage, reads everything."""
    with stepping_into(OWNER, ""):
        yield


def acting(member: Member) -> AbstractContextManager[None]:
    """As this member's request."""
    return acting_as(member_id=member.pk, district_id=member.district_id)


@pytest.fixture
def cast(db: None) -> Cast:
    with owner():
        return build_cast()
