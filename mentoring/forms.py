from typing import Any

from django import forms

from mentoring.models import ReviewLog


class LogForm(forms.ModelForm[ReviewLog]):
    """The four boxes that mentor and coach write in together."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = ReviewLog
        fields = ("working", "challenges", "coach_steps", "mentor_steps", "next_meeting_on")
        widgets = {
            "working": forms.Textarea(attrs={"rows": 4}),
            "challenges": forms.Textarea(attrs={"rows": 4}),
            "coach_steps": forms.Textarea(attrs={"rows": 4}),
            "mentor_steps": forms.Textarea(attrs={"rows": 4}),
            "next_meeting_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {
            "working": "What is working",
            "challenges": "Focus, challenges, concerns",
            "coach_steps": "Coach’s next steps",
            "mentor_steps": "Mentor’s next steps",
            "next_meeting_on": "Next meeting",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = (
            0 if self.instance._state.adding else self.instance.revision
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        boxes = ("working", "challenges", "coach_steps", "mentor_steps", "next_meeting_on")
        if not self.errors and not any(data.get(box) for box in boxes):
            raise forms.ValidationError("Write in at least one of the boxes.")
        return data
