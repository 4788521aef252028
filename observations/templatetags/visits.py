"""How a moment within a visit is written."""

from django import template

register = template.Library()


@register.filter
def stopwatch(seconds: int) -> str:
    """`04:07`, `1:02:09` after an hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
