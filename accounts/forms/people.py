"""One person: what the staff list says, a role, an evaluation line."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.enums import Role, Weekday
from accounts.models import Contact, Member, School
from accounts.queries import coach_roles, open_schools

ROLES = [("", "Everyone"), *Role.choices, ("evaluator", "Evaluates somebody")]
NEEDS = [
    ("", "Anything"),
    ("address", "No address"),
    ("bounced", "Mail came back"),
    ("unreached", "Mail could not be sent"),
    ("invite", "Not invited yet"),
    ("invitation", "Invitation expired"),
]


class PersonField(forms.CharField):
    """Somebody of the district, by address or by the whole name; works at any size of district."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "The whole name, or the address.")
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        wanted = Q(contacts__email__iexact=typed) if "@" in typed else Q(name__iexact=typed)
        found = list(Member.objects.filter(wanted, active=True)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError("Two people have this name. Give the address instead.")
        raise forms.ValidationError("Nobody of that name or address works here.")


class FilterForm(forms.Form):
    """Narrows the staff list; no names, because it stands in the address."""

    role = forms.ChoiceField(choices=ROLES, required=False, label="Role")
    school = forms.ModelChoiceField(School.objects.none(), required=False, empty_label="Any school")
    need = forms.ChoiceField(choices=NEEDS, required=False, label="Waiting for")
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.all()  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """Posted, so that no name stands in an address or a log."""

    named = forms.CharField(
        max_length=100,
        label="Find by name or address",
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )


class PersonForm(forms.Form):
    name = forms.CharField(max_length=200)
    title = forms.CharField(max_length=100, required=False, help_text="As on the staff list.")
    email = forms.EmailField(
        required=False,
        label="Contact address",
        help_text="Where mail and the invitation go. Somebody who signs in already keeps the address "
        "that they sign in with.",
    )


class EditPersonForm(PersonForm):
    on_leave_until = forms.DateField(
        required=False,
        label="On leave until",
        help_text="Reminders wait until then.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def person_values(member: Member, contact: Contact | None) -> dict[str, Any]:
    return {
        "name": member.name,
        "title": member.title,
        "email": contact.email if contact else "",
        "on_leave_until": contact.on_leave_until if contact else None,
    }


class WorkForm(forms.Form):
    """How much of a week somebody does a role, on which days, and for a coach as what."""

    fte = forms.DecimalField(
        label="Share of full time",
        min_value=0.05,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        initial=1,
        help_text="1.00 is full time, 0.50 half.",
    )
    days = forms.TypedMultipleChoiceField(
        label="Days",
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked means every school day.",
    )
    coach_role = forms.ModelChoiceField(
        School.objects.none(),
        required=False,
        label="Coach role",
        empty_label="None yet",
        help_text="For coaches.",
    )

    def __init__(self, *args: Any, is_coach: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_coach:
            self.fields["coach_role"].queryset = coach_roles()  # type: ignore[attr-defined]
        else:
            del self.fields["coach_role"]


class RoleForm(WorkForm):
    role = forms.ChoiceField(choices=Role.choices)
    school = forms.ModelChoiceField(
        School.objects.none(), required=False, empty_label="The whole district"
    )
    field_order = ["role", "school"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = open_schools()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("role") != Role.COACH:
            values["coach_role"] = None
        return values


class LineForm(forms.Form):
    """Who has a say over whose job."""

    evaluator = PersonField(label="Who evaluates")
    over = forms.ChoiceField(
        label="Whom",
        choices=[
            ("school", "Everyone at a school"),
            ("person", "One person"),
            ("district", "Everyone in the district"),
        ],
        initial="school",
        widget=forms.RadioSelect,
    )
    school = forms.ModelChoiceField(
        School.objects.none(), required=False, label="Which school", empty_label="Choose"
    )
    person = PersonField(label="Which person", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = open_schools()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        over = values.get("over")
        if over == "school" and not values.get("school"):
            self.add_error("school", "Choose the school.")
        if over == "person" and not values.get("person") and "person" not in self.errors:
            self.add_error("person", "Say who is evaluated.")
        if over != "person":
            values["person"] = None
        if over != "school":
            values["school"] = None
        return values
