"""Why a line never was true."""

from django import forms

from access.models import EvaluationLine


class NeverTrueForm(forms.Form):
    reason = forms.ChoiceField(
        label="What happened",
        choices=EvaluationLine.Mistake.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened."},
    )
