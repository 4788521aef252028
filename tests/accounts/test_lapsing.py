"""Evaluation lines that a roster stated and no roster stated again come to an end, and not silently."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from access.context import acting_as_worker
from access.models import EvaluationLine
from access.refusals import Refused, refusals
from accounts.models import OutboxMessage, SchoolYear
from accounts.services.lapsing import lapse_lines
from accounts.services.outbox import send_waiting
from coaching.models import Partnership
from tests.access.test_wall import open_with
from tests.accounts.roster_district import Place, open_district
from tests.accounts.roster_files import roster_12
from tests.accounts.test_roster_import import bring_in
from tests.cast import Cast
from tests.conftest import acting, owner

ROSTER = EvaluationLine.Source.ROSTER


def today() -> date:
    return timezone.now().date()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture
def line(cast: Cast) -> EvaluationLine:
    """Casey evaluates Taylor, as a roster said last year."""
    with owner():
        return EvaluationLine.objects.create(
            district=cast.riverbend,
            evaluator=cast.casey,
            person=cast.taylor,
            source=ROSTER,
            starts_on=ago(400),
            renewed_on=ago(200),
        )


def year(cast: Cast, *, ends: date) -> None:
    with owner():
        SchoolYear.objects.create(
            district=cast.riverbend,
            name=f"until {ends}",
            starts_on=ends - timedelta(days=290),
            ends_on=ends,
        )


def end_of(line: EvaluationLine) -> date | None:
    with owner():
        return EvaluationLine.objects.get(pk=line.pk).ends_on


def test_it_ends_120_days_after_the_year_in_which_it_was_renewed_and_no_day_before(
    cast: Cast, line: EvaluationLine
) -> None:
    year(cast, ends=ago(119))
    assert lapse_lines() == 0
    assert end_of(line) is None
    with owner():
        SchoolYear.objects.update(ends_on=ago(120))
    assert lapse_lines() > 0
    assert end_of(line) == today()
    assert lapse_lines() == 0


def renewed_in_summer(cast: Cast, line: EvaluationLine) -> None:
    year(cast, ends=ago(210))


def renewed_this_year(cast: Cast, line: EvaluationLine) -> None:
    year(cast, ends=ago(150))
    year(cast, ends=today() + timedelta(days=100))
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(renewed_on=ago(20))


def entered_by_an_administrator(cast: Cast, line: EvaluationLine) -> None:
    year(cast, ends=ago(150))
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(source="admin", renewed_on=None)


def without_a_calendar(cast: Cast, line: EvaluationLine) -> None:
    pass


@pytest.mark.parametrize(
    "case",
    [
        renewed_in_summer,
        renewed_this_year,
        entered_by_an_administrator,
        without_a_calendar,
    ],
)
def test_what_goes_on(
    cast: Cast, line: EvaluationLine, case: Callable[[Cast, EvaluationLine], None]
) -> None:
    case(cast, line)
    assert lapse_lines() == 0
    assert end_of(line) is None


def test_a_line_renewed_between_two_years_belongs_to_the_next(
    cast: Cast, line: EvaluationLine
) -> None:
    year(cast, ends=ago(210))
    year(cast, ends=ago(125))
    assert lapse_lines() > 0


def test_the_administrators_are_told_once_for_all_lines_and_see_which(
    cast: Cast, line: EvaluationLine, client: Client
) -> None:
    year(cast, ends=ago(130))
    with owner():
        EvaluationLine.objects.create(
            district=cast.riverbend,
            evaluator=cast.robin,
            school=cast.lincoln,
            source=ROSTER,
            starts_on=ago(200),
            renewed_on=ago(200),
        )
    assert lapse_lines() > 0
    with owner():
        (told,) = OutboxMessage.objects.filter(kind="lines_lapsed")
        assert told.recipient_id == cast.alex.pk
    assert send_waiting() == 3
    mail.outbox.sort(key=lambda one: one.subject)
    assert "/d/riverbend/program/evaluators/" in mail.outbox[-1].body
    assert "Casey" not in str(mail.outbox[0].message())
    client.force_login(cast.alex.user)  # type: ignore[arg-type]  # the cast can all sign in
    page = client.get("/d/riverbend/program/evaluators/", {"show": "ended"})
    assert {found.evaluator.name for found in page.context["lines"]} == {
        "Casey Coach",
        "Robin Coach",
    }


def test_what_it_closed_stays_closed_and_what_begins_later_is_open(
    cast: Cast, line: EvaluationLine
) -> None:
    year(cast, ends=ago(130))
    with owner():
        EvaluationLine.objects.filter(pk=line.pk).update(starts_on=today() + timedelta(days=1))
    with acting(cast.casey):
        open_with(cast.taylor)
    with owner():
        Partnership.objects.update(opened_at=timezone.now() - timedelta(days=300))
        for circle in Partnership.objects.get().chapters.all():
            circle.opened_at = timezone.now() - timedelta(days=300)
            circle.save(update_fields=["opened_at"])
        EvaluationLine.objects.filter(pk=line.pk).update(starts_on=ago(400))
    with acting(cast.casey), pytest.raises(Refused, match="evaluates Taylor"), refusals():
        open_with(cast.taylor, kind="team")
    assert lapse_lines() > 0
    with acting(cast.casey):
        assert not Partnership.objects.exists()
        assert open_with(cast.taylor, kind="team").circle_id


@pytest.fixture
def place(db: None, settings: Settings, tmp_path: Path) -> Place:
    settings.DATA_DIR = tmp_path / "data"
    return open_district("hilltop")


def renewed(place: Place) -> date | None:
    with owner():
        return EvaluationLine.objects.get(district=place.district).renewed_on


def test_an_import_renews_the_line_that_it_states_again(place: Place, tmp_path: Path) -> None:
    bring_in(place, tmp_path, roster_12())
    assert renewed(place) == today()
    with owner():
        EvaluationLine.objects.update(renewed_on=ago(300))
    bring_in(place, tmp_path, roster_12())
    assert renewed(place) == today()
    with owner():
        assert EvaluationLine.objects.get(district=place.district).ends_on is None


def test_a_worker_without_the_roster_of_an_administrator_renews_nothing(
    place: Place, tmp_path: Path
) -> None:
    bring_in(place, tmp_path, roster_12())
    with owner():
        EvaluationLine.objects.update(renewed_on=ago(300))
    with acting_as_worker():
        assert not EvaluationLine.objects.update(renewed_on=today())
    assert renewed(place) == ago(300)
