"""What one offers, a role's duties, and an administrator's word to a teacher."""

from typing import Any

from django import forms

from accounts.models import Member
from coaching.enums import Grade
from coaching.forms.partnership import offer_one
from coaching.forms.role import LinesField
from coaching.models import DirectoryEntry


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One's own entry."""

    subjects = LinesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, for example “Science”.",
    )
    focus_areas = LinesField(
        label="Focus",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, for example “Student talk”.",
    )
    grades = forms.MultipleChoiceField(
        choices=Grade.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = DirectoryEntry
        fields = ("about", "is_expert", "opens_classroom", "subjects", "grades", "focus_areas")
        labels = {
            "about": "In a sentence or two",
            "is_expert": "Colleagues may ask me about these subjects",
            "opens_classroom": "My classroom is open: come and watch",
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}


class PersonForm(forms.Form):
    """One person of the district; a longer list is narrowed by the search above it."""

    member = forms.ModelChoiceField(
        Member.objects.none(), label="Who", error_messages={"required": "Choose somebody."}
    )

    def __init__(self, *args: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        offer_one(member, Member.objects.filter(active=True), words)


class DutyForm(PersonForm):
    """What is to be done, and who does it; nobody yet is possible."""

    duty = forms.CharField(
        label="What is to be done",
        max_length=200,
        help_text="For example: keeps the book room.",
        error_messages={"required": "Say what is to be done."},
    )
    field_order = ("duty", "member")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].required = False


class CoachingInvitationForm(PersonForm):
    body = forms.CharField(
        label="What you would like to say",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="They read it word for word. Whether they answer, and how, is theirs alone.",
        error_messages={"required": "Write a line first."},
    )
