"""What /readyz asks: database, broker, and whether the worker's tick still runs. Each has a limit."""

import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from access.identity import signin_alias

OK = "ok"
NO_ANSWER = "does not answer"
# Three ticks: one may be late.
SILENT_AFTER = "3 minutes"
SECONDS = 2


def state() -> dict[str, str]:
    """Each part with `ok` or what is wrong with it."""
    database, worker = database_and_worker()
    broker = OK if broker_answers(settings.REDIS_URL, settings.DATA_DIR / "broker") else NO_ANSWER
    return {"database": database, "broker": broker, "worker": worker}


def database_and_worker() -> tuple[str, str]:
    """One statement asks both; without an answer nothing is known of the worker."""
    try:
        with (
            transaction.atomic(using=signin_alias()),
            connections[signin_alias()].cursor() as cursor,
        ):
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            cursor.execute(
                "SELECT max(beat_at) > now() - %s::interval FROM accounts_heartbeat",
                [SILENT_AFTER],
            )
            (alive,) = cursor.fetchone()
    except DatabaseError:
        return NO_ANSWER, "unknown"
    return OK, OK if alive else "silent"


def broker_answers(redis_url: str, folder: Path) -> bool:
    """Redis within its limit; or whether the folder that stands for it can be used."""
    if not redis_url:
        return all(
            os.access(folder / part, os.R_OK | os.W_OK | os.X_OK)
            for part in ("messages", "control")
        )
    try:
        with Redis.from_url(
            redis_url,
            socket_connect_timeout=SECONDS,
            socket_timeout=SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False
