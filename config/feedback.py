"""What a page says after something was done: one short line, and Undo where it can be undone.

The line is kept in the message store, so it never holds what people wrote.
"""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def say(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Show `text` on the next page; with `undo_url`, beside a button that posts there."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def say_problem(request: HttpRequest, text: str) -> None:
    """Show `text` on the next page as something that did not work."""
    messages.error(request, text)
