from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccessApp(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import checks  # noqa: F401  # registers itself

        post_migrate.connect(finish, sender=self)


def finish(using: str, **_: Any) -> None:
    """After every migrate: the sign-in role gets its tables, the database learns the seal keys."""
    from django.conf import settings
    from django.db import connections

    from access.models import SealKey
    from access.roles import SIGNIN
    from config.databases import SignInRouter

    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if SignInRouter().belongs(model)
    ]
    with connections[using].cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0] is None:
                continue  # its app migrates after this one
            cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {SIGNIN}')
    for key in settings.SEAL_KEYS:
        SealKey.objects.using(using).get_or_create(name=key.name, defaults={"secret": key.secret})
