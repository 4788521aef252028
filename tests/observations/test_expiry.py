"""A draft of visit notes that is not shared within ten school days: warned of, then removed."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import (
    Contact,
    District,
    Member,
    NonInstructionalDay,
    OutboxMessage,
    SchoolYear,
)
from accounts.services.outbox import send_waiting
from coaching.services.expiry import remove_expired, warn_of_expiring
from observations.models import Evidence, Visit
from observations.services import take_line
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner
from tests.observations.test_visits import WORDS, address, draft, moved, page, proposed

__all__ = ["draft", "proposed"]

ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_quiet_hours(cast: Cast) -> None:
    with owner():
        Contact.objects.update(quiet_from=time(0), quiet_until=time(0))


def today(district: District) -> date:
    return timezone.localdate(timezone=district.zone)


def weekdays_from(day: date, count: int) -> date:
    """Back from today when `count` is negative."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while day.isoweekday() > 5:
            day += step
    return day


def happened(visit: Visit, day: date, *, said_over: bool = True) -> None:
    """Its only line was written at noon of that day."""
    noon = datetime.combine(day, time(12), tzinfo=visit.district.zone)
    with owner():
        Visit.objects.filter(pk=visit.pk).update(
            started_at=noon, ended_at=noon if said_over else None
        )
        Evidence.objects.update(created_at=noon)


def days_off(district: District, *days: date) -> None:
    with owner():
        year = SchoolYear.objects.create(
            district=district, name="Y", starts_on=date(2020, 8, 1), ends_on=date(2120, 6, 1)
        )
        for day in days:
            NonInstructionalDay.objects.create(district=district, year=year, day=day)


def school_day_after(member: Member, district: District, day: date, days: int) -> date:
    with acting(member), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.school_day_after(%s, %s, %s)", [district.pk, day, days])
        found: date = cursor.fetchone()[0]
        return found


def test_ten_school_days_leave_out_weekends_and_the_districts_days_off(cast: Cast) -> None:
    friday = date(2026, 11, 20)
    assert school_day_after(cast.casey, cast.riverbend, friday, 1) == date(2026, 11, 23)
    assert school_day_after(cast.casey, cast.riverbend, friday, 10) == date(2026, 12, 4)
    days_off(cast.riverbend, date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28))
    assert school_day_after(cast.casey, cast.riverbend, friday, 10) == date(2026, 12, 8)
    # Another district's calendar is not told.
    assert school_day_after(cast.lee, cast.riverbend, friday, 10) == date(2026, 12, 4)
    assert school_day_after(cast.lee, cast.lakeshore, friday, 10) == date(2026, 12, 4)


def last_day(visit: Visit) -> date | None:
    with owner():
        return Visit.objects.get(pk=visit.pk).expires_on


@pytest.mark.parametrize("said_over", [True, False])
def test_its_author_is_warned_once_three_school_days_before(
    cast: Cast, draft: Visit, said_over: bool
) -> None:
    day = today(cast.riverbend)
    happened(draft, weekdays_from(day, -6), said_over=said_over)
    assert warn_of_expiring() == 0
    happened(draft, weekdays_from(day, -7), said_over=said_over)
    assert warn_of_expiring() == 1
    assert warn_of_expiring() == 0
    assert last_day(draft) == weekdays_from(day, 3)
    mail.outbox.clear()
    with owner():
        OutboxMessage.objects.exclude(kind="draft_expires").delete()
    assert send_waiting() == 1
    (warning,) = mail.outbox
    assert warning.to == ["casey@riverbend.test"]
    assert "/d/riverbend/expiring/" in warning.body
    assert WORDS not in str(warning.message())


def test_days_off_put_it_off(cast: Cast, draft: Visit) -> None:
    day = today(cast.riverbend)
    over = weekdays_from(day, -7)
    happened(draft, over)
    days_off(cast.riverbend, weekdays_from(over, 1))
    assert warn_of_expiring() == 0


def test_a_warning_that_comes_late_moves_the_last_day(cast: Cast, draft: Visit) -> None:
    day = today(cast.riverbend)
    happened(draft, day - timedelta(days=90))
    assert warn_of_expiring() == 1
    assert remove_expired() == (0, 0)
    assert last_day(draft) == weekdays_from(day, 3)


def overdue(visit: Visit) -> None:
    happened(visit, today(visit.district) - timedelta(days=30))
    warn_of_expiring()
    with owner():
        Visit.objects.update(expires_on=today(visit.district))


def test_it_goes_after_its_last_day_and_both_are_told_so_on_the_page(
    cast: Cast, draft: Visit, client: Client
) -> None:
    overdue(draft)
    assert remove_expired() == (0, 0)
    with owner():
        Visit.objects.update(expires_on=today(cast.riverbend) - ONE_DAY)
    assert remove_expired() == (0, 1)
    assert remove_expired() == (0, 0)
    with owner():
        assert not Evidence.objects.exists()
    for member in (cast.casey, cast.taylor):
        status, shown = page(client, member, address(draft))
        assert status == 200
        assert "not shared within ten school days" in shown
    with acting(cast.casey), pytest.raises(Exception, match="row-level security"):
        take_line(visit=draft, body=WORDS)


def test_what_was_shared_or_taken_back_in_time_stays(cast: Cast, draft: Visit) -> None:
    overdue(draft)
    moved(draft, cast.casey, "shared")
    with owner():
        Visit.objects.update(expires_on=today(cast.riverbend) - ONE_DAY)
    assert remove_expired() == (0, 0)
    moved(draft, cast.taylor, "withdrawn")
    assert remove_expired() == (0, 0)
    with owner():
        assert Evidence.objects.count() == 1


def test_saying_twice_that_the_visit_is_over_puts_nothing_off(cast: Cast, draft: Visit) -> None:
    over = weekdays_from(today(cast.riverbend), -7)
    happened(draft, over)
    moved(draft, cast.casey, "ended")
    assert warn_of_expiring() == 1


def test_a_visitor_who_became_an_evaluator_is_not_warned_and_it_goes(
    cast: Cast, draft: Visit
) -> None:
    happened(draft, today(cast.riverbend) - timedelta(days=30))
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    assert warn_of_expiring() == 0
    with owner():
        Visit.objects.update(expires_on=today(cast.riverbend) - ONE_DAY)
    assert remove_expired() == (0, 1)


def test_a_visit_without_a_line_has_nothing_to_remove(cast: Cast, proposed: Visit) -> None:
    moved(proposed, cast.taylor, "agreed")
    moved(proposed, cast.casey, "draft")
    happened(proposed, today(cast.riverbend) - timedelta(days=90))
    assert warn_of_expiring() == 0
    assert last_day(proposed) is None


def test_the_visitor_alone_reads_the_draft_on_the_page_until_it_goes(
    cast: Cast, draft: Visit, client: Client
) -> None:
    day = today(cast.riverbend)
    happened(draft, weekdays_from(day, -1))
    until = weekdays_from(weekdays_from(day, -1), 10)
    for shown in ("/d/riverbend/expiring/", address(draft)):
        status, text = page(client, cast.casey, shown)
        assert status == 200
        assert WORDS in text
        assert f'datetime="{until}' in text
    for member in (cast.taylor, cast.robin, cast.pat):
        assert WORDS not in page(client, member, "/d/riverbend/expiring/")[1]
