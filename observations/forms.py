from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goals.enums import GoalStatus
from goals.models import Goal
from observations.enums import EvidenceKind, VisitStatus
from observations.language import HINTS
from observations.models import Visit
from observations.queries import Pair


class GoalChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Goal) -> str:
        return f"{obj.statement[:80]}…" if len(obj.statement) > 80 else obj.statement


def active_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(status=GoalStatus.ACTIVE)


class PlanForm(forms.Form):
    """When, and what it looks at."""

    focus = forms.CharField(
        label="Focus",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The one thing to look at, for example wait time after questions.",
    )
    collect = forms.CharField(
        label="What will be collected",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only this is written down: words, times, counts. Never a rating.",
    )
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError("This day has passed. Choose another.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("day") and data.get("time"):
            data["planned_at"] = timezone.make_aware(datetime.combine(data["day"], data["time"]))
        return data

    def plan(self) -> dict[str, Any]:
        names = ("focus", "collect", "planned_at", "revision")
        return {name: self.cleaned_data[name] for name in names}


def plan_of(visit: Visit) -> dict[str, Any]:
    planned = timezone.localtime(visit.planned_at)
    return {
        "focus": visit.focus,
        "collect": visit.collect,
        "day": planned.date(),
        "time": planned.time(),
        "revision": visit.revision,
    }


class VisitForm(PlanForm):
    """Ask for a visit, or propose one: with whom, too."""

    pair = forms.ChoiceField(label="With whom")
    goal = GoalChoice(queryset=Goal.objects.none(), required=False, label="Goal it serves")
    field_order = ["pair", "focus", "collect", "day", "time", "goal"]

    def __init__(self, *args: Any, pairs: list[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {pair.key: pair for pair in pairs}
        choices = [(pair.key, words_for(pair)) for pair in pairs]
        field = self.fields["pair"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            self.initial.setdefault("pair", choices[0][0])
        goal = self.fields["goal"]
        assert isinstance(goal, GoalChoice)
        goal.queryset = active_goals()
        goal.empty_label = "None in particular"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pair = self.pairs.get(data.get("pair", ""))
        goal = data.get("goal")
        if pair and goal and goal.circle_id != pair.circle.pk:
            self.add_error("goal", "This goal belongs to work with somebody else. Choose another.")
        return data

    @property
    def chosen(self) -> Pair:
        return self.pairs[self.cleaned_data["pair"]]


def words_for(pair: Pair) -> str:
    if pair.asked_by_teacher:
        return f"{pair.visitor.name} visits me · {pair.within}"
    return f"I visit {pair.teacher.name} · {pair.within}"


class MoveForm(forms.Form):
    ANSWERS = [
        *((value, label) for value, label in VisitStatus.choices if value != VisitStatus.PROPOSED),
        ("ended", "The visit is over"),
    ]
    answer = forms.ChoiceField(choices=ANSWERS)
    seen = forms.IntegerField(required=False)


class LineForm(forms.Form):
    """One line of notes. The box looks out for judging words while it is typed in."""

    body = forms.CharField(
        label="What you see and hear",
        max_length=1000,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autofocus": True,
                "autocomplete": "off",
                "data-enter-sends": True,
                "data-judging": "|".join(HINTS),
            }
        ),
    )
    kind = forms.ChoiceField(
        choices=EvidenceKind.choices, initial=EvidenceKind.NOTE, widget=forms.RadioSelect
    )
    at_second = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class MendForm(forms.Form):
    body = forms.CharField(max_length=1000)


class ResponseForm(forms.Form):
    body = forms.CharField(
        label="Your response",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
