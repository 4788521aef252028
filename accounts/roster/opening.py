"""Opens a zip or a folder and hands out its files as lines of text.

Nothing is ever unpacked to disk: members are read as streams, by the names that a roster
may have, so a path in a zip can overwrite nothing. Such a zip is refused all the same.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from accounts.roster.findings import FindingLog, quoted
from accounts.roster.lines import read_lines

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a roster may weigh. A large state's roster stays far below all of these."""

    upload: int = 200 * MEGABYTE
    members: int = 500
    member: int = 1024 * MEGABYTE
    total: int = 2048 * MEGABYTE
    ratio: int = 100
    ratio_from: int = 2 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a roster: how it is spelled there, and how to open it."""

    shown: str
    open: Callable[[], IO[bytes]]


class RosterSource:
    """The CSV files of one roster, by their lowercased names."""

    def __init__(self, name: str, remarks: FindingLog, limits: Limits, stack: ExitStack) -> None:
        self.name = name
        self._remarks = remarks
        self._limits = limits
        self._stack = stack
        self._members: dict[str, Member] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def names(self) -> list[str]:
        """The files as they are spelled, sorted."""
        return sorted(member.shown for member in self._members.values())

    def add(self, members: Mapping[str, Member]) -> None:
        self._members.update(members)

    def has(self, file: str) -> bool:
        return file.lower() in self._members

    def spelled(self, file: str) -> str:
        """The file's own spelling, for messages: ``Users.csv`` where it says so."""
        member = self._members.get(file.lower())
        return member.shown if member else file

    def lines(self, file: str) -> Iterator[str]:
        """The file's lines with their line ends; refuses what is not UTF-8 text."""
        member = self._members[file.lower()]
        try:
            with closing(member.open()) as stream:
                yield from read_lines(stream, member.shown, self._remarks, self._limits.member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            self._remarks.refuse(
                member.shown,
                None,
                "damaged",
                "This file is damaged and can’t be read. Export the roster again.",
            )


def open_source(path: Path, remarks: FindingLog, limits: Limits | None = None) -> RosterSource:
    """Opens the roster at ``path``; refuses what is not safely a zip or a folder."""
    limits = limits or Limits()
    if path.is_dir():
        return _open_folder(path, remarks, limits)
    if not path.is_file():
        remarks.refuse(path.name, None, "not-found", "There is no such file or folder.")
    if path.stat().st_size > limits.upload:
        remarks.refuse(
            path.name,
            None,
            "too-large",
            f"The file is larger than {limits.upload // MEGABYTE} MB. "
            "Export staff only, or leave out classes and enrollments.",
        )
    return _open_zip(path, remarks, limits)


def _open_folder(path: Path, remarks: FindingLog, limits: Limits) -> RosterSource:
    source = RosterSource(path.name, remarks, limits, ExitStack())
    members = {
        file.relative_to(path).as_posix(): Member(file.name, _file_opener(file))
        for file in sorted([*path.glob("*"), *path.glob("*/*")])
        if file.is_file() and file.suffix.lower() == ".csv" and not _is_litter(file.name)
    }
    source.add(_at_the_root(members, path.name, remarks))
    return source


def _file_opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _open_zip(path: Path, remarks: FindingLog, limits: Limits) -> RosterSource:
    stack = ExitStack()
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        remarks.refuse(
            path.name,
            None,
            "not-a-zip",
            "This is not a zip file, or it is damaged. Zip the CSV files themselves.",
        )
    try:
        members = _checked_members(archive, path.name, remarks, limits)
        source = RosterSource(path.name, remarks, limits, stack)
        source.add(_at_the_root(members, path.name, remarks))
    except BaseException:
        stack.close()
        raise
    return source


def _checked_members(
    archive: zipfile.ZipFile, name: str, remarks: FindingLog, limits: Limits
) -> dict[str, Member]:
    infos = archive.infolist()
    if len(infos) > limits.members:
        remarks.refuse(
            name,
            None,
            "too-many-files",
            f"The zip holds {len(infos):,} files; a roster has about twenty.",
        )
    if sum(info.file_size for info in infos) > limits.total:
        remarks.refuse(name, None, "zip-bomb", "The zip unpacks to far more than a roster holds.")
    members: dict[str, Member] = {}
    for info in infos:
        if info.is_dir() or _is_litter(info.filename):
            continue
        _check_member(info, remarks, limits)
        if not info.filename.lower().endswith(".csv"):
            continue
        if info.filename in members:
            remarks.refuse(
                name, None, "file-twice", f"The zip holds {quoted(info.filename)} twice."
            )
        members[info.filename] = Member(
            PurePosixPath(info.filename).name, _member_opener(archive, info)
        )
    return members


def _member_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _check_member(info: zipfile.ZipInfo, remarks: FindingLog, limits: Limits) -> None:
    shown = info.orig_filename
    if _leaves_the_zip(shown):
        remarks.refuse(
            quoted(shown),
            None,
            "path-in-zip",
            "This name in the zip points outside of it. Zip the CSV files by themselves.",
        )
    if info.flag_bits & 0x1:
        remarks.refuse(
            shown, None, "encrypted", "The zip has a password. Make one without a password."
        )
    too_dense = info.file_size > limits.ratio * max(info.compress_size, 1)
    if info.file_size > limits.member or (info.file_size > limits.ratio_from and too_dense):
        remarks.refuse(
            shown, None, "zip-bomb", "This file unpacks to far more than a roster holds."
        )


def _leaves_the_zip(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        name.startswith(("/", "\\"))
        or "\\" in name
        or "\0" in name
        or ".." in parts
        or ":" in parts[0]
    )


def _is_litter(name: str) -> bool:
    """What macOS adds to every zip."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith("._")


def _at_the_root(
    members: Mapping[str, Member], name: str, remarks: FindingLog
) -> dict[str, Member]:
    """Takes the files at the root, or, with a warning, those of the only folder."""
    folders = {str(PurePosixPath(path).parent) for path in members}
    if not folders:
        remarks.refuse(name, None, "no-csv", "There are no CSV files in it.")
    if "." in folders:
        chosen = "."
    elif len(folders) == 1:
        chosen = folders.pop()
        remarks.warning(
            name,
            None,
            "nested-folder",
            f"The files are in a folder, {quoted(chosen)}; they belong at the root.",
        )
    else:
        remarks.refuse(
            name,
            None,
            "several-folders",
            "The CSV files are in several folders. Put those of one roster at the root.",
        )
    found: dict[str, Member] = {}
    for path, member in members.items():
        if str(PurePosixPath(path).parent) != chosen:
            continue
        if member.shown.lower() in found:
            remarks.refuse(name, None, "file-twice", f"It holds {quoted(member.shown)} twice.")
        found[member.shown.lower()] = member
    return found
