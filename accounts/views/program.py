"""The administrator's home: what needs a person, and a new district's first steps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.identity import MemberRequest
from accounts.queries import first_steps, waiting


@require_safe
def program_home(request: MemberRequest, district: str) -> HttpResponse:
    context = {
        "steps": first_steps(member_id=request.member.id),
        "waiting": waiting(member_id=request.member.id),
    }
    return render(request, "accounts/program_home.html", context)
