"""The seal: an identity that the database can verify and nobody who holds a connection can forge.

`sha256(key || sha256(key || text))` because the database has sha256 without an extension; the outer
hash closes the door to extending the text. Free of Django, so that settings can read the keys.
"""

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class SealKey:
    """A named secret; the database knows it under the same name."""

    name: str
    secret: bytes

    def __str__(self) -> str:
        return f"{self.name}:{self.secret.hex()}"


def new_key() -> SealKey:
    return SealKey(name="k" + secrets.token_hex(4), secret=secrets.token_bytes(32))


def parse_keys(text: str, kept: Path) -> tuple[SealKey, ...]:
    """Keys from `name:hex,name:hex`, newest first; from the file `kept` when the text is empty."""
    if not text and kept.exists():
        text = kept.read_text()
    pairs = (pair.strip().partition(":") for pair in text.split(",") if pair.strip())
    return tuple(SealKey(name, bytes.fromhex(secret)) for name, _, secret in pairs)


def seal(key: SealKey, *, purpose: str, member_id: UUID, district_id: UUID, seconds: int) -> str:
    """The sealed identity, good for `seconds` from now."""
    expiry = int(time.time()) + seconds
    text = f"v1.{key.name}.{purpose}.{member_id}.{district_id}.{expiry}"
    inner = sha256(key.secret + text.encode()).digest()
    return f"{text}.{sha256(key.secret + inner).hexdigest()}"
