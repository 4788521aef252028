"""The reader's report as plain text."""

from collections.abc import Iterable, Iterator

from accounts.roster.findings import Finding, RosterRefused, Severity
from accounts.roster.plan import Plan
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


def staged_report(roster: StagedRoster, findings: Iterable[Finding] | None = None) -> str:
    """What the roster holds, what was left behind, and each remark by file and line."""
    found = roster.findings if findings is None else findings
    return "\n".join([*_summary(roster), *_finding_lines(found)]) + "\n"


def planned_report(plan: Plan) -> str:
    """What applying would add, change and remove."""
    counts = plan.counts()
    if plan.is_empty:
        return "Everything is already as the roster says.\n"
    lines = []
    for kind in ("schools", "people"):
        added, changed, removed = (
            counts[f"{kind}_{verb}"] for verb in ("added", "changed", "removed")
        )
        lines.append(f"{kind}: {added:,} added, {changed:,} changed, {removed:,} removed")
    lines.append(f"evaluation lines: {counts['lines_added']:,} added")
    lines.append(f"coaches: {counts['coaches_added']:,} added")
    years, periods = counts["years_added"], counts["periods_added"]
    lines.append(f"calendar: {counted(years, 'school year')}, {counted(periods, 'grading period')}")
    return "\n".join(lines) + "\n"


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
