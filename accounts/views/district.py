"""Program page: the district's own settings, and its schools."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from accounts.forms.district import DistrictForm, KeptSchoolForm, SchoolForm
from accounts.models import District, School
from accounts.queries import schools_with_staff
from accounts.services.district import save_district, save_school
from config.feedback import say


@require_http_methods(["GET", "HEAD", "POST"])
def district_settings(request: MemberRequest, district: str) -> HttpResponse:
    kept = get_object_or_404(District.objects, pk=request.district.id)
    form = DistrictForm(request.POST or None, instance=kept)
    if form.is_valid():
        save_district(district=form.save(commit=False))
        say(request, "Saved.")
        return redirect("program-district", district=district)
    return district_page(request, form=form, status=422 if form.is_bound else 200)


def district_page(
    request: MemberRequest,
    *,
    form: DistrictForm | None = None,
    school_form: SchoolForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if form is None:
        form = DistrictForm(instance=get_object_or_404(District.objects, pk=request.district.id))
    context = {
        "form": form,
        "school_form": school_form or SchoolForm(prefix="school"),
        "schools": schools_with_staff(),
    }
    return render(request, "accounts/district.html", context, status=status)


@require_POST
def school_add(request: MemberRequest, district: str) -> HttpResponse:
    form = SchoolForm(request.POST, prefix="school")
    if not form.is_valid():
        return district_page(request, school_form=form, status=422)
    save_school(school=form.save(commit=False))
    say(request, "School added. People are given roles there on their own pages.")
    return redirect("program-district", district=district)


@require_http_methods(["GET", "HEAD", "POST"])
def school(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(School.objects, pk=pk)
    name = kept.name
    form = KeptSchoolForm(request.POST or None, instance=kept)
    if form.is_valid():
        save_school(school=form.kept())
        say(request, "Saved.")
        return redirect("program-district", district=district)
    status = 422 if form.is_bound else 200
    context = {"form": form, "name": name}
    return render(request, "accounts/school.html", context, status=status)
