"""Bytes to lines: UTF-8 with or without a mark, any kind of line end, flat memory."""

from collections.abc import Iterator
from typing import IO

from accounts.roster.findings import FindingLog

CHUNK = 64 * 1024
LONGEST_LINE = 1024 * 1024
UTF8_MARK = "\ufeff"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_lines(stream: IO[bytes], file: str, remarks: FindingLog, largest: int) -> Iterator[str]:
    """Yields each line with its end; refuses the file at the first byte that is not text."""
    position = 0
    for number, raw in enumerate(_raw_lines(stream, file, remarks), start=1):
        if number == 1 and raw.startswith(UTF16_MARKS):
            remarks.refuse(
                file,
                1,
                "not-utf8",
                "This file is UTF-16 (“Unicode text”). Save it as CSV UTF-8.",
            )
        text = _decoded(raw, number, position, file, remarks)
        yield text.removeprefix(UTF8_MARK) if number == 1 else text
        position += len(raw)
        if position > largest:
            remarks.refuse(file, number, "too-large", "This file is too large for a roster.")


def _raw_lines(stream: IO[bytes], file: str, remarks: FindingLog) -> Iterator[bytes]:
    rest = b""
    seen = 0
    while chunk := stream.read(CHUNK):
        pieces = (rest + chunk).splitlines(keepends=True)
        # The last piece may go on in the next chunk, and a lone CR may turn out a CRLF.
        rest = pieces.pop()
        yield from pieces
        seen += len(pieces)
        if len(rest) > LONGEST_LINE:
            remarks.refuse(
                file, seen + 1, "line-too-long", "This line is too long to be a CSV row."
            )
    yield from rest.splitlines(keepends=True)


def _decoded(raw: bytes, line: int, position: int, file: str, remarks: FindingLog) -> str:
    if b"\0" in raw:
        at = position + raw.index(b"\0") + 1
        remarks.refuse(file, line, "not-text", f"Byte {at} is zero: this is not a text file.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        remarks.refuse(
            file,
            line,
            "not-utf8",
            f"Byte {position + error.start + 1} (0x{raw[error.start]:02X}) is not UTF-8. "
            "Save the file as CSV UTF-8.",
        )
