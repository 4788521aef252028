"""Where the points of a measurement chart lie."""

from datetime import date
from types import SimpleNamespace

import pytest

from config.charts import HEIGHT, WIDTH, draw_chart

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def test_chart_without_measurements_has_no_points() -> None:
    assert not draw_chart([], baseline=3, target=9).points


def test_points_run_from_left_to_right_by_date_and_upward_by_value() -> None:
    first, last = draw_chart([(OCTOBER, 20), (SEPTEMBER, 10)]).points
    assert (first.day, last.day) == (SEPTEMBER, OCTOBER)
    assert first.x < last.x
    assert first.y > last.y
    assert last.is_last
    assert not first.is_last


def test_target_above_every_point_lies_within_the_picture() -> None:
    chart = draw_chart([(SEPTEMBER, 1)], baseline=0, target=100)
    assert chart.target is not None
    assert chart.baseline is not None
    assert 0 < chart.target.y < chart.points[0].y < chart.baseline.y < HEIGHT


@pytest.mark.parametrize("values", [[5], [0, 0], [-3, -3], [0.2, 0.25], [1e6, 2e6], [7, 7, 7]])
def test_every_point_lies_within_the_picture(values: list[float]) -> None:
    days = [date(2026, 9, 1 + number) for number in range(len(values))]
    for point in draw_chart(zip(days, values, strict=True)).points:
        assert 0 <= point.x <= WIDTH
        assert 0 <= point.y <= HEIGHT


def test_measurements_may_be_objects() -> None:
    measurement = SimpleNamespace(measured_on=SEPTEMBER, value=4)
    assert draw_chart([measurement]).points[0].value == 4
