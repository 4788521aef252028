"""What a session was, in words."""

from collections.abc import Iterable

from django import template

from coaching.enums import InteractionType

register = template.Library()
WORDS = dict(InteractionType.choices)


@register.filter
def kinds_of_work(values: Iterable[str]) -> str:
    """`Modeling, co-teaching`; "Session" where nothing was said."""
    labels = [str(WORDS[value]) for value in values or () if value in WORDS]
    if not labels:
        return "Session"
    first, *rest = labels
    return ", ".join([first, *(_inside(label) for label in rest)])


def _inside(label: str) -> str:
    """Within a sentence: "PLC" keeps its capitals because only the first letter is touched."""
    return label[:1].lower() + label[1:]
