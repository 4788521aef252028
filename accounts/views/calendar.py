"""Program pages: school years with grading periods and days without school."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.identity import MemberRequest
from access.refusals import Refused
from accounts.forms.calendar import DaysOffForm, PeriodForm, YearForm
from accounts.models import GradingPeriod, NonInstructionalDay, SchoolYear
from accounts.services.calendar import add_days_off, remove_day_off, save_period, save_year
from config.feedback import say


@require_safe
def calendar(request: MemberRequest, district: str) -> HttpResponse:
    years = SchoolYear.objects.prefetch_related("periods", "days_off")
    return render(request, "accounts/calendar.html", {"years": years})


@require_http_methods(["GET", "HEAD", "POST"])
def new_year(request: MemberRequest, district: str) -> HttpResponse:
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            year = save_year(year=form.save(commit=False))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "School year added. Its grading periods come next.")
            return redirect("program-calendar-year", district=district, pk=year.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/calendar_year_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """One year; a POST corrects its name and dates."""
    kept = get_object_or_404(SchoolYear.objects, pk=pk)
    if request.method != "POST":
        return year_page(request, kept)
    form = YearForm(request.POST, instance=kept)
    if form.is_valid():
        try:
            save_year(year=form.save(commit=False))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Saved.")
            return redirect("program-calendar-year", district=district, pk=pk)
    return year_page(request, kept, form=form, status=422)


def year_page(
    request: MemberRequest,
    kept: SchoolYear,
    *,
    form: forms.BaseForm | None = None,
    period_form: forms.BaseForm | None = None,
    days_form: forms.BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "year": kept,
        "form": form or YearForm(instance=kept),
        "period_form": period_form or PeriodForm(prefix="period"),
        "days_form": days_form or DaysOffForm(prefix="days"),
        "periods": kept.periods.all(),
        "days": kept.days_off.all(),
    }
    return render(request, "accounts/calendar_year.html", context, status=status)


@require_POST
def period_add(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(SchoolYear.objects, pk=pk)
    form = PeriodForm(request.POST, prefix="period", instance=GradingPeriod(year=kept))
    if form.is_valid():
        try:
            save_period(period=form.save(commit=False))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Grading period added.")
            return redirect("program-calendar-year", district=district, pk=pk)
    return year_page(request, kept, period_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(GradingPeriod.objects.select_related("year"), pk=pk)
    form = PeriodForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            save_period(period=form.save(commit=False))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Saved.")
            return redirect("program-calendar-year", district=district, pk=kept.year_id)
    context = {"form": form, "period": kept}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/calendar_period.html", context, status=status)


@require_POST
def days_add(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(SchoolYear.objects, pk=pk)
    form = DaysOffForm(request.POST, prefix="days")
    if form.is_valid():
        try:
            added = add_days_off(year=kept, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{added} {'day' if added == 1 else 'days'} marked as without school.")
            return redirect("program-calendar-year", district=district, pk=pk)
    return year_page(request, kept, days_form=form, status=422)


@require_POST
def day_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    day = get_object_or_404(NonInstructionalDay.objects, pk=pk)
    remove_day_off(day=day)
    say(request, "School is on again that day.")
    return redirect("program-calendar-year", district=district, pk=day.year_id)
