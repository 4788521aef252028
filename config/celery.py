"""Background work: tasks take ids, results are ignored, and nothing that people wrote goes through
the broker. With REDIS_URL unset (the demo) the broker is a folder under the data."""

import logging
import logging.config
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TICK = "coaching.tasks.send_due_reminders"
EVERY_HOUR = {"schedule": 3600.0, "options": {"expires": 3000}}
# What is due is a question to the database, not to a schedule.
SCHEDULE = {
    "due-reminders": {"task": TICK, "schedule": 60.0, "options": {"expires": 55}},
    "old-rosters": {"task": "accounts.tasks.drop_old_rosters", **EVERY_HOUR},
    "expiry": {"task": "coaching.tasks.expire", **EVERY_HOUR},
    "lapsing-lines": {"task": "accounts.tasks.lapse_lines", **EVERY_HOUR},
}

app = Celery("alongside")


def configure() -> dict[str, Any]:
    """Read when the app is first used, by when Django's settings are complete."""
    from django.conf import settings

    return {
        **broker(settings.REDIS_URL, settings.DATA_DIR / "broker"),
        "result_backend": None,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_serializer": "json",
        "event_serializer": "json",
        "accept_content": ["json"],
        # A worker that is cut off leaves its task to the next one; every task may run twice.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_time_limit": 1800,
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "timezone": "UTC",
        "beat_schedule": SCHEDULE,
        # Keeps nothing on disk: a missed tick is caught up by the next one.
        "beat_scheduler": "celery.beat:Scheduler",
    }


def broker(redis_url: str, folder: Path) -> dict[str, Any]:
    """Redis, or files in a folder."""
    if redis_url:
        return {
            "broker_url": redis_url,
            "broker_connection_retry_on_startup": True,
            "broker_transport_options": {"visibility_timeout": 3600},
        }
    messages, control = folder / "messages", folder / "control"
    for part in (messages, control):
        part.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost//",
        "broker_transport_options": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
        },
    }


app.add_defaults(configure)
app.autodiscover_tasks()


class WithoutCauses(logging.Filter):
    """Celery writes a failed task's exception into its message; an exception may quote a row."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:
            kind = record.exc_info[0] if record.exc_info else None
            named = kind.__name__ if kind else "an error"
            record.args = {**record.args, "exc": named, "traceback": ""}
        return True


@signals.setup_logging.connect
def log_like_the_web_process(**_: object) -> None:
    """Django's settings decide what is logged; being connected keeps Celery's own set-up away."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    for name in ("celery.app.trace", "celery.worker.request"):
        logging.getLogger(name).addFilter(WithoutCauses())


def refuse_unsafe_start(**_: object) -> None:
    """Celery swallows what a signal's receiver raises, so this leaves by SystemExit."""
    import django

    django.setup()
    check: Callable[[], None]
    from access.checks import refuse_unsafe_start as check

    try:
        check()
    except Exception as error:  # noqa: BLE001  # whatever is wrong, no work is done
        print(error, file=sys.stderr, flush=True)  # noqa: T201
        raise SystemExit(1) from None


def tick_at_once(**_: object) -> None:
    """Beat's own first tick would come after a minute, in which /readyz would say "silent"."""
    app.send_task(TICK, expires=55)


signals.worker_init.connect(refuse_unsafe_start)
signals.beat_init.connect(refuse_unsafe_start)
signals.beat_init.connect(tick_at_once)
