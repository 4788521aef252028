"""Asking for coaching, and the answers to it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from accounts.enums import Role
from accounts.models import Member, RoleAssignment
from accounts.queries import going_on
from coaching.enums import AskedSize
from coaching.forms.log import MoveForm, minutes_field, moment_field
from coaching.forms.partnership import described
from coaching.models import CoachRole, Wish
from coaching.queries.requests import colleagues_who_coach
from coaching.services.requests import Asked

MOST_WORDS = 5000
COACHES_OFFERED = 60
ANYONE = "anyone"
ROLE, COACH = "role:", "coach:"
SIZES = [
    (AskedSize.TEN_MINUTES.value, "Ten minutes: a question, a tool, an idea to think aloud"),
    (AskedSize.ONE_LESSON.value, "One lesson: plan it, teach it or watch it together"),
    (AskedSize.CYCLE.value, "A coaching cycle: a goal and some weeks"),
]


def words_field(label: str, *, rows: int = 4, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write a sentence, so that they know what it is about."},
    )


class WordsForm(forms.Form):
    """The asker's own words."""

    body = words_field("What would help?", required=True)
    suits = forms.CharField(
        label="When it suits",
        required=False,
        max_length=300,
        help_text="For example: Tuesdays after period 4, or any morning.",
    )


class WishForm(WordsForm):
    """Changing them; `revision` is the version that was on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1)


class AskForm(WordsForm):
    """How much, of whom, and what about."""

    size = forms.ChoiceField(
        label="How much?",
        choices=SIZES,
        widget=forms.RadioSelect,
        initial=AskedSize.TEN_MINUTES.value,
    )
    to = forms.ChoiceField(label="Whom do you ask?")
    may_be_passed = forms.BooleanField(
        label="May be passed along to a colleague who fits better",
        required=False,
        initial=True,
        help_text="You are told to whom. Never to anybody who evaluates you.",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("size", "body", "suits", "to", "may_be_passed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", uuid4())
        chosen = self.data.get("to") or self.initial.get("to", "")
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = whom_to_ask(chosen)

    def asked(self) -> Asked:
        values = self.cleaned_data
        to: str = values["to"]
        return Asked(
            submission=values["submission"],
            size=values["size"],
            words=values["body"],
            suits=values["suits"],
            coach_id=UUID(to.removeprefix(COACH)) if to.startswith(COACH) else None,
            role_id=UUID(to.removeprefix(ROLE)) if to.startswith(ROLE) else None,
            may_be_passed=values["may_be_passed"],
        )


def whom_to_ask(chosen: str = "") -> list[Any]:
    """Whoever fits, the roles that somebody holds, coaches who work where one does; and `chosen`."""
    coaches = Member.objects.filter(
        pk__in=RawSQL("SELECT alongside.askable()", []), active=True
    ).order_by("name")[:COACHES_OFFERED]
    offered = [(f"{COACH}{one.pk}", described(one)) for one in coaches]
    if chosen.startswith(COACH) and chosen not in dict(offered):
        offered += [(f"{COACH}{one.pk}", described(one)) for one in _named(chosen)]
    roles = [(f"{ROLE}{one.pk}", one.title) for one in _roles_held()]
    choices: list[Any] = [(ANYONE, "Whoever fits")]
    if roles:
        choices.append(("Those who coach as", roles))
    if offered:
        choices.append(("One coach", offered))
    return choices


def _named(chosen: str) -> QuerySet[Member]:
    try:
        pk = UUID(chosen.removeprefix(COACH))
    except ValueError:
        return Member.objects.none()
    return colleagues_who_coach().filter(pk=pk)


def _roles_held() -> QuerySet[CoachRole]:
    held = RoleAssignment.objects.filter(
        going_on(), role=Role.COACH, coach_role=OuterRef("pk"), member__active=True
    )
    return CoachRole.objects.filter(Exists(held), retired_at=None)


class AcceptForm(MoveForm):
    """Yes, with a first time if one comes to mind."""

    body = words_field("A line back", rows=2)
    planned_at = moment_field("A first time", required=False)
    minutes = minutes_field()
    field_order = ("body", "planned_at", "minutes")


class DeclineForm(forms.Form):
    body = words_field("A kind line", rows=2)


class PassForm(DeclineForm):
    """To a colleague, where the asker allowed it."""

    colleague = forms.ModelChoiceField(
        Member.objects.none(),
        label="Pass it along to",
        error_messages={"required": "Choose a colleague."},
    )
    field_order = ("colleague", "body")

    def __init__(self, *args: Any, besides: tuple[UUID, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleague = self.fields["colleague"]
        assert isinstance(colleague, forms.ModelChoiceField)
        colleague.queryset = colleagues_who_coach(*besides)
        colleague.label_from_instance = described  # type: ignore[method-assign,assignment]  # Django's own hook


def wish_form_of(wish: Wish) -> WishForm:
    return WishForm(initial={"body": wish.body, "suits": wish.suits, "revision": wish.revision})
