"""The migration linter, without making it one of the application's apps."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Looked at by a person: a key that gets wider refuses nothing that the running version writes.
LOOKED_AT = ("0006_text_once", "0004_text_once")
OUR_APPS = ("access", "accounts", "coaching", "comments", "goals", "mentoring", "observations")


def main() -> None:
    """Ends with an error when a migration would break the version that is still running."""
    django.setup()
    from django_migration_linter.management.commands import lintmigrations

    call_command(
        lintmigrations.Command(),
        no_cache=True,
        quiet=["ok"],
        include_apps=list(OUR_APPS),
        # Before the first tables there is no running version to break.
        ignore_name_contains="_initial",
        ignore_name=list(LOOKED_AT),
    )


if __name__ == "__main__":
    main()
