"""What people write about goals. Figures are in the goal's own unit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from access.readers import Reader
from accounts.models import Member
from goals.enums import GoalOrigin, Verdict
from goals.models import CycleTemplate
from goals.queries import GoalPlace, focus_areas
from goals.services.goals import GoalFields
from goals.services.templates import Stage

LEND_DAYS = 14


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DueForm(forms.Form):
    """What is to be done by a day; one that passed meanwhile stays until another is chosen."""

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate() and "due_on" in self.changed_data:
            raise forms.ValidationError("This day has passed. Choose a day to come, or none.")
        return day


class GoalForm(DueForm):
    statement = forms.CharField(
        label="The goal",
        max_length=1000,
        help_text="Begin with what students will do: “Students will …”",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    focus = forms.CharField(
        label="Focus",
        max_length=80,
        required=False,
        help_text="A word or two that lists can show: student talk, fractions, routines",
        widget=forms.TextInput(attrs={"list": "focus-areas"}),
    )
    origin = forms.ChoiceField(
        label="Where it comes from",
        choices=[("", "Not said"), *GoalOrigin.choices],
        required=False,
    )
    measure = forms.CharField(
        label="How we will see it",
        max_length=300,
        required=False,
        help_text="For example: students who speak in a ten-minute talk, counted in students",
    )
    unit = forms.CharField(label="Counted in", max_length=40, required=False)
    baseline = forms.DecimalField(label="Now", max_digits=9, decimal_places=2, required=False)
    target = forms.DecimalField(label="Target", max_digits=9, decimal_places=2, required=False)
    due_on = forms.DateField(label="By", required=False, widget=DayInput())
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def focus_areas(self) -> list[str]:
        """Offered as one types."""
        return focus_areas()

    def fields_of_goal(self) -> GoalFields:
        names = GoalFields.__annotations__
        return cast(GoalFields, {name: self.cleaned_data[name] for name in names})


class NewGoalForm(GoalForm):
    """Also where it stands and whose it is, where there are several to choose from."""

    place = forms.ChoiceField(label="Whose goal, and who works on it")

    field_order = ["place"]

    def __init__(self, data: Any = None, *, places: Sequence[GoalPlace]) -> None:
        super().__init__(data)
        choose_or_hide(self, "place", [(place.value, place.label) for place in places])
        self.places = {place.value: place for place in places}
        self.only_place = places[0] if len(places) == 1 else None

    @property
    def chosen(self) -> GoalPlace:
        return self.places[self.cleaned_data["place"]]


class CarryForm(forms.Form):
    place = forms.ChoiceField(label="Who works on it from now on")
    with_measurements = forms.BooleanField(
        label="Take the measurements along", required=False, initial=True
    )

    def __init__(self, data: Any = None, *, places: Sequence[GoalPlace]) -> None:
        super().__init__(data)
        choose_or_hide(self, "place", [(place.value, place.label) for place in places])
        self.places = {place.value: place for place in places}

    @property
    def chosen(self) -> GoalPlace:
        return self.places[self.cleaned_data["place"]]


def choose_or_hide(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """A question with one answer is not asked."""
    chosen = cast(forms.ChoiceField, form.fields[name])
    chosen.choices = list(choices)
    if len(choices) == 1:
        chosen.widget = forms.HiddenInput()
        form.initial.setdefault(name, choices[0][0])


class StepForm(DueForm):
    words = forms.CharField(label="Next step", max_length=500)
    owner = forms.ChoiceField(label="Who")
    due_on = forms.DateField(label="By", required=False, widget=DayInput())
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, *, readers: Sequence[Reader], me: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"due_on": timezone.localdate() + timedelta(days=7)})
        super().__init__(data, **kwargs)
        self.initial.setdefault("owner", str(me))
        people = [(str(r.member_id), "You" if r.member_id == me else r.name) for r in readers]
        choose_or_hide(self, "owner", people)


class MeasurementForm(forms.Form):
    measured_on = forms.DateField(
        label="Measured on", widget=DayInput(), initial=timezone.localdate
    )
    value = forms.DecimalField(label="Value", max_digits=9, decimal_places=2)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def clean_measured_on(self) -> Any:
        day = self.cleaned_data["measured_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Choose today or a day before.")
        return day


class OutcomeForm(forms.Form):
    verdict = forms.ChoiceField(
        label="How did it go?", choices=Verdict.choices, widget=forms.RadioSelect
    )
    reflection = forms.CharField(
        label="What you take from it",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())


class StartCycleForm(forms.Form):
    template = forms.ModelChoiceField(
        queryset=CycleTemplate.objects.filter(retired_at=None),
        label="Kind of cycle",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a kind of cycle."},
    )


class LendForm(forms.Form):
    reader = forms.ModelChoiceField(
        queryset=Member.objects.filter(active=True),
        label="Colleague",
        widget=forms.HiddenInput(),
        error_messages={
            "required": "Choose a colleague.",
            "invalid_choice": "This person no longer works here. Choose somebody else.",
        },
    )
    until = forms.DateField(label="Until", widget=DayInput())

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.initial.setdefault("until", timezone.localdate() + timedelta(days=LEND_DAYS))

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day.")
        return day


class TemplateForm(forms.ModelForm[CycleTemplate]):
    class Meta:
        model = CycleTemplate
        fields = ["name", "about", "any_order"]
        labels = {"about": "About", "any_order": "Stages may be taken in any order"}
        help_texts = {"any_order": ""}
        widgets = {"about": forms.Textarea(attrs={"rows": 2})}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if CycleTemplate.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another cycle has this name already.")
        return name


class StageForm(forms.Form):
    name = forms.CharField(max_length=60)
    prompt = forms.CharField(
        label="Questions to ask", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    cadence_days = forms.IntegerField(
        label="Days between contacts", required=False, min_value=1, max_value=365
    )


class BaseStages(forms.BaseFormSet[StageForm]):
    """In the order of their places; what is left out or empty is no stage."""

    deletion_widget = forms.CheckboxInput
    ordering_widget = forms.NumberInput

    def add_fields(self, form: StageForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Place"
        form.fields["DELETE"].label = "Leave this stage out"

    def clean(self) -> None:
        if not any(self.errors) and not self.stages():
            raise forms.ValidationError("A cycle has at least one stage.")

    def stages(self) -> list[Stage]:
        return [
            Stage(
                form.cleaned_data["name"],
                form.cleaned_data["prompt"],
                form.cleaned_data["cadence_days"],
            )
            for form in self.ordered_forms
        ]


StageFormSet = cast(
    type[BaseStages],
    forms.formset_factory(
        StageForm, formset=BaseStages, extra=1, can_delete=True, can_order=True, max_num=12
    ),
)
FirstStages = cast(
    type[BaseStages],
    forms.formset_factory(
        StageForm, formset=BaseStages, extra=4, can_delete=True, can_order=True, max_num=12
    ),
)
