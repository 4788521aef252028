"""What must hold before a process serves anybody. Each finding has an id and says what to do."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from access.constraint import RowPolicy
from access.roles import MIGRATE_LOGIN

SILENT = {
    "track_activities": "off",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
MEANINGS = {"0": "0", "0B": "0"}
RIGHTS = """
SELECT rolname, rolsuper OR rolbypassrls, EXISTS (
       SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'alongside') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
  FROM pg_roles r WHERE rolname = session_user
"""
UNWALLED = """
SELECT c.relname FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'alongside')
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'district_id' AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p') AND NOT (
       c.relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
 ORDER BY c.relname
"""


@register(Tags.models)
def every_district_table_has_a_policy(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """access.E001: a model with a district declares who may read it."""
    return [
        Error(
            f"{model._meta.label} has a district and no RowPolicy.",
            hint="Add a RowPolicy to Meta.constraints; undeclared means invisible.",
            id="access.E001",
        )
        for model in apps.get_models()
        if any(field.name == "district" for field in model._meta.fields)
        and not any(isinstance(rule, RowPolicy) for rule in model._meta.constraints)
    ]


@register(Tags.database)
def the_database_is_safe(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """access.E002 to E006: what the logins of this process could do, and whether the wall stands."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if settings.DATABASES[alias].get("USER") == MIGRATE_LOGIN:
            continue
        found += [finding for finding in findings_of(alias) if finding not in found]
    return found


def findings_of(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        found = [*rights_of_login(cursor), *what_is_logged(cursor), *tables_without_wall(cursor)]
    return found + open_socket(alias)


def rights_of_login(cursor: Any) -> Iterator[CheckMessage]:
    cursor.execute(RIGHTS)
    login, mighty, owns = cursor.fetchone()
    if settings.TESTING:
        return
    hint = "Connect as the logins that manage.py setup_roles makes."
    if mighty:
        yield Error(
            f"{login} is a superuser or bypasses row security.", hint=hint, id="access.E002"
        )
    if owns:
        yield Error(
            f"{login} owns tables, so row security does not bind it.", hint=hint, id="access.E003"
        )


def what_is_logged(cursor: Any) -> Iterator[CheckMessage]:
    for name, wanted in SILENT.items():
        cursor.execute("SELECT current_setting(%s), session_user", [name])
        value, login = cursor.fetchone()
        if MEANINGS.get(value, value) != wanted:
            yield Error(
                f"{name} is {value} for {login}: the server would keep what people write.",
                hint="Run manage.py setup_roles.",
                id="access.E004",
            )


def open_socket(alias: str) -> list[CheckMessage]:
    embedded = Path(str(settings.DATABASES[alias].get("HOST", ""))).is_absolute()
    if not embedded or settings.DEMO or settings.TESTING or socket_allowed():
        return []
    return [
        Error(
            "The embedded PostgreSQL trusts whoever reaches its socket.",
            hint="Set DATABASE_URL to a server; for a server's own socket with passwords or"
            " peer sign-in set ALLOW_SOCKET=1.",
            id="access.E005",
        )
    ]


def tables_without_wall(cursor: Any) -> list[CheckMessage]:
    """What E001 says of the models, asked of the tables that are there."""
    cursor.execute(UNWALLED)
    return [
        Error(
            f"{table} has a district, and no row security or no policy stands in the database.",
            hint="Run manage.py migrate; if the table is not of Alongside, remove it. Whoever"
            " disabled its row security has to enable it again.",
            id="access.E006",
        )
        for (table,) in cursor.fetchall()
    ]


def socket_allowed() -> bool:
    return os.environ.get("ALLOW_SOCKET") == "1"


def refuse_unsafe_start() -> None:
    """Called by web, worker and beat. Raises ImproperlyConfigured with every error."""
    messages = run_checks(
        tags=[Tags.models, Tags.database],
        databases=list(settings.DATABASES),
        include_deployment_checks=False,
    )
    errors = [message for message in messages if message.is_serious()]
    for connection in connections.all(initialized_only=True):
        connection.close()
    if errors:
        raise ImproperlyConfigured("\n".join(str(error) for error in errors))
