"""What a partner says about who reads their record: of a line, and of an earlier circle."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from access.identity import MemberRequest
from coaching.queries.newcomers import newcomers
from config.feedback import say, say_problem
from mentoring import queries
from mentoring.services import answer_line, readmit, take_back_readmission

SAID = {
    "agree": "Noted. It keeps nobody out of your record from now on.",
    "object": "Noted. Your record stays closed to this person.",
}


@require_POST
def line_answer(request: MemberRequest, district: str) -> HttpResponse:
    """Whether it is right that a line never was true, for oneself."""
    answer = request.POST.get("answer", "")
    if answer not in SAID:
        raise Http404
    lines = queries.lines_never_true(request.member.id)
    line = get_object_or_404(lines, pk=_id(request, "line"))
    if answer == "agree" and newcomers(request.member.id).waits_since:
        say_problem(request, "You can say this once your coach has said that it was you who came.")
        return redirect("my-access", district=district)
    answer_line(line=line, member_id=request.member.id, agrees=answer == "agree")
    say(request, SAID[answer])
    return redirect("my-access", district=district)


@require_POST
def readmission(request: MemberRequest, district: str) -> HttpResponse:
    """Lets somebody read an earlier circle again, or takes that back."""
    circle, reader = _id(request, "circle"), _id(request, "reader")
    found = [
        one for one in queries.once_kept_out() if (one.circle_id, one.member_id) == (circle, reader)
    ]
    if request.POST.get("answer") == "close":
        take_back_readmission(circle_id=circle, reader_id=reader, member_id=request.member.id)
        say(request, "Closed to them again.")
        return redirect("my-access", district=district)
    if not found:
        raise Http404
    readmit(circle_id=circle, reader_id=reader, member_id=request.member.id)
    say(request, "Noted. They read it again once every partner in it has agreed.")
    return redirect("my-access", district=district)


def _id(request: MemberRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
