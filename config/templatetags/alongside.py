"""The words for dates, lengths and names, and links within the district of this request."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.charts import Chart, draw_chart
from config.feedback import UNDO

register = template.Library()

SOME_ID = str(UUID(int=0))
FULL_DAY = "%A, %B"
NAMES_SHOWN = 2


def _local(moment: date) -> date:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _day_of(moment: date) -> date:
    local = _local(moment)
    return local.date() if isinstance(local, datetime) else local


def _written_day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f", {day.year}"
    return f"{day:%a, %b} {day.day}{year}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _distance(days: int) -> str:
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    size = abs(days)
    if size < 21:
        words = _count(size, "day")
    elif size < 63:
        words = _count(size // 7, "week")
    elif size < 730:
        words = _count(round(size / 30.44), "month")
    else:
        words = _count(size // 365, "year")
    return f"in {words}" if days > 0 else f"{words} ago"


def _time_element(moment: date, text: str) -> SafeString:
    day = _day_of(moment)
    title = f"{day:{FULL_DAY}} {day.day}, {day.year}"
    if isinstance(moment, datetime):
        title = f"{title}, {_written_clock(moment)}"
    machine = _local(moment).isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, title, text)


def _written_clock(moment: datetime) -> str:
    local = _local(moment)
    assert isinstance(local, datetime)
    return f"{local.hour % 12 or 12}:{local:%M %p}"


@register.filter
def day(moment: date | None) -> str:
    """`Thu, Nov 12 · in 3 days`, with the full date in a `<time>`; nothing for no date."""
    if not moment:
        return ""
    its_day, today = _day_of(moment), timezone.localdate()
    distance = _distance((its_day - today).days)
    return _time_element(moment, f"{_written_day(its_day, today)} · {distance}")


@register.filter
def short_day(moment: date | None) -> str:
    """`Thu, Nov 12`, where the distance would only repeat itself."""
    if not moment:
        return ""
    return _time_element(moment, _written_day(_day_of(moment), timezone.localdate()))


@register.filter
def ago(moment: date | None) -> str:
    """`19 days ago`, with the full date in a `<time>`."""
    if not moment:
        return ""
    return _time_element(moment, _distance((_day_of(moment) - timezone.localdate()).days))


@register.filter
def clock(moment: datetime | None) -> str:
    """`2:02 PM` in the reader's zone."""
    return _time_element(moment, _written_clock(moment)) if moment else ""


@register.filter
def duration(length: int | timedelta | None) -> str:
    """`45 min`, `1 h 30 min`; a number counts minutes."""
    if length is None or length == "":
        return ""
    seconds = length.total_seconds() if isinstance(length, timedelta) else int(length) * 60
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours)
    return " ".join(parts)


def _name_of(person: Any) -> str:
    if isinstance(person, str):
        return person
    return str(getattr(person, "first_name", "") or getattr(person, "name", "") or person)


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


@register.simple_tag
def names(people: Iterable[Any] | None, first: str = "", limit: int = NAMES_SHOWN) -> str:
    """`Casey, Taylor and 2 more`; `first="you"` puts the reader in front, uncounted."""
    everyone = [_name_of(person) for person in people or ()]
    # One person left over is named: "and 1 more" saves nothing and hides somebody.
    shown = everyone if len(everyone) <= limit + 1 else everyone[:limit]
    left = len(everyone) - len(shown)
    parts = [first] * bool(first) + shown + [f"{left} more"] * bool(left)
    return _joined(parts)


@register.filter
def undo_url(message: Any) -> str:
    """Where the Undo button of a message posts to, or "" when there is none."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


@register.filter
def is_problem(level: str) -> bool:
    """Whether a message of this level stays until it is dismissed."""
    return level in {"warning", "error"}


def _page_address(context: Context, name: str, kwargs: dict[str, Any]) -> str:
    district = context["request"].district.slug
    pk = kwargs.get("pk")
    if len(kwargs) == 1 and isinstance(pk, UUID):
        return _record_address(name, district, get_urlconf()).replace(SOME_ID, str(pk))
    return reverse(name, kwargs={"district": district, **kwargs})


@lru_cache(maxsize=4096)
def _record_address(name: str, district: str, urlconf: str | None) -> str:
    """The address of a record whose id is still to be filled in: a list has it many times."""
    return reverse(name, urlconf=urlconf, kwargs={"district": district, "pk": SOME_ID})


@register.simple_tag(takes_context=True)
def page(context: Context, name: str, **kwargs: Any) -> str:
    """The address of a page of this district: `{% page "goal" pk=goal.pk %}`."""
    return _page_address(context, name, kwargs)


@register.simple_tag(takes_context=True)
def page_if_any(context: Context, name: str, **kwargs: Any) -> str:
    """Like `page`, but "" where the page or the district does not exist."""
    try:
        return _page_address(context, name, kwargs)
    except (NoReverseMatch, AttributeError, KeyError):
        return ""


@register.inclusion_tag("components/chart.html")
def measurement_chart(
    points: Iterable[Any], baseline: Any = None, target: Any = None, unit: str = ""
) -> dict[str, Any]:
    """A line chart of dated measurements beside the same figures as a table.

    `points` are `(date, value)` pairs or objects with `measured_on` and `value`, in any order.
    """
    chart: Chart = draw_chart(points, baseline=baseline, target=target)
    return {"chart": chart, "unit": unit, "baseline": baseline, "target": target}


@register.inclusion_tag("components/small_chart.html")
def small_chart(
    points: Iterable[Any], baseline: Any = None, target: Any = None, unit: str = ""
) -> dict[str, Any]:
    """The drawing alone, where the goal's page has the figures."""
    return measurement_chart(points, baseline, target, unit)
