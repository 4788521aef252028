"""Where the points of a measurement chart lie. Only numbers here: the drawing is components/chart.html.

Coordinates are computed here because the content policy allows no inline style or script.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, floor, log10
from typing import Any

WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 20, 30
GRID_LINES = 4


@dataclass(frozen=True)
class Point:
    day: date
    value: float
    x: float = 0.0
    y: float = 0.0
    is_last: bool = False


@dataclass(frozen=True)
class Level:
    """A horizontal line with its figure."""

    value: float
    y: float


@dataclass(frozen=True)
class Chart:
    points: Sequence[Point] = ()
    grid: Sequence[Level] = ()
    baseline: Level | None = None
    target: Level | None = None
    path: str = ""
    box: str = f"0 0 {WIDTH} {HEIGHT}"
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM
    label_y: int = HEIGHT - 8
    days: Sequence[Point] = field(default_factory=tuple)

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None


def draw_chart(points: Iterable[Any], *, baseline: Any = None, target: Any = None) -> Chart:
    """Lay out dated measurements, oldest first; an empty chart when there are none."""
    measured = sorted((_read(point) for point in points), key=lambda pair: pair[0])
    levels = [float(level) for level in (baseline, target) if level is not None]
    if not measured:
        return Chart()
    ticks = _ticks([value for _, value in measured] + levels)
    placed = _place_points(measured, ticks)
    return Chart(
        points=placed,
        grid=[Level(tick, _height(tick, ticks)) for tick in ticks],
        baseline=_level(baseline, ticks),
        target=_level(target, ticks),
        path=" ".join(f"{point.x},{point.y}" for point in placed),
        days=[placed[0], placed[-1]] if len(placed) > 1 else placed,
    )


def _read(point: Any) -> tuple[date, float]:
    day, value = (point.measured_on, point.value) if hasattr(point, "measured_on") else tuple(point)
    return (day.date() if isinstance(day, datetime) else day), float(value)


def _ticks(values: Sequence[float]) -> list[float]:
    """Round figures that enclose every value."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    rough = span / GRID_LINES
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * size for size in (1, 2, 2.5, 5, 10) if unit * size >= rough)
    first, last = floor(low / step), ceil(high / step)
    last = last if last > first else first + 1
    return [round(number * step, 6) for number in range(first, last + 1)]


def _height(value: float, ticks: Sequence[float]) -> float:
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def _level(value: Any, ticks: Sequence[float]) -> Level | None:
    return None if value is None else Level(float(value), _height(float(value), ticks))


def _place_points(measured: Sequence[tuple[date, float]], ticks: Sequence[float]) -> list[Point]:
    first, span = measured[0][0], (measured[-1][0] - measured[0][0]).days
    width = WIDTH - LEFT - RIGHT - 24
    placed = []
    for number, (day, value) in enumerate(measured):
        share = (day - first).days / span if span else 0.5
        x = round(LEFT + 12 + share * width, 1)
        last = number == len(measured) - 1
        placed.append(Point(day, value, x, _height(value, ticks), last))
    return placed
