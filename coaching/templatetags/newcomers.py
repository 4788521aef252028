"""`{% newcomers %}`: for home and other pages that are about one's partnerships as a whole."""

from typing import Any

from django import template
from django.template import Context

from coaching.queries.newcomers import newcomers as signed_in_since

register = template.Library()


@register.inclusion_tag("coaching/_newcomers.html", takes_context=True)
def newcomers(context: Context) -> dict[str, Any]:
    """The question to a coach that is not answered yet, and for a newcomer why earlier notes are not
    there. One statement."""
    found = signed_in_since(context["request"].member.id)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "asked": [one for one in found.asked if not one.doubted],
        "waits_since": found.waits_since,
    }
