"""Uploaded rosters on disk: outside of what the web serves, and only until they are applied.

Beside each lies its progress, because what a job writes in its one transaction can't be seen until
it ends. Web and worker share this folder.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_FOR_SECONDS = 24 * 60 * 60


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "rosters"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def upload_path(import_id: UUID) -> Path:
    return folder() / f"{import_id}.zip"


def progress_path(import_id: UUID) -> Path:
    return folder() / f"{import_id}.progress"


def keep_upload(import_id: UUID, upload: "UploadedFile[bytes]") -> Path:
    """Writes the upload to disk, readable by the server's user alone."""
    path = upload_path(import_id)
    path.touch(mode=0o600)
    with path.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return path


def drop_upload(import_id: UUID) -> None:
    for path in (upload_path(import_id), progress_path(import_id)):
        path.unlink(missing_ok=True)


def drop_old_uploads(*, older_than: float = KEPT_FOR_SECONDS) -> int:
    """Deletes what nobody confirmed; returns how many files."""
    oldest = time.time() - older_than
    old = [path for path in folder().iterdir() if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def digest_of(path: Path) -> str:
    """The digest of a file, or of all files of a folder."""
    digest = hashlib.sha256()
    for file in _files(path):
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        yield path


def write_progress(import_id: UUID, done: int, total: int) -> None:
    path = progress_path(import_id)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps([done, total]))
    draft.replace(path)


def read_progress(import_id: UUID) -> tuple[int, int]:
    """How many rows are written, of how many; (0, 0) before the first."""
    try:
        done, total = json.loads(progress_path(import_id).read_text())
    except (FileNotFoundError, ValueError):
        return (0, 0)
    return (done, total)
