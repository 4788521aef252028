"""The migration linter, without making it one of the application's apps."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

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
    )


if __name__ == "__main__":
    main()
