"""School years and grading periods that the district does not have yet. None is ever changed."""

from datetime import timedelta
from uuid import UUID, uuid4

from accounts.roster.current import Current
from accounts.roster.plan import NewPeriod, NewYear, Plan
from accounts.roster.staging import StagedRoster, StagedTerm

ONE_DAY = timedelta(days=1)
PERIODS_BY_PREFERENCE = ("gradingPeriod", "semester", "term")


def plan_calendar(roster: StagedRoster, current: Current, plan: Plan) -> None:
    by_year: dict[int, list[StagedTerm]] = {}
    years = [term for term in roster.terms.values() if term.type == "schoolYear"]
    for term in roster.terms.values():
        if not term.deleted:
            by_year.setdefault(_school_year(term, years), []).append(term)
    for school_year, terms in sorted(by_year.items()):
        name = f"{school_year - 1}–{school_year % 100:02}"
        here = next(
            (y for y in current.years if y.name == name or y.ends_on.year == school_year), None
        )
        if here is not None:
            if not here.has_periods:
                _plan_periods(plan, here.id, terms)
            continue
        year = _new_year(name, terms)
        plan.new_years.append(year)
        _plan_periods(plan, year.id, terms)


def _school_year(term: StagedTerm, years: list[StagedTerm]) -> int:
    """That of the year whose dates hold the term's; exports often give a fall term its own."""
    for year in years:
        if year.begins <= term.begins and term.ends <= year.ends:
            return year.school_year
    return term.school_year


def _new_year(name: str, terms: list[StagedTerm]) -> NewYear:
    whole = [term for term in terms if term.type == "schoolYear"] or terms
    return NewYear(
        id=uuid4(),
        name=name,
        starts_on=min(term.begins for term in whole),
        last_day=max(term.ends for term in whole) - ONE_DAY,
    )


def _plan_periods(plan: Plan, year: UUID, terms: list[StagedTerm]) -> None:
    for kind in PERIODS_BY_PREFERENCE:
        periods = {term.title or kind: term for term in terms if term.type == kind}
        if len(periods) > 1:
            plan.new_periods.extend(
                NewPeriod(year, name, term.begins, term.ends - ONE_DAY)
                for name, term in periods.items()
            )
            return
