"""The school year: its grading periods and the days on which there is no school."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from access.refusals import Refused
from accounts.models import GradingPeriod, NonInstructionalDay, SchoolYear

LONGEST_BREAK = 60


def save_year(*, year: SchoolYear) -> SchoolYear:
    """Adds or corrects a year."""
    clash = SchoolYear.objects.exclude(pk=year.pk).filter(
        starts_on__lte=year.ends_on, ends_on__gte=year.starts_on
    )
    if year.ends_on <= year.starts_on:
        raise Refused("The year must end after it starts.")
    if clash.exists():
        raise Refused("Another school year covers some of these days.")
    try:
        with transaction.atomic():
            keep(year)
    except IntegrityError:
        raise Refused("There is a school year of that name already.") from None
    return year


def save_period(*, period: GradingPeriod) -> GradingPeriod:
    """Adds or corrects a grading period inside its year; periods do not overlap."""
    year = period.year
    if period.ends_on <= period.starts_on:
        raise Refused("The period must end after it starts.")
    if period.starts_on < year.starts_on or period.ends_on > year.ends_on:
        raise Refused("A grading period lies inside its school year.")
    clash = year.periods.exclude(pk=period.pk).filter(
        starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    if clash.exists():
        raise Refused("Another grading period covers some of these days.")
    try:
        with transaction.atomic():
            keep(period)
    except IntegrityError:
        raise Refused("There is a grading period of that name already.") from None
    return period


def keep(row: SchoolYear | GradingPeriod) -> None:
    """New rows are written whole; of old ones only what an administrator may change."""
    row.save(update_fields=None if row._state.adding else ["name", "starts_on", "ends_on"])


def add_days_off(*, year: SchoolYear, first: date, last: date, label: str) -> int:
    """Marks the weekdays from `first` to `last`; those marked before stay as they are."""
    if last < first:
        raise Refused("The last day comes before the first.")
    if first < year.starts_on or last > year.ends_on:
        raise Refused("These days lie outside the school year.")
    if (last - first).days > LONGEST_BREAK:
        raise Refused("A break of more than two months is better two school years.")
    span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    marked = set(
        NonInstructionalDay.objects.filter(day__range=(first, last)).values_list("day", flat=True)
    )
    # A single day is taken as given, so that a Saturday with school work can be marked too.
    new = [day for day in span if day not in marked and (day.isoweekday() <= 5 or first == last)]
    NonInstructionalDay.objects.bulk_create(
        NonInstructionalDay(year=year, day=day, label=label) for day in new
    )
    return len(new)


def remove_day_off(*, day: NonInstructionalDay) -> None:
    NonInstructionalDay.objects.filter(pk=day.pk).delete()
