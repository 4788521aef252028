"""Which login each process uses, and where the database is.

One process, one login: `manage.py` is the operator's and connects as `alongside_migrate`, which
becomes the owner; the web process connects as `alongside_web`; workers as `alongside_work`. What
belongs to signing in (identities, sessions) is reached through a second connection,
`alongside_signin`, so that SQL smuggled into a page's connection finds neither a session key nor a
password hash.
"""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOGINS = ("alongside_migrate", "alongside_web", "alongside_work", "alongside_signin")
# One connection that may become every role (tests/conftest.py).
TEST_LOGIN = "alongside_test"


def database_settings() -> dict[str, dict[str, Any]]:
    """The two connections of this process: `default` and `signin`."""
    testing = os.environ.get("ALONGSIDE_TESTING") == "1"
    login = os.environ.get("ALONGSIDE_LOGIN", TEST_LOGIN if testing else "alongside_web")
    if login not in (*LOGINS, TEST_LOGIN):
        raise ImproperlyConfigured(f"ALONGSIDE_LOGIN is {login!r}; use one of {', '.join(LOGINS)}.")
    default = connection_settings(login)
    if login == "alongside_migrate":
        default["OPTIONS"]["options"] = "-c role=alongside_owner"
        return {"default": default}
    if login in ("alongside_work", TEST_LOGIN):
        return {"default": default}
    signin = connection_settings("alongside_signin")
    signin["OPTIONS"]["options"] = "-c role=alongside_signin_data"
    return {"default": default, "signin": signin}


def connection_settings(login: str) -> dict[str, Any]:
    """Django's settings for one login, from DATABASE_URL.

    A server: `postgresql://host:5432/name`. A socket: `postgresql:///name?host=/folder`, which is
    what the embedded server uses (config/embedded.py sets it for the processes that it starts).
    """
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgresql:///alongside"))
    folder = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "alongside",
        "USER": login,
        "PASSWORD": os.environ.get(f"{login.upper()}_PASSWORD", ""),
        "HOST": folder or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A server that is gone is found out before whoever waits gives up.
        "OPTIONS": {"connect_timeout": 3},
    }


class SignInRouter:
    """Sends what belongs to signing in to the `signin` connection, where this process has one."""

    apps = frozenset(
        {"account", "socialaccount", "mfa", "usersessions", "sessions", "auth", "admin"}
        | {"contenttypes"}
    )
    models = frozenset({"accounts.user", "accounts.user_groups", "accounts.user_user_permissions"})

    def belongs(self, model: type[Any]) -> bool:
        return model._meta.app_label in self.apps or model._meta.label_lower in self.models

    def _alias(self, model: type[Any]) -> str | None:
        from django.conf import settings

        return "signin" if self.belongs(model) and "signin" in settings.DATABASES else None

    def db_for_read(self, model: type[Any], **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: type[Any], **hints: Any) -> str | None:
        return self._alias(model)

    def allow_relation(self, left: Any, right: Any, **hints: Any) -> bool:
        """Both connections reach one database, so every relation is a real one."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
