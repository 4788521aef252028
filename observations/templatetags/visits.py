"""How a moment within a visit is written, and the visits that lie ahead."""

from django import template
from django.template import Context

from observations.models import Visit
from observations.queries import visits_ahead

register = template.Library()

AHEAD_SHOWN = 5


@register.filter
def stopwatch(seconds: int) -> str:
    """`04:07`, `1:02:09` after an hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


@register.simple_tag(takes_context=True)
def visits_coming(context: Context) -> list[Visit]:
    """To or by whoever asks; one statement. Rows for them: observations/_ahead.html."""
    return list(visits_ahead(context["request"].member.id)[:AHEAD_SHOWN])
