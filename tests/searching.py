"""Searching a list as a person does."""

from typing import Any

from django.test import Client


def search(client: Client, address: str, words: str, **also: str) -> Any:
    """Find is pressed; the page that comes has no name in its address."""
    answer = client.post(address, {"q": words, "find": "1", **also})
    assert answer.status_code == 302
    assert words not in answer.headers["Location"]
    return client.get(answer.headers["Location"])
