"""School years, their grading periods and days without school."""

from typing import Any

from django import forms

from accounts.models import GradingPeriod, SchoolYear


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YearForm(forms.ModelForm[SchoolYear]):
    class Meta:
        model = SchoolYear
        fields = ("name", "starts_on", "ends_on")
        labels = {"starts_on": "First day", "ends_on": "Last day"}
        help_texts = {"name": "For example 2026–27."}
        widgets = {"starts_on": date_input(), "ends_on": date_input()}


class PeriodForm(forms.ModelForm[GradingPeriod]):
    class Meta:
        model = GradingPeriod
        fields = ("name", "starts_on", "ends_on")
        labels = {"starts_on": "First day", "ends_on": "Last day"}
        help_texts = {"name": "For example Quarter 1."}
        widgets = {"starts_on": date_input(), "ends_on": date_input()}


class DaysOffForm(forms.Form):
    first = forms.DateField(label="First day", widget=date_input())
    last = forms.DateField(
        label="Last day", required=False, widget=date_input(), help_text="Empty for a single day."
    )
    label = forms.CharField(max_length=100, required=False, help_text="For example Fall break.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["last"] = values.get("last") or values.get("first")
        return values
