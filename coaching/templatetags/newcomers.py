"""`{% newcomers %}` on home, `{% newcomers among=partnership.people %}` on a partnership's page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from coaching.models import Place
from coaching.queries.newcomers import newcomers as signed_in_since

register = template.Library()


@register.inclusion_tag("coaching/_newcomers.html", takes_context=True)
def newcomers(context: Context, among: Iterable[Place] | None = None) -> dict[str, Any]:
    """The question to a coach, and for a newcomer why earlier notes are not there. One statement.

    On home only what was not answered yet.
    """
    found = signed_in_since(context["request"].member.id)
    if among is None:
        asked = [one for one in found.asked if not one.doubted]
    else:
        people = {place.member_id for place in among}
        asked = [one for one in found.asked if one.member_id in people]
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "asked": asked,
        "waits_since": found.waits_since if among is None else None,
    }
