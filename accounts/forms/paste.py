"""People from a sheet: the text, and what each line's person does here."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.services.pasting import EVALUATOR, Pasted

KINDS = [
    (Role.TEACHER.value, "Teacher or other staff"),
    (Role.COACH.value, "Coach"),
    (Role.MENTOR.value, "Mentor (the coach's coach)"),
    (EVALUATOR, "Evaluates everyone at that school"),
]


class PasteForm(forms.Form):
    lines = forms.CharField(
        label="People",
        max_length=200_000,
        strip=False,
        help_text="One line each: name, email, school, title. Copy them from a sheet, or put "
        "commas between. Several schools: put ; between them.",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )


class PastedForm(forms.Form):
    """What the preview asks; built from the lines as they were read."""

    make_schools = forms.BooleanField(required=False, initial=True, label="Add these schools")
    leave_out = forms.BooleanField(required=False, label="Leave these lines out and add the others")
    invite = forms.BooleanField(
        required=False,
        label="Invite them by mail now",
        help_text="Only those with an address. You can also do this later.",
    )

    def __init__(self, data: Any = None, *, pasted: Pasted, new_schools: list[str]) -> None:
        super().__init__(data)
        self.pasted, self.new_schools = pasted, new_schools
        for person in pasted.new:
            self.fields[f"kind-{person.line}"] = forms.ChoiceField(
                label=f"What {person.name} does",
                choices=KINDS,
                initial=person.suggested,
                required=False,
            )

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        return [(person, self[f"kind-{person.line}"]) for person in self.pasted.new]

    def kinds(self) -> dict[int, str]:
        """What each line's person does; the suggestion where nothing was said."""
        return {
            person.line: self.cleaned_data.get(f"kind-{person.line}") or person.suggested
            for person in self.pasted.new
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.pasted.problems and not values.get("leave_out"):
            self.add_error(None, "Some lines need another look. Mend them, or leave them out.")
        if self.new_schools and not values.get("make_schools"):
            self.add_error(
                "make_schools", "Add them, or write the schools as this district names them."
            )
        for person in self.pasted.new:
            if values.get(f"kind-{person.line}") == EVALUATOR and not person.schools:
                self.add_error(
                    None, f"Line {person.line}: say at which school this person evaluates."
                )
        return values
