"""Roles, logins, database and schema: run once by an administrator, any number of times."""

import os
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

from access import roles
from access.seals import new_key

GROUPS = (
    roles.OWNER,
    roles.DEFINER,
    roles.MEMBER,
    roles.PROGRAM,
    roles.WORKER,
    roles.SIGNIN,
)
MEMBERSHIPS = {
    roles.MIGRATE_LOGIN: (roles.OWNER,),
    roles.OWNER: (roles.DEFINER,),
    roles.WEB_LOGIN: (roles.MEMBER, roles.PROGRAM),
    roles.WORK_LOGIN: (roles.WORKER,),
    roles.SIGNIN_LOGIN: (roles.SIGNIN,),
}
# Otherwise texts stand in pg_stat_activity and in the server's log.
SILENCE = {
    "track_activities": "off",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


# Large objects stand outside of every table and policy: nobody makes one.
LARGE_OBJECTS = ("lo_creat(integer)", "lo_create(oid)", "lo_from_bytea(oid, bytea)")


class Command(BaseCommand):
    help = "Make roles, logins, database and schema (needs ADMIN_DATABASE_URL)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        url = os.environ.get("ADMIN_DATABASE_URL")
        if not url:
            raise CommandError("Set ADMIN_DATABASE_URL to a URL of a database administrator.")
        database = str(settings.DATABASES["default"]["NAME"])
        set_up(url, database)
        keep_seal_key()
        self.stdout.write(f"Roles and the database {database} are ready.")


def set_up(admin_url: str, database: str) -> None:
    """Everything that needs an administrator, for one database."""
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4717)")
        make_roles(cursor)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(roles.OWNER)
                )
            )
    parts = urlsplit(admin_url)
    inside = psycopg2.connect(parts._replace(path=f"/{database}").geturl())
    inside.autocommit = True
    with inside.cursor() as cursor:
        close_the_doors(cursor, database)
    inside.close()
    connection.close()


def make_roles(cursor: Any) -> None:
    for name in (*GROUPS, roles.MIGRATE_LOGIN, *roles.SERVICE_LOGINS):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
        kind = "NOLOGIN" if name in GROUPS else "LOGIN"
        cursor.execute(
            sql.SQL(
                f"ALTER ROLE {{}} {kind} NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            ).format(sql.Identifier(name))
        )
        password = os.environ.get(f"{name.upper()}_PASSWORD")
        if password and name not in GROUPS:
            cursor.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(name), sql.Literal(password)
                )
            )
        for setting, value in SILENCE.items():
            if name not in GROUPS:
                cursor.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(
                        sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                    )
                )
    for member, granted in MEMBERSHIPS.items():
        for group in granted:
            cursor.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member))
            )


def close_the_doors(cursor: Any, database: str) -> None:
    """No temporary tables, no new objects, no functions for whoever just connects."""
    cursor.execute(
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    )
    for login in (roles.MIGRATE_LOGIN, *roles.SERVICE_LOGINS):
        cursor.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(login)
            )
        )
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    cursor.execute(f"REVOKE EXECUTE ON FUNCTION {', '.join(LARGE_OBJECTS)} FROM PUBLIC")
    cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {roles.OWNER}")
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS alongside AUTHORIZATION {roles.DEFINER}")
    for name in GROUPS:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA alongside TO {name}")
    cursor.execute(
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {roles.DEFINER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    )


def keep_seal_key() -> None:
    """In the demo the key lies beside the data; elsewhere it is given as SEAL_KEYS."""
    path = settings.DATA_DIR / "secrets" / "seal_keys"
    if settings.SEAL_KEYS or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(str(new_key()))
