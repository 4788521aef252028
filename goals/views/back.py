"""To the page that was left; never out of this site."""

from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

from access.identity import MemberRequest


def page_left(request: MemberRequest, *, otherwise: str) -> str:
    """`next` of the form or the address; on a POST also the page that it was sent from."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    left = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(left, {request.get_host()}):
        return urlsplit(left).path
    return otherwise
