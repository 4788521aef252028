"""Program pages: who has a say over whose job, which decides who can never read what."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from access.identity import MemberRequest
from access.models import EvaluationLine
from access.refusals import Refused
from accounts.forms.lines import NeverTrueForm
from accounts.forms.people import LineForm
from accounts.queries import all_lines, ended_lines, never_true_lines, not_over, open_lines
from accounts.services.lines import mark_never_true
from accounts.services.people import add_line, end_line
from config.feedback import say

LINES_A_PAGE = 50
LISTS = {
    "now": ("Recorded now", open_lines),
    "ended": ("Ended", ended_lines),
    "never": ("Never true", never_true_lines),
}


@require_http_methods(["GET", "HEAD", "POST"])
def evaluators(request: MemberRequest, district: str) -> HttpResponse:
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_line(
                evaluator=form.cleaned_data["evaluator"],
                person=form.cleaned_data["person"],
                school=form.cleaned_data["school"],
                evaluators_path=request.path,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Recorded. Coaching records are closed to this person from now on.")
            return redirect("program-evaluators", district=district)
    wanted = request.GET.get("show", "now")
    shown = wanted if wanted in LISTS else "now"
    title, lines = LISTS[shown]
    context = {
        "form": form,
        "lines": Paginator(lines(), LINES_A_PAGE).get_page(request.GET.get("page")),
        "title": title,
        "shown": shown,
        "lists": [(name, label) for name, (label, _) in LISTS.items()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/evaluators.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def line_end(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Asks first, on a page of its own: ending a line may open records."""
    line = get_object_or_404(
        EvaluationLine.objects.filter(not_over()).select_related("evaluator", "person", "school"),
        pk=pk,
    )
    refusal = ""
    if request.method == "POST":
        try:
            end_line(line=line, settings_path=reverse("my-settings", kwargs={"district": district}))
        except Refused as no:
            refusal = str(no)
        else:
            say(request, "Ended as of today. Those whom it concerned are told.")
            return redirect("program-evaluators", district=district)
    context = {
        "line": line,
        "refusal": refusal,
        "is_mine": line.evaluator_id == request.member.id,
    }
    status = 422 if refusal else 200
    return render(request, "accounts/line_end.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def line_never_true(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """A line recorded by mistake, in force or ended: asks why, and says what follows."""
    line = get_object_or_404(all_lines().filter(never_true_at=None), pk=pk)
    form = NeverTrueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mark_never_true(line=line, reason=form.cleaned_data["reason"])
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Marked. Those whom it concerned are told, and it waits seven days.")
            return redirect("program-evaluators", district=district)
    context = {"line": line, "form": form, "is_mine": line.evaluator_id == request.member.id}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/line_never_true.html", context, status=status)
