"""Program pages: upload a roster, review it, and watch it being applied."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from accounts.models import RosterImport
from accounts.roster.forms import ReviewForm, UploadForm
from accounts.roster.uploads import read_progress
from accounts.services.roster import (
    RosterNotReady,
    confirm_roster,
    discard_roster,
    stage_roster,
)
from config.feedback import say

IMPORTS_SHOWN = 20
FINDINGS_A_PAGE = 100


@require_http_methods(["GET", "POST"])
def roster_imports(request: MemberRequest, district: str) -> HttpResponse:
    """Upload one, and what came of earlier ones."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        staged = stage_roster(
            district_id=request.district.id,
            started_by=request.member.id,
            upload=form.cleaned_data["roster"],
            mode=form.cleaned_data["mode"],
        )
        return redirect("program-import-detail", district=district, pk=staged.pk)
    imports = RosterImport.objects.defer("summary", "decisions")[:IMPORTS_SHOWN]
    return render(
        request,
        "accounts/roster_imports.html",
        {"form": form, "imports": imports},
        status=422 if form.is_bound else 200,
    )


@require_GET
def roster_import(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The review of a staged roster, the progress of one under way, or what came of it."""
    staged = get_object_or_404(RosterImport, pk=pk)
    form = ReviewForm(staged=staged) if staged.state == RosterImport.State.STAGED else None
    return _page(request, staged, form)


@require_POST
def confirm(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    staged = get_object_or_404(RosterImport, pk=pk)
    form = ReviewForm(request.POST, staged=staged)
    if not form.is_valid():
        return _page(request, staged, form, status=422)
    try:
        confirm_roster(
            staged=staged,
            member_id=request.member.id,
            decisions=form.decisions(),
            may_end_many=bool(form.cleaned_data.get("may_end_many")),
        )
    except RosterNotReady as reason:
        form.add_error(None, str(reason))
        return _page(request, staged, form, status=422)
    return redirect("program-import-detail", district=district, pk=pk)


@require_POST
def discard(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    staged = get_object_or_404(RosterImport, pk=pk, state=RosterImport.State.STAGED)
    discard_roster(staged=staged)
    say(request, "Thrown away. Nothing was changed.")
    return redirect("program-import", district=district)


@require_GET
def progress(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """The bar, asked for every second until the job is done; then the whole page is."""
    applying = get_object_or_404(RosterImport, pk=pk)
    if not applying.is_waiting:
        address = reverse("program-import-detail", kwargs={"district": district, "pk": pk})
        return HttpResponse(headers={"HX-Redirect": address})
    return render(request, "accounts/_roster_progress.html", _progress_of(applying))


def _page(
    request: HttpRequest, staged: RosterImport, form: ReviewForm | None, status: int = 200
) -> HttpResponse:
    findings = Paginator(staged.findings.all(), FINDINGS_A_PAGE)
    context = {
        "roster": staged,
        "summary": staged.summary,
        "form": form,
        "findings": findings.get_page(request.GET.get("page")),
        **_progress_of(staged),
    }
    return render(request, "accounts/roster_import.html", context, status=status)


def _progress_of(applying: RosterImport) -> dict[str, object]:
    done, total = read_progress(applying.id) if applying.is_waiting else (0, 0)
    return {"roster": applying, "done": done, "total": total}
