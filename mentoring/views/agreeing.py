"""What a partner says about who reads their record and who knows their name: of a line, of an earlier
circle, and of a coach's mentor."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from coaching.queries.newcomers import newcomers
from config.feedback import say, say_problem
from mentoring.queries import seeing as queries
from mentoring.services import (
    answer_line,
    give_name,
    readmit,
    take_back_name,
    take_back_readmission,
)

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


@require_http_methods(["GET", "POST"])
def names_given(request: MemberRequest, district: str) -> HttpResponse:
    """Whether a coach's mentor may know one's name: said by a partner, taken back at any time."""
    coaches = queries.coaches_and_their_mentors()
    if request.method == "GET":
        return render(request, "mentoring/my_name.html", {"coaches": coaches})
    coach = get_object_or_404(coaches, pk=_id(request, "coach"))
    if request.POST.get("answer") == "close":
        take_back_name(coach_id=coach.pk, member_id=request.member.id)
        say(request, "Taken back. Your name is left out again.")
    elif request.POST.get("answer") == "open":
        give_name(coach_id=coach.pk)
        say(request, "Noted. You can take it back here at any time.")
    else:
        raise Http404
    return redirect("my-name", district=district)


def _id(request: MemberRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
