"""What of one's own will be removed, to be read and copied before."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.identity import MemberRequest
from coaching.queries.expiring import expiring_notes
from observations.queries import expiring_drafts


@require_safe
def my_expiring(request: MemberRequest, district: str) -> HttpResponse:
    context = {"notes": expiring_notes(), "drafts": expiring_drafts(request.member.id)}
    return render(request, "coaching/expiring.html", context)
