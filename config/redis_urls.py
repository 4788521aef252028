"""Redis keeps the queue and the cache, in databases of their own."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# As many as a Redis has that nobody configured.
DATABASES = 16


def place(url: str) -> tuple[str | None, int, int]:
    """The server, and the number of its database."""
    parts = urlsplit(url)
    return parts.hostname, parts.port or 6379, int(parts.path.strip("/") or 0)


def another_database(url: str) -> str:
    """The same server's next database; nothing for nothing."""
    number = place(url)[2]
    return url and urlsplit(url)._replace(path=f"/{(number + 1) % DATABASES}").geturl()


def refuse_one_database_for_both(queue: str, cache: str) -> None:
    if queue and cache and place(queue) == place(cache):
        raise ImproperlyConfigured(
            "CACHE_URL names the database of REDIS_URL, so emptying the cache would lose messages. "
            "Give it another number."
        )
