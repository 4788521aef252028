"""The web process. It starts only when the database keeps the promise (access/checks.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("ALONGSIDE_LOGIN", "alongside_web")

application = get_wsgi_application()

from access.checks import refuse_unsafe_start  # noqa: E402  # needs the apps to be loaded

refuse_unsafe_start()
