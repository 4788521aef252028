"""What must hold before a process serves anybody. Each finding has an id and says what to do."""

import os
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from access.constraint import RowPolicy
from access.roles import MIGRATE_LOGIN

# Tables without a district: what signing in needs, and Django's own bookkeeping.
WITHOUT_POLICY = frozenset({"django_migrations"})
SILENT = {
    "track_activities": "off",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
MEANINGS = {"0": "0", "0B": "0"}


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
def logins_are_harmless(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """access.E002 to E005: what the logins of this process could do."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if settings.DATABASES[alias].get("USER") == MIGRATE_LOGIN:
            continue
        found += findings_of(alias)
    return found


def findings_of(alias: str) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            "          WHERE n.nspname IN ('public', 'alongside')"
            "            AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
            " FROM pg_roles r WHERE rolname = session_user"
        )
        login, mighty, owns = cursor.fetchone()
        if mighty and not settings.TESTING:
            found.append(
                Error(
                    f"{login} is a superuser or bypasses row security.",
                    hint="Connect as the logins that manage.py setup_roles makes.",
                    id="access.E002",
                )
            )
        if owns and not settings.TESTING:
            found.append(
                Error(
                    f"{login} owns tables, so row security does not bind it.",
                    hint="Connect as the logins that manage.py setup_roles makes.",
                    id="access.E003",
                )
            )
        for name, wanted in SILENT.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if MEANINGS.get(value, value) != wanted:
                found.append(
                    Error(
                        f"{name} is {value} for {login}: the server would keep what people write.",
                        hint="Run manage.py setup_roles.",
                        id="access.E004",
                    )
                )
    embedded = Path(str(settings.DATABASES[alias].get("HOST", ""))).is_absolute()
    if embedded and not (settings.DEMO or settings.TESTING) and not socket_allowed():
        found.append(
            Error(
                "The embedded PostgreSQL trusts whoever reaches its socket.",
                hint="Set DATABASE_URL to a server; for a server's own socket with passwords or"
                " peer sign-in set ALLOW_SOCKET=1.",
                id="access.E005",
            )
        )
    return found


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
