"""Writes an invented roster into a folder or a zip."""

import csv
import io
import zipfile
from pathlib import Path

from accounts.roster.inventing import Invented
from accounts.roster.spoiling import MARK, Spoiled

_MOMENT = (2026, 8, 1, 0, 0, 0)


def write_roster(roster: Invented, out: Path, spoiled: Spoiled | None = None) -> None:
    """``out`` becomes a zip when its name ends in .zip, else a folder."""
    spoiled = spoiled or Spoiled()
    if out.suffix.lower() != ".zip":
        out.mkdir(parents=True, exist_ok=True)
        for name in roster.tables:
            (out / name).write_bytes(_as_bytes(roster, name, spoiled))
        return
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in roster.tables:
            # A fixed moment, so that the same arguments write the same bytes.
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _as_bytes(roster, name, spoiled))


def _as_bytes(roster: Invented, name: str, spoiled: Spoiled) -> bytes:
    text = io.StringIO()
    end = "\r\n" if name in spoiled.crlf else "\n"
    csv.writer(text, lineterminator=end).writerows(roster.tables[name])
    return (MARK if name in spoiled.marked else b"") + text.getvalue().encode()
