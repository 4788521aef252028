"""The pages of the bench, by whom they are opened, and what is found about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from access.context import acting_as, sealed
from access.identity import CurrentMember, memberships_of
from access.roles import MEMBER, PROGRAM
from coaching.models import Partnership, Session, TimeEntry
from config.bench import bare
from config.bench.explicit import Explicit, owner_settings
from config.bench.timing import Key, Timing, in_turns, statements_of
from goals.models import Goal, NextStep

SMALL, LARGE = 10_000, 1_000_000
RUNS = 150
SAVING = "saving a session with two next steps"
# The review is one function of the wall; there is no page of it without.
ONLY_WALLED = {"caseload review", SAVING}
AGAINST_BARE = {"home": "home", "session list": "sessions", SAVING: "save"}


@dataclass(frozen=True)
class Figures:
    """What one page costs, in milliseconds and ratios."""

    large: Timing
    small: Timing | None
    statements: int
    without_wall: Timing | None = None
    bare: Timing | None = None

    @property
    def growth(self) -> float | None:
        return self.large.p95 / self.small.p95 if self.small else None

    @property
    def over_explicit(self) -> float | None:
        return self.large.p50 / self.without_wall.p50 if self.without_wall else None

    @property
    def over_bare(self) -> float | None:
        return self.large.p50 / self.bare.p50 if self.bare else None


@dataclass(frozen=True)
class Person:
    client: Client
    member: CurrentMember
    role: str


def measure() -> dict[str, Figures]:
    """All pages, all forms, in turns."""
    connections.settings["bare"] = owner_settings()
    small, large = pages_of(SMALL), pages_of(LARGE)
    work: dict[Key, Callable[[], None]] = {}
    for name, (person, open_it) in large.items():
        work[name, "large"] = open_it
        work[name, "small"] = small[name][1]
        if name not in ONLY_WALLED:
            work[name, "explicit"] = explicit_of(person).opening(open_it)
    for name, path in AGAINST_BARE.items():
        work[name, "bare"] = bare_of(f"/{path}/")
    began = timezone.now()
    found = in_turns(work, runs=RUNS)
    statements = {name: statements_of(open_it) for name, (_, open_it) in large.items()}
    forget_since(began)
    return {
        name: Figures(
            large=found[name, "large"],
            small=found.get((name, "small")),
            statements=statements[name],
            without_wall=found.get((name, "explicit")),
            bare=found.get((name, "bare")),
        )
        for name in large
    }


def forget_since(moment: datetime) -> None:
    """What the saving left behind, so that the next run finds the same rows."""
    for model in (NextStep, Session, TimeEntry):
        rows = model._default_manager.using("bare").filter(created_at__gte=moment)
        rows._raw_delete("bare")  # the database cascades


def pages_of(size: int) -> dict[str, tuple[Person, Callable[[], None]]]:
    slug = f"scale-{size}"
    coach, mentor, admin = (signed_in(role, slug) for role in ("coach", "mentor", "admin"))
    mine = coach.member
    with acting_as(member_id=mine.id, district_id=mine.district_id):
        goal = Goal.objects.latest("created_at")
        partnership = Partnership.objects.get(circle_id=goal.circle_id)
    addresses: dict[str, tuple[Person, str]] = {
        "home": (coach, reverse("home", args=[slug])),
        "session list": (coach, reverse("sessions", args=[slug])),
        "partnerships": (coach, reverse("partnerships", args=[slug])),
        "partnership": (coach, reverse("partnership", args=[slug, partnership.pk])),
        "goal": (coach, reverse("goal", args=[slug, goal.pk])),
        "caseload review": (mentor, reverse("caseload", args=[slug, mine.id])),
        "program partnerships": (admin, reverse("program-partnerships", args=[slug])),
    }
    pages = {name: (who, opening(who.client, path)) for name, (who, path) in addresses.items()}
    return pages | {SAVING: (coach, logging_with(coach, partnership, slug))}


def signed_in(role: str, slug: str) -> Person:
    client = Client(headers={"host": "127.0.0.1"})
    user = get_user_model().objects.get(email=f"{role}@{slug}.test")
    client.force_login(user)
    return Person(client, memberships_of(user.pk)[0].member, role)


def opening(client: Client, path: str) -> Callable[[], None]:
    def open_it() -> None:
        expect(client.get(path), 200)

    return open_it


def logging_with(person: Person, partnership: Partnership, slug: str) -> Callable[[], None]:
    due = timezone.localdate() + timedelta(days=7)
    typed: dict[str, Any] = {
        "people": [str(partnership.pk)],
        "started_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "minutes": 30,
        "form": "in_person",
        "types": ["planning"],
        "body": "Looked at the exit tickets together.",
        "step_1": "Try the exit ticket",
        "owner_1": "them",
        "due_1": f"{due:%Y-%m-%d}",
        "step_2": "Send the question stems",
        "owner_2": "me",
        "due_2": f"{due:%Y-%m-%d}",
    }
    path = reverse("log", args=[slug])

    def save() -> None:
        expect(person.client.post(path, typed | {"submission": str(uuid4())}), 302)

    return save


def expect(answer: Any, status: int) -> None:
    if answer.status_code != status:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}")


_explicit: dict[str, Explicit] = {}


def explicit_of(person: Person) -> Explicit:
    """One for each person, because the filters are written out for that person."""
    if person.role not in _explicit:
        role, purpose = (PROGRAM, "program") if person.role == "admin" else (MEMBER, "member")
        member = person.member
        seal = sealed(purpose, member_id=member.id, district_id=member.district_id)
        _explicit[person.role] = Explicit(
            role=role, seal_text=seal, member_id=member.id, schema=f"plain_{person.role}"
        )
    return _explicit[person.role]


def bare_of(path: str) -> Callable[[], None]:
    """Through Django's own middleware, and nothing of Alongside's."""
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        client = signed_in("coach", f"scale-{LARGE}").client
        client.handler.load_middleware()
    moment = f"{timezone.now():%Y-%m-%d %H:%M}"

    def open_it() -> None:
        if path == "/save/":
            expect(client.post(path, {"held_at": moment, "minutes": 30}), 302)
        else:
            expect(client.get(path), 200)

    return open_it
