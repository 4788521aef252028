"""Lists that are searched by a name. The name is sent by POST and kept in one's own session, so that
no address, log or history keeps it, and Back leads to what was found.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

KEPT, FOUND = "search", "found"
MOST_LETTERS = 100


def is_search(request: HttpRequest) -> bool:
    """Find was pressed."""
    return "find" in request.POST


def typed_words(request: HttpRequest) -> str:
    """What stands in the search field of a form that is shown again with it."""
    return request.POST.get("q", "").strip()[:MOST_LETTERS]


def keep_search(request: HttpRequest, at: str = "") -> HttpResponse:
    """On to the list at this address, or `at` another, with what is searched for; see `words_of`."""
    at = at or request.path
    request.session[KEPT] = {"at": at, "words": typed_words(request)}
    status = request.POST.get("status", "")
    return redirect(f"{at}?{urlencode({FOUND: 1} | ({'status': status} if status else {}))}")


def words_of(request: HttpRequest) -> str:
    """What this list was last searched for, where the address says that it was; "" for all of it."""
    kept = request.session.get(KEPT) or {}
    return kept["words"] if FOUND in request.GET and kept.get("at") == request.path else ""
