"""`{% comments_on "session" session %}`: what was said, and a box to add to it."""

from typing import Any

from django import template
from django.template import Context

from comments.forms import CommentForm
from comments.queries import comments_on as said_on
from comments.queries import may_comment

register = template.Library()


@register.inclusion_tag("comments/_comments.html", takes_context=True)
def comments_on(context: Context, kind: str, item: Any, *, is_shut: bool = False) -> dict[str, Any]:
    """`item` is a session, goal or visit: anything with a circle. Two statements.

    `is_shut`: only what was said, and nothing where nobody said anything.
    """
    may_add = not is_shut and may_comment(item.circle_id, item.pk)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "comments": said_on(item.pk),
        "form": CommentForm() if may_add else None,
        "kind": kind,
        "item": item,
        "is_shut": is_shut,
    }
