"""Models and migrations agree, migrations run from nothing, and none breaks a running version.

Against a database of its own on the tests' server, connected as an operator would be.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2

NAME = "alongside_migrations"
COMMANDS = (
    ("manage.py", "setup_roles"),
    ("manage.py", "makemigrations", "--check", "--dry-run"),
    ("manage.py", "migrate", "--verbosity", "0"),
    ("-m", "deploy.lint_migrations"),
)


def forget(admin_url: str) -> None:
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    connection.close()


def database_url(admin_url: str) -> str:
    """The same server, without a login."""
    parts = urlsplit(admin_url)
    server = parts.netloc.rpartition("@")[2]
    return f"postgresql://{server}/{NAME}" + (f"?{parts.query}" if parts.query else "")


def main() -> int:
    admin_url = os.environ["TEST_ADMIN_DATABASE_URL"]
    environment = {
        **os.environ,
        "ADMIN_DATABASE_URL": admin_url,
        "DATABASE_URL": database_url(admin_url),
        "ALONGSIDE_LOGIN": "alongside_migrate",
    }
    forget(admin_url)
    try:
        for command in COMMANDS:
            done = subprocess.run([sys.executable, *command], env=environment, check=False)
            if done.returncode:
                return done.returncode
    finally:
        forget(admin_url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
