"""What a person's browser receives, compressed as the proxy does."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

ASSET = re.compile(r'(?:href|src)="/static/([^"]+)"')


def kilobytes(client: Client, path: str) -> tuple[float, float]:
    """A first visit with all that the page needs, and a page after it."""
    page = client.get(path).content
    assets = set(ASSET.findall(page.decode()))
    sizes = [compressed(Path(str(finders.find(name))).read_bytes()) for name in assets]
    return compressed(page) + sum(sizes), compressed(page)


def compressed(content: bytes) -> float:
    return len(gzip.compress(content, 6)) / 1000
