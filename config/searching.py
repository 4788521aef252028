"""Lists that are searched by a name. The name is sent by POST, so that no address, log or history
keeps it; where the list stands and what it is narrowed to may be asked for by address too.
"""

from django.http import HttpRequest, QueryDict

MOST_LETTERS = 100


def asked_of(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def words_of(request: HttpRequest) -> str:
    """What somebody searched for; "" for the whole list."""
    return request.POST.get("q", "").strip()[:MOST_LETTERS]


def is_search(request: HttpRequest) -> bool:
    """Find was pressed, on a page that has a form of its own too."""
    return "find" in request.POST
