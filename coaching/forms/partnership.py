"""Opening a partnership, asking somebody in, and proposing a pairing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from access.identity import CurrentMember
from access.models import Participant
from accounts.enums import Role
from accounts.models import Member
from coaching.enums import PartnershipKind, PlaceStatus, Term
from coaching.models import CoachRole, Partnership
from coaching.queries.partnerships import helped_lately
from coaching.queries.roles import role_in_use, role_today

# Without a search these are shown where they are all; else only who is suggested.
FEW_PEOPLE = 12
PEOPLE_OFFERED = 24
ONE_OFFERED = 200
COACH_KINDS = [
    PartnershipKind.COACHING,
    PartnershipKind.TEAM,
    PartnershipKind.LEADERSHIP,
    PartnershipKind.LEADERSHIP_TEAM,
    PartnershipKind.INDUCTION,
]
NAMED_KINDS = {PartnershipKind.TEAM, PartnershipKind.LEADERSHIP_TEAM}
TERMS = [
    (Term.SHORT, "Short-term: begins now, your partner is told"),
    (Term.LONG, "Long-term: begins when your partner says so"),
]


def kinds_for(member: CurrentMember) -> tuple[list[PartnershipKind], UUID | None]:
    """The kinds that somebody may open, and the coach role that goes with them."""
    kinds: list[PartnershipKind] = []
    role = None
    if member.is_coach:
        role = role_in_use(member.id)
        offered = set(role.kinds) if role else set(COACH_KINDS)
        kinds += [kind for kind in COACH_KINDS if kind in offered]
    if member.is_mentor:
        kinds.append(PartnershipKind.MENTORING)
    return [*kinds, PartnershipKind.PEER], role.pk if role else None


def offer(
    field: "forms.ModelMultipleChoiceField[Member]",
    people: QuerySet[Member],
    words: str,
    chosen: Iterable[Any],
    suggested: Sequence[UUID] = (),
) -> str:
    """Everybody may be chosen; the list shows who is chosen already, then who matches `words`, and
    without words who is `suggested`. Answers what is to be said below it."""
    field.queryset = people
    ids = [pk for pk in map(str, chosen) if _is_uuid(pk)]
    picked = list(people.filter(pk__in=ids)) if ids else []
    others = people.exclude(pk__in=ids)
    if words:
        found = list(others.filter(name__icontains=words)[:PEOPLE_OFFERED])
    else:
        found = list(others[: FEW_PEOPLE + 1])
        if len(found) > FEW_PEOPLE:
            known = others.in_bulk(suggested) if suggested else {}
            found = [known[pk] for pk in suggested if pk in known]
    field.widget.choices = [(str(person.pk), described(person)) for person in [*picked, *found]]
    if words and not found:
        return "Nobody by that name works in this district."
    return "" if field.widget.choices else "Type a name to find somebody."


def offer_one(
    field: "forms.ModelChoiceField[Member]", people: QuerySet[Member], words: str
) -> None:
    """Anybody of `people` may be chosen; the list shows who matches `words`."""
    field.queryset = people
    shown = people.filter(name__icontains=words)[:ONE_OFFERED]
    field.widget.choices = [
        ("", "Choose"),
        *((str(person.pk), described(person)) for person in shown),
    ]


def described(person: Member) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class PeopleForm(forms.Form):
    """What opening and proposing have in common."""

    kind = forms.ChoiceField(choices=PartnershipKind.choices, widget=forms.RadioSelect)
    people = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label="With",
        widget=forms.CheckboxSelectMultiple,
        help_text="Several people: a team becomes one partnership, "
        "any other kind one for each person.",
        error_messages={"required": "Choose at least one person."},
    )
    team_name = forms.CharField(
        max_length=100, required=False, help_text="For a team: what the team calls itself."
    )

    def __init__(self, *args: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") in NAMED_KINDS and not values.get("team_name"):
            self.add_error("team_name", "Give the team a name.")
        return values

    @classmethod
    def found(cls, data: QueryDict, **kwargs: Any) -> Self:
        """The same form after a search by name: nothing that was typed or chosen is lost."""
        initial: dict[str, Any] = {name: data.get(name, "") for name in cls.base_fields}
        initial["people"] = data.getlist("people")
        return cls(initial=initial, words=data.get("q", "").strip()[:100], **kwargs)

    def chosen(self) -> list[UUID]:
        return [person.pk for person in self.cleaned_data["people"]]

    def _fill(self, people: QuerySet[Member], suggested: Sequence[UUID] = ()) -> None:
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        ids = self.data.getlist("people") if hasattr(self.data, "getlist") else []
        chosen = ids or self.initial.get("people", [])
        self.hint = offer(field, people, self.words, chosen, suggested)


class OpenForm(PeopleForm):
    """A coach, a mentor or a peer begins."""

    term = forms.ChoiceField(
        label="How long", choices=TERMS, initial=Term.SHORT, widget=forms.RadioSelect
    )
    field_order = ["people", "kind", "team_name", "term"]

    def __init__(self, *args: Any, member: CurrentMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, self.coach_role_id = kinds_for(member)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(kind.value, kind.label) for kind in kinds]
        kind.initial = kinds[0]
        if len(kinds) == 1:
            kind.help_text = "Colleagues who learn together begin by themselves."
        self._fill(
            Member.objects.filter(active=True).exclude(pk=member.id), helped_lately(member.id)
        )


class PairingForm(PeopleForm):
    """The program proposes; the people begin."""

    coach = forms.ModelChoiceField(
        Member.objects.none(),
        label="Coach or mentor",
        empty_label="Choose",
        error_messages={"required": "Choose who supports."},
    )
    coach_role = forms.ModelChoiceField(
        CoachRole.objects.none(), required=False, empty_label="None in particular"
    )
    field_order = ["kind", "coach", "people", "team_name", "coach_role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Member.objects.filter(active=True)
        coach, role = self.fields["coach"], self.fields["coach_role"]
        assert isinstance(coach, forms.ModelChoiceField)
        assert isinstance(role, forms.ModelChoiceField)
        coach.queryset = active
        supports = active.filter(role_today(Role.COACH) | role_today(Role.MENTOR))
        coach.widget.choices = [
            ("", "Choose"),
            *((str(person.pk), described(person)) for person in supports[:ONE_OFFERED]),
        ]
        role.queryset = CoachRole.objects.filter(retired_at=None)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        # Peers begin by themselves.
        kind.choices = [one for one in PartnershipKind.choices if one[0] != PartnershipKind.PEER]
        kind.initial = PartnershipKind.COACHING
        self._fill(active)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        coach, people = values.get("coach"), values.get("people")
        if coach and people and coach in people:
            self.add_error("people", f"{coach.name} can't be their own partner.")
        return values


class PauseForm(forms.Form):
    """Until when; left empty somebody resumes it some day."""

    until = forms.DateField(
        label="Goes on by itself on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leave it empty if you don’t know yet: anybody in it can go on at any time.",
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come, or leave it empty.")
        return until


class AskInForm(forms.Form):
    """Who is asked to join, and in which part."""

    member = forms.ModelChoiceField(Member.objects.none(), label="Who", empty_label="Choose")
    part = forms.ChoiceField(
        label="As",
        choices=[("partner", "A partner"), ("coach", "Another coach")],
        initial="partner",
    )

    def __init__(
        self, *args: Any, partnership: Partnership, words: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        inside = partnership.places.filter(
            status__in=[PlaceStatus.JOINED, PlaceStatus.PROPOSED]
        ).values("member_id")
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        offer_one(member, Member.objects.filter(active=True).exclude(pk__in=inside), words)
        if partnership.kind == PartnershipKind.PEER:
            self.fields["part"] = forms.ChoiceField(
                choices=[(Participant.Part.PARTNER, "A partner")], initial="partner", label="As"
            )
