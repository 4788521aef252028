"""Upload a roster; answer what only a person can answer about it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import RosterImport
from accounts.roster.opening import MEGABYTE, Limits
from accounts.roster.plan import Decisions
from accounts.roster.staging import Mode

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class UploadForm(forms.Form):
    roster = forms.FileField(
        label="Roster",
        help_text="One zip of OneRoster CSV files, version 1.1 or 1.2. Students, families and "
        "passwords in it are left behind; nothing of them is stored.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    mode = forms.ChoiceField(
        label="What the files hold",
        choices=[
            ("", "What the roster itself says"),
            (Mode.BULK.value, "Everyone: whoever is missing has left"),
            (Mode.DELTA.value, "Only changes"),
        ],
        required=False,
    )

    def clean_roster(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["roster"]
        if (upload.size or 0) > Limits().upload:
            raise forms.ValidationError(
                f"The file is larger than {Limits().upload // MEGABYTE} MB. Export staff only."
            )
        return upload

    def clean_mode(self) -> Mode | None:
        return Mode(self.cleaned_data["mode"]) if self.cleaned_data["mode"] else None


class ReviewForm(forms.Form):
    """One question for each administrator and each possible coach, from the staged summary."""

    def __init__(self, data: Any = None, *, staged: RosterImport) -> None:
        super().__init__(data)
        self.staged = staged
        for number, question in enumerate(staged.summary.get("evaluators", [])):
            self.fields[f"evaluator-{number}"] = forms.ChoiceField(
                label=_about(question),
                choices=YES_OR_NO,
                initial="yes" if question["answer"] else "no",
                widget=forms.RadioSelect,
                help_text=f"Yes means: {question['where']}",
            )
        for number, question in enumerate(staged.summary.get("coaches", [])):
            self.fields[f"coach-{number}"] = forms.BooleanField(
                label=f"{_about(question)} · {question['where']}",
                initial=question["answer"],
                required=False,
            )
        if staged.summary.get("ends_too_many"):
            self.fields["may_end_many"] = forms.BooleanField(
                label="Yes, more than one in five people have left",
                required=False,
            )

    @property
    def evaluators(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("evaluator-")]

    @property
    def coaches(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("coach-")]

    @property
    def many(self) -> forms.BoundField | None:
        return self["may_end_many"] if "may_end_many" in self.fields else None

    def decisions(self) -> Decisions:
        """The answers, by the roster's identifiers."""
        evaluators = enumerate(self.staged.summary.get("evaluators", []))
        coaches = enumerate(self.staged.summary.get("coaches", []))
        return Decisions(
            evaluators={
                question["sourced_id"]: self.cleaned_data[f"evaluator-{number}"] == "yes"
                for number, question in evaluators
            },
            coaches={
                question["sourced_id"]: self.cleaned_data[f"coach-{number}"]
                for number, question in coaches
            },
        )


def _about(question: dict[str, Any]) -> str:
    title = question["title"]
    return f"{question['name']}, {title}" if title else question["name"]
