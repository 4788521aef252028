"""A coach role and its agreement, as the program configures them."""

from typing import Any

from django import forms

from coaching.enums import InteractionType, PartnershipKind, TimeCategory, ToldToPrincipal
from coaching.models import CoachRole, RoleAgreement
from coaching.services.roles import FIELDS, TEXTS


class LinesField(forms.CharField):
    """One entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if any(len(line) > 80 for line in lines):
            raise forms.ValidationError("Keep each line under 80 characters.")
        return list(dict.fromkeys(lines))


class CoachRoleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    focus_areas = LinesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line, for example “Student talk”.",
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds of partnership",
        choices=[
            choice
            for choice in PartnershipKind.choices
            if choice[0] not in (PartnershipKind.PEER, PartnershipKind.MENTORING)
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind."},
    )
    interaction_types = forms.MultipleChoiceField(
        label="What a session can be",
        choices=InteractionType.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )

    class Meta:
        model = CoachRole
        fields = FIELDS
        labels = {"cadence_days": "Contact every … days", "caseload_limit": "Partners at a time"}
        help_texts = {"title": "For example “Literacy coach”."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A form without one would not show what a new role has by default.
        kwargs["instance"] = kwargs.get("instance") or CoachRole()
        super().__init__(*args, **kwargs)
        for name, most in (("cadence_days", 365), ("caseload_limit", 500)):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.min_value, field.max_value = 1, most
            field.validators += forms.IntegerField(min_value=1, max_value=most).validators
            field.widget.attrs.update({"min": 1, "max": most})


class AgreementForm(forms.Form):
    """Each save is a new version; `seen` is the version that was on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    purpose = forms.CharField(label="What is the purpose of the coach?")
    share_one_to_one = forms.IntegerField(label="One-to-one, %")
    share_group = forms.IntegerField(label="Group, %")
    share_support = forms.IntegerField(label="Support, %")
    share_non_coaching = forms.IntegerField(label="Non-coaching duty, %")
    priorities = forms.CharField(label="Which activities have priority?")
    avoid = forms.CharField(label="Which should the coach avoid?")
    choosing = forms.CharField(label="How are teachers and focus chosen?")
    told = forms.MultipleChoiceField(
        label="What is told to the principal?",
        choices=ToldToPrincipal.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    never_told = forms.CharField(label="What is never told to the principal?")
    communication = forms.CharField(label="How do we communicate?")
    conflict = forms.CharField(label="How is conflict handled?")
    feedback = forms.CharField(label="How does the coach get feedback?")

    def __init__(self, *args: Any, latest: RoleAgreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            field = self.fields[name]
            field.required = False
            field.widget = forms.Textarea(attrs={"rows": 3})
            field.initial = getattr(latest, name, "")
        for category in TimeCategory.values:
            field = self.fields[f"share_{category}"]
            field.validators += forms.IntegerField(min_value=0, max_value=100).validators
            field.widget.attrs.update({"min": 0, "max": 100})
            field.initial = latest.shares.get(category, 0) if latest else _usual(category)
        self.fields["told"].initial = latest.told if latest else USUALLY_TOLD
        self.fields["seen"].initial = latest.version if latest else 0

    @property
    def asked(self) -> list[tuple[list[forms.BoundField], str]]:
        """The questions in the field's order, each with what its answer makes the system do."""
        return [([self[name] for name in names.split()], does) for names, does in ASKED]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [values.get(f"share_{category}") for category in TimeCategory.values]
        shares = [share for share in given if share is not None]
        if len(shares) == len(given) and (total := sum(shares)) != 100:
            self.add_error(None, f"The shares of time make {total}%, not 100%.")
        return values

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def shares(self) -> dict[str, int]:
        return {
            category: self.cleaned_data[f"share_{category}"] for category in TimeCategory.values
        }

    def agreement(self, role: CoachRole) -> RoleAgreement:
        """As it would be published; not saved."""
        return RoleAgreement(
            coach_role=role, shares=self.shares(), told=self.cleaned_data["told"], **self.texts()
        )


USUALLY_TOLD = [ToldToPrincipal.HOURS.value, ToldToPrincipal.LOST.value]
EVERYONE_READS = "Everyone in the district reads it under “Who can see what”."
ASKED = (
    ("purpose", f"It opens the agreement. {EVERYONE_READS}"),
    (
        "share_one_to_one share_group share_support share_non_coaching",
        "“My time” shows each coach their own hours against these shares. Their mentor sees the shares, and nobody else.",
    ),
    ("priorities", EVERYONE_READS),
    (
        "avoid",
        "Coaches log it as “Non-coaching duty”, so that what they are pulled into can be shown "
        "and their time protected.",
    ),
    (
        "choosing",
        "Words alone: whoever proposes a pairing, it begins with the people’s own click.",
    ),
    (
        "told",
        "The principal’s page says that this, and nothing else, may be told. "
        "Names, partnerships and dates are not on the menu.",
    ),
    (
        "never_told",
        "Stands beside what the database refuses anyway: goals, sessions, notes, visits and "
        "comments of whomever they evaluate.",
    ),
    ("communication", EVERYONE_READS),
    ("conflict", EVERYONE_READS),
    ("feedback", f"{EVERYONE_READS} No page here collects ratings."),
)


def _usual(category: str) -> int:
    """Most programs that publish shares ask for more than half in one-to-one work."""
    return {
        TimeCategory.ONE_TO_ONE: 60,
        TimeCategory.GROUP: 15,
        TimeCategory.SUPPORT: 20,
        TimeCategory.NON_COACHING: 5,
    }[TimeCategory(category)]
