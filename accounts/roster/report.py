"""The reader's report as plain text."""

from collections.abc import Iterable, Iterator

from accounts.roster.findings import Finding, RosterRefused, Severity
from accounts.roster.staging import Mode, StagedRoster
from accounts.roster.vocabulary import OrgType

_PLURALS = {"person without a role": "people without a role"}


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 school``, ``2 schools``, ``1,200 people``."""
    return f"{number:,} {one if number == 1 else (many or one + 's')}"


def refusal_report(name: str, refused: RosterRefused) -> str:
    """Why nothing was applied, and everything else that was met before."""
    reason = refused.reason
    lines = [f"{name} was refused. Nothing was changed.", f"  {reason.place}: {reason.message}"]
    earlier = refused.findings[:-1]
    return "\n".join([*lines, *(_finding_lines(earlier) if earlier else ())]) + "\n"


def staged_report(roster: StagedRoster) -> str:
    """What the roster holds, what was left behind, and each remark by file and line."""
    return "\n".join([*_summary(roster), *_finding_lines(roster.findings)]) + "\n"


def _summary(roster: StagedRoster) -> Iterator[str]:
    how = "complete" if roster.mode is Mode.BULK else "changes only"
    yield f"{roster.name}: OneRoster {roster.version}, {how}"
    rows = ", ".join(f"{file} {count:,}" for file, count in roster.rows.items())
    yield f"  rows read: {rows or 'none'}"
    schools = sum(org.type is OrgType.SCHOOL for org in roster.orgs.values())
    yield "  staged: " + ", ".join(
        (
            counted(schools, "school"),
            counted(len(roster.orgs) - schools, "other org"),
            counted(len(roster.terms), "term"),
            counted(len(roster.people), "person", "people"),
            counted(len(roster.roles), "role"),
        )
    )
    if roster.left_behind:
        kinds = (
            counted(count, kind, _PLURALS.get(kind)) for kind, count in roster.left_behind.items()
        )
        yield f"  not kept: {', '.join(kinds)}"
    if roster.not_read:
        yield f"  not needed, not read: {', '.join(roster.not_read)}"


def _finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    found = list(findings)
    for severity, title in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
        these = [finding for finding in found if finding.severity is severity]
        yield counted(len(these), title) + (":" if these else "")
        for finding in these:
            yield f"  {finding.place}: {finding.message}"
