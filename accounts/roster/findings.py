"""What a roster's reader has to say, by file and line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NoReturn


class Severity(StrEnum):
    """An error skips its row; a warning imports it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one row, or the same on several: ``rows`` counts them all,
    ``more_lines`` names the next few after the first.
    """

    file: str
    line: int | None
    severity: Severity
    code: str
    message: str
    rows: int = 1
    more_lines: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """``users.csv, line 12``, or the file alone when no line is meant."""
        if self.line is None:
            return self.file
        if self.rows == 1:
            return f"{self.file}, line {self.line}"
        lines = ", ".join(str(line) for line in (self.line, *self.more_lines))
        unnamed = self.rows - 1 - len(self.more_lines)
        return f"{self.file}, lines {lines}" + (f" and {unnamed:,} more" if unnamed else "")


class RosterRefused(Exception):
    """Nothing of this roster can be applied; the last finding says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        reason = self.findings[-1]
        super().__init__(f"{reason.place}: {reason.message}")

    @property
    def reason(self) -> Finding:
        return self.findings[-1]


LINES_NAMED = 19


@dataclass(slots=True)
class _Repeated:
    index: int
    rows: int = 1
    more_lines: list[int] = field(default_factory=list)


class FindingLog:
    """Collects findings in the order in which they are met."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._repeated: dict[tuple[str, str, str], _Repeated] = {}

    def error(self, file: str, line: int | None, code: str, message: str) -> None:
        self._findings.append(Finding(file, line, Severity.ERROR, code, message))

    def warning(self, file: str, line: int | None, code: str, message: str) -> None:
        self._findings.append(Finding(file, line, Severity.WARNING, code, message))

    def warning_once(self, file: str, line: int | None, code: str, message: str) -> None:
        """The same words about many rows become one finding at the first of them."""
        key = (file, code, message)
        repeated = self._repeated.get(key)
        if repeated is None:
            self._repeated[key] = _Repeated(len(self._findings))
            self.warning(file, line, code, message)
            return
        repeated.rows += 1
        if line is not None and len(repeated.more_lines) < LINES_NAMED:
            repeated.more_lines.append(line)

    def refuse(self, file: str, line: int | None, code: str, message: str) -> NoReturn:
        refusal = Finding(file, line, Severity.ERROR, code, message)
        raise RosterRefused([*self.findings(), refusal])

    def findings(self) -> list[Finding]:
        found = list(self._findings)
        for repeated in self._repeated.values():
            found[repeated.index] = replace(
                found[repeated.index],
                rows=repeated.rows,
                more_lines=tuple(repeated.more_lines),
            )
        return found


def quoted(value: str, longest: int = 60) -> str:
    """A value from a file, fit to be shown: short, on one line, in quotation marks."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in value)
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return f"“{shown}”"
