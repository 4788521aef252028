"""The queue and the cache of one Redis, in databases of their own."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.redis_urls import another_database, refuse_one_database_for_both


@pytest.mark.parametrize(
    ("queue", "cache"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/1"),
        ("redis://redis", "redis://redis/1"),
        ("rediss://:secret@redis:6380/3?x=1", "rediss://:secret@redis:6380/4?x=1"),
        ("redis://redis/15", "redis://redis/0"),
        ("", ""),
    ],
)
def test_the_cache_takes_the_next_database(queue: str, cache: str) -> None:
    taken = another_database(queue)
    assert taken == cache
    refuse_one_database_for_both(queue, taken)


@pytest.mark.parametrize(
    "cache", ["redis://redis:6379/0", "redis://:other@redis", "redis://redis/"]
)
def test_a_cache_in_the_queues_database_is_refused(cache: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="would lose messages"):
        refuse_one_database_for_both("redis://redis/0", cache)


def test_another_server_may_use_the_same_number() -> None:
    refuse_one_database_for_both("redis://queue/0", "redis://cache/0")
