"""One person: what the staff list says, a role, an evaluation line."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Q

from accounts.enums import Role, Weekday
from accounts.forms.calendar import date_input
from accounts.models import Contact, Member, School
from accounts.queries import coach_roles, database_day, open_schools

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
        widget=date_input(),
    )


def person_values(member: Member, contact: Contact | None) -> dict[str, Any]:
    return {
        "name": member.name,
        "title": member.title,
        "email": contact.email if contact else "",
        "on_leave_until": contact.on_leave_until if contact else None,
    }


# Nobody's contract reaches further, and behind the last of all days there is no day after.
FAR_OFF = MaxValueValidator(date(2100, 1, 1), "That is too far off. Give a day before 2100.")


# What only some roles have, and what it is for the others.
OF_A_ROLE: dict[str, tuple[set[str], Any]] = {
    "fte": ({Role.COACH, Role.MENTOR}, 1),
    "days": ({Role.COACH, Role.MENTOR}, []),
    "coach_role": ({Role.COACH}, None),
}


class WorkForm(forms.Form):
    """How much of a week somebody does a role, on which days, until when, and for a coach as what.

    With a `role` it asks for what that role has, and the rest stays as it is. People name the last
    day; the cleaned `ends_on` is the day after it, or None.
    """

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
    )
    last_day = forms.DateField(
        required=False,
        label="Until",
        help_text="The last day. Empty: until you end it.",
        validators=[FAR_OFF],
        widget=date_input(),
    )

    def __init__(
        self, *args: Any, role: str = "", begins_on: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.begins_on = begins_on
        self.fields["coach_role"].queryset = coach_roles()  # type: ignore[attr-defined]
        for name, (roles, _) in OF_A_ROLE.items():
            if role and role not in roles:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in OF_A_ROLE.keys() - self.fields.keys():
            values[name] = self.initial.get(name)
        last_day = values.pop("last_day", None)
        starts_on = values.get("starts_on") or self.begins_on
        if last_day and starts_on and last_day < starts_on:
            self.add_error("last_day", "The last day can’t be before the first.")
        elif last_day and last_day < database_day():
            self.add_error("last_day", "This day is over. To end the role at once, use End today.")
        values["ends_on"] = last_day + timedelta(days=1) if last_day else None
        return values


class RoleForm(WorkForm):
    """Any role: forms.css shows what the chosen one has, and nothing else of it counts."""

    role = forms.ChoiceField(choices=Role.choices)
    school = forms.ModelChoiceField(
        School.objects.none(), required=False, empty_label="The whole district"
    )
    starts_on = forms.DateField(
        required=False,
        label="From",
        initial=database_day,
        help_text="Today or a later day. Empty: from today.",
        validators=[FAR_OFF],
        widget=date_input(),
    )
    field_order = ["role", "school", "fte", "days", "coach_role", "starts_on", "last_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = open_schools()  # type: ignore[attr-defined]

    def clean_starts_on(self) -> date:
        today = database_day()
        starts_on: date = self.cleaned_data["starts_on"] or today
        if starts_on < today:
            raise forms.ValidationError("Roles aren’t back-dated. The earliest day is today.")
        return starts_on

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name, (roles, otherwise) in OF_A_ROLE.items():
            if values.get("role") not in roles:
                self.errors.pop(name, None)
                values[name] = otherwise
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
