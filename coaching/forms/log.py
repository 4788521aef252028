"""The one form that logs a session, and the smaller ones around it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Member
from coaching.enums import MeetingForm, NotHeldReason, TimeCategory
from coaching.models import Partnership
from coaching.queries.sessions import name_of, others_in
from coaching.services.sessions import ME, THEM, SessionLog, StepLine
from goals.models import Goal

LINES = (1, 2, 3)
MOMENT = "%Y-%m-%dT%H:%M"
FAR = timedelta(days=1)
MOST_WORDS = 20_000


def moment_field(label: str, **kwargs: Any) -> forms.DateTimeField:
    """A date and a time in the district's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **kwargs)


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=720,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"max_value": "A log holds at most 12 hours. Split it in two."},
    )


def form_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How",
        choices=MeetingForm.choices,
        initial=MeetingForm.IN_PERSON,
        widget=forms.RadioSelect,
    )


def step_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(label="Next step", max_length=500, **kwargs)


def due_field() -> forms.DateField:
    return forms.DateField(
        label="By",
        required=False,
        initial=in_a_week,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def own_field() -> forms.CharField:
    return forms.CharField(
        label="Just for me",
        required=False,
        max_length=MOST_WORDS,
        help_text="Nobody else ever reads this. It is removed 30 days after the partnership ends or"
        " the people in it change; you are told a week before.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def in_a_week() -> date:
    return timezone.localdate() + timedelta(days=7)


def just_ended(minutes: int) -> datetime:
    """When something of this length began that is over now, to five minutes: as one says it."""
    began = timezone.localtime() - timedelta(minutes=minutes)
    return began.replace(minute=began.minute - began.minute % 5, second=0, microsecond=0)


class Submission(forms.Form):
    """A form that is one row however often it is sent."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class OwnerField(forms.ChoiceField):
    """Whom it names is settled among the people of the partnership when it is saved."""

    def valid_value(self, value: Any) -> bool:
        return True


class GoalSelect(forms.Select):
    """Beside each goal stands the partnership in which it is worked on: static/js/log.js offers those of
    the people chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.worked_on_in: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.worked_on_in:
            option["attrs"]["data-with"] = self.worked_on_in[str(value)]
        return option


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    widget = GoalSelect

    def label_from_instance(self, obj: Goal) -> str:
        return obj.statement

    def offer(self, goals: Sequence[Goal], partnerships: Iterable[Partnership]) -> None:
        """By whose they are, in this order."""
        known = {one.circle_id: str(one.pk) for one in partnerships}
        by_owner: dict[str, list[tuple[str, str]]] = {}
        for goal in goals:
            by_owner.setdefault(goal.owner.name, []).append((str(goal.pk), goal.statement))
        self.widget.worked_on_in = {str(goal.pk): known[goal.circle_id] for goal in goals}
        self.widget.choices = [("", self.empty_label), *by_owner.items()]


class FactsForm(forms.Form):
    """When, how long, how, what it was and what it served."""

    started_at = moment_field("When")
    minutes = minutes_field()
    form = form_field()
    types = forms.MultipleChoiceField(
        label="What it was", required=False, widget=forms.CheckboxSelectMultiple
    )
    goal = GoalField(
        label="Goal it serves",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "This goal is closed by now. Choose another, or none."},
    )

    def __init__(
        self, *args: Any, types: Sequence[tuple[str, str]], goals: QuerySet[Goal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("types", types)
        goal = self.fields["goal"]
        assert isinstance(goal, GoalField)
        goal.queryset = goals

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def clean_started_at(self) -> Any:
        started = self.cleaned_data["started_at"]
        if started > timezone.now() + FAR:
            raise forms.ValidationError("This lies ahead. Plan it instead, or mend the date.")
        return started


class ChangeForm(FactsForm):
    """What was logged, corrected; `revision` is the version that was on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class LogForm(FactsForm, Submission):
    people = forms.MultipleChoiceField(
        label="With", required=False, widget=forms.CheckboxSelectMultiple
    )
    colleagues = forms.MultipleChoiceField(
        label="Quick help with", required=False, widget=forms.CheckboxSelectMultiple
    )
    body = forms.CharField(
        label="What we talked about",
        required=False,
        max_length=MOST_WORDS,
        help_text="Read by everybody in the partnership.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    own = own_field()
    field_order = ["people", "colleagues", "started_at", "minutes", "form", "types", "body"]

    def __init__(
        self,
        *args: Any,
        member_id: UUID,
        partnerships: Sequence[Partnership],
        chosen: Iterable[Partnership],
        colleagues: QuerySet[Member] | Sequence[Member],
        goals: QuerySet[Goal],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, goals=goals, **kwargs)
        chosen = list(chosen)
        self.member_id = member_id
        self.partnerships = partnerships
        self.goals = goals_first(goals, chosen)
        goal = self.fields["goal"]
        assert isinstance(goal, GoalField)
        goal.offer(self.goals, partnerships)
        if not self.is_bound and "goal" not in self.initial:
            self.initial["goal"] = only_goal(self.goals, chosen)
        self._choices("people", [(str(p.pk), name_of(p, member_id)) for p in partnerships])
        self._choices("colleagues", [(str(c.pk), c.name) for c in colleagues])
        self._add_lines(self._owners(chosen, member_id))

    @staticmethod
    def _owners(chosen: list[Partnership], member_id: UUID) -> list[tuple[str, str]]:
        if len(chosen) != 1:
            return [(ME, "Me"), (THEM, "Each of them")]
        return [(ME, "Me"), *((str(p.pk), p.name) for p in others_in(chosen[0], member_id))]

    def _add_lines(self, owners: list[tuple[str, str]]) -> None:
        for line in LINES:
            self.fields[f"step_{line}"] = step_field(required=False)
            self.fields[f"owner_{line}"] = OwnerField(label="Who", choices=owners, required=False)
            self.fields[f"due_{line}"] = due_field()

    @property
    def lines(self) -> list[dict[str, forms.BoundField]]:
        return [
            {part: self[f"{part}_{line}"] for part in ("step", "owner", "due")} for line in LINES
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("people") and not data.get("colleagues"):
            self.add_error("people", "Choose who it was with, or log it as other time.")
        goal = data.get("goal")
        if goal and "people" in data and goal.circle_id not in circles_of(self.with_whom()):
            self.add_error(
                "goal",
                f"This goal is {goal.owner.name}’s, whom you have not chosen."
                " Choose them above, or another goal.",
            )
        return data

    def with_whom(self) -> list[Partnership]:
        return [one for one in self.partnerships if str(one.pk) in self.cleaned_data["people"]]

    def _owner(self, named: str) -> str:
        """Somebody whom it was with; whoever is named and was taken out again leaves it to oneself."""
        people = [other for one in self.with_whom() for other in others_in(one, self.member_id)]
        return named if named == THEM or named in {str(one.pk) for one in people} else ME

    def log(self) -> SessionLog:
        data = self.cleaned_data
        goal = data["goal"]
        return SessionLog(
            submission=data["submission"],
            started_at=data["started_at"],
            minutes=data["minutes"],
            form=data["form"],
            types=data["types"],
            body=data["body"].strip(),
            own=data["own"].strip(),
            goal_id=goal.pk if goal else None,
            steps=[
                StepLine(
                    body=data[f"step_{line}"].strip(),
                    owner=self._owner(data[f"owner_{line}"]),
                    due_on=data[f"due_{line}"],
                )
                for line in LINES
                if data[f"step_{line}"].strip()
            ],
        )


def circles_of(partnerships: Iterable[Partnership]) -> set[UUID]:
    return {one.circle_id for one in partnerships if one.circle_id}


def goals_first(goals: Iterable[Goal], chosen: Iterable[Partnership]) -> list[Goal]:
    """Those of the people chosen before the others."""
    wanted = circles_of(chosen)
    return sorted(goals, key=lambda goal: goal.circle_id not in wanted)


def only_goal(goals: Iterable[Goal], chosen: Iterable[Partnership]) -> UUID | None:
    """The goal that goes without saying: there is one alone."""
    wanted = circles_of(chosen)
    fitting = [goal.pk for goal in goals if goal.circle_id in wanted]
    return fitting[0] if len(fitting) == 1 else None


def typed(data: QueryDict) -> dict[str, Any]:
    """What stands in a form that is shown again without being judged."""
    several = ("people", "colleagues", "types")
    return {name: data.getlist(name) if name in several else data[name] for name in data}


class StepForm(Submission):
    """One next step more, for one of those who read the session."""

    step = step_field(error_messages={"required": "Write what it is."})
    owner = forms.ChoiceField(label="Who")
    due = due_field()

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = owners

    def line(self) -> StepLine:
        data = self.cleaned_data
        return StepLine(body=data["step"], owner=data["owner"], due_on=data["due"])


class OtherTimeFacts(forms.Form):
    started_at = moment_field("When")
    minutes = minutes_field()
    category = forms.ChoiceField(
        label="What kind",
        choices=[
            (TimeCategory.SUPPORT.value, "Support"),
            (TimeCategory.GROUP.value, "Group work"),
            (TimeCategory.NON_COACHING.value, "Non-coaching duty"),
        ],
        initial=TimeCategory.SUPPORT,
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label="What it was",
        max_length=120,
        required=False,
        help_text="For your own list of time, for example “Testing” or “Preparing materials”.",
    )


class OtherTimeForm(OtherTimeFacts, Submission):
    pass


class OtherTimeChangeForm(OtherTimeFacts):
    """`revision` is the version that was on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MoveForm(forms.Form):
    planned_at = moment_field("New time")

    def clean_planned_at(self) -> datetime | None:
        planned: datetime | None = self.cleaned_data["planned_at"]
        if planned and timezone.localdate(planned) < timezone.localdate():
            raise forms.ValidationError("This day has passed. Log it instead, or choose another.")
        return planned


class PlanForm(MoveForm):
    planned_at = moment_field("When")
    minutes = minutes_field()
    form = form_field()


class NotHeldForm(forms.Form):
    reason = forms.ChoiceField(choices=NotHeldReason.choices)


class TextForm(forms.Form):
    """What was talked about; `revision` is the version that was on the screen, 0 for none."""

    body = forms.CharField(
        label="For everybody in the partnership",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write a line, or leave it as it was."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


class NoteForm(forms.Form):
    """One's own note; `revision` as in `TextForm`. Left empty it is removed."""

    own = own_field()
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
