"""A district lives through an autumn at random; the wall is compared with thirty lines of oracle."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from access.models import EvaluationLine, Share
from access.refusals import Refused, refusals
from accounts.enums import Role
from accounts.models import District, Member, RoleAssignment, School
from coaching.models import Partnership, Place, Session, SessionText
from goals.models import Goal
from tests.access.test_wall import call, log, open_with
from tests.cast import evaluates, person
from tests.conftest import acting, owner

WHO = st.integers(min_value=0, max_value=11)
ASKED_A_STEP = 2


@dataclass
class Chapter:
    """What the oracle knows of a circle: who is in it with which part, and what was written."""

    parts: dict[UUID, str]
    sessions: set[UUID] = field(default_factory=set)
    goals: set[UUID] = field(default_factory=set)

    def held_by(self, part: str) -> set[UUID]:
        return {member for member, held in self.parts.items() if held == part}


@dataclass
class Oracle:
    """The rule, in the words of the design: participants, less whoever evaluates a partner; and
    those to whom a partner has lent a thing, by the same measure."""

    chapters: dict[UUID, Chapter] = field(default_factory=dict)
    lines: set[tuple[UUID, UUID]] = field(default_factory=set)  # an evaluator, a person or school
    works_at: set[tuple[UUID, UUID]] = field(default_factory=set)
    lent: dict[UUID, tuple[UUID, UUID, UUID]] = field(default_factory=dict)

    def evaluates(self, one: UUID, other: UUID) -> bool:
        schools = {school for member, school in self.works_at if member == other}
        return one != other and any((one, over) in self.lines for over in {other, *schools})

    def is_denied(self, member: UUID, circle: UUID) -> bool:
        partners = self.chapters[circle].held_by("partner")
        return any(self.evaluates(member, partner) for partner in partners)

    def readers(self, circle: UUID) -> set[UUID]:
        return {one for one in self.chapters[circle].parts if not self.is_denied(one, circle)}

    def goal_readers(self, circle: UUID, goal: UUID) -> set[UUID]:
        lent = {
            reader for where, item, reader in self.lent.values() if (where, item) == (circle, goal)
        }
        return self.readers(circle) | {one for one in lent if not self.is_denied(one, circle)}

    def clashes(self, parts: dict[UUID, str]) -> set[UUID]:
        """Coaches who may not be it, because they evaluate a partner."""
        return {
            coach
            for coach in parts
            for partner in parts
            if (parts[coach], parts[partner]) == ("coach", "partner")
            and self.evaluates(coach, partner)
        }


class Autumn(RuleBasedStateMachine):
    """Hires, pairs, joins, leaves, promotes, lends, takes back, ends and logs; after each step
    everybody looks: in the database, at the panel, at pages."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.oracle = Oracle()
        self.open: dict[UUID, UUID] = {}
        self.people: list[Member] = []
        self.clients: dict[UUID, Client] = {}
        self.steps = 0
        with owner():
            self.district = District.objects.create(slug="autumn", name="Autumn")
            self.schools = [
                School.objects.create(district=self.district, name=name) for name in ("Oak", "Elm")
            ]
        for number in range(4):
            self.hire(number)
        for number in range(2):
            self.pair(2 * number, 0)
            self.write(number, 0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def member(self, number: int) -> Member:
        return self.people[number % len(self.people)]

    def by_id(self, pk: UUID) -> Member:
        return Member(pk=pk, district_id=self.district.pk)

    def another(self, one: Member, number: int) -> Member:
        return self.member(self.people.index(one) + 1 + number % (len(self.people) - 1))

    def pairing(self, number: int) -> UUID:
        return list(self.open)[number % len(self.open)]

    def chapter(self, pairing: UUID) -> Chapter:
        return self.oracle.chapters[self.open[pairing]]

    def turn_page(self, pairing: UUID, parts: dict[UUID, str]) -> None:
        """The chapter closes; the next one opens when enough people are left, and without a coach
        who has come to evaluate a partner."""
        gone = self.oracle.clashes(parts)
        parts = {pk: part for pk, part in parts.items() if pk not in gone}
        if len(parts) < 2 or set(parts.values()) != {"coach", "partner"}:
            del self.open[pairing]
            return
        with owner():
            circle = Partnership.objects.get(pk=pairing).circle_id
        assert circle not in {None, self.open[pairing]}
        self.open[pairing] = circle
        self.oracle.chapters[circle] = Chapter(parts)

    @precondition(lambda self: len(self.people) < 7)
    @rule(school=WHO)
    def hire(self, school: int) -> None:
        with owner():
            name = f"Person{len(self.people)} Autumn"
            there = self.schools[school % 2]
            hired = person(self.district, there, name, Role.COACH, Role.TEACHER)
        self.people.append(hired)
        self.oracle.works_at.add((hired.pk, there.pk))
        self.clients[hired.pk] = Client()
        assert hired.user
        self.clients[hired.pk].force_login(hired.user)

    @rule(who=WHO, school=WHO)
    def work_also_at(self, who: int, school: int) -> None:
        one, there = self.member(who), self.schools[school % 2]
        with owner():
            RoleAssignment.objects.create(
                district=self.district, member=one, role=Role.TEACHER, school=there
            )
        self.oracle.works_at.add((one.pk, there.pk))

    @rule(coach=WHO, partner=WHO)
    def pair(self, coach: int, partner: int) -> None:
        one = self.member(coach)
        other = self.another(one, partner)
        parts = {one.pk: "coach", other.pk: "partner"}
        with acting(one):
            try:
                with refusals():
                    pairing = open_with(other, kind="team")
            except Refused:
                assert self.oracle.clashes(parts)
                return
        assert not self.oracle.clashes(parts)
        assert pairing.circle_id
        self.open.setdefault(pairing.pk, pairing.circle_id)
        self.oracle.chapters.setdefault(pairing.circle_id, Chapter(parts))

    @precondition(lambda self: self.open)
    @rule(number=WHO, guest=WHO, part=st.sampled_from(["coach", "partner"]))
    def join(self, number: int, guest: int, part: str) -> None:
        pairing, newcomer = self.pairing(number), self.member(guest)
        now = self.chapter(pairing).parts
        asker = next(iter(self.chapter(pairing).held_by("partner")))
        if newcomer.pk in now or asker not in self.oracle.readers(self.open[pairing]):
            return
        part = self.part_held(pairing, newcomer) or part
        with acting(self.by_id(asker)):
            try:
                with refusals():
                    call("propose_place", pairing, newcomer.pk, part)
            except Refused:
                assert self.clashes_with(newcomer.pk, {**now, newcomer.pk: part})
                return
        assert not self.clashes_with(newcomer.pk, {**now, newcomer.pk: part})
        self.answer(pairing, newcomer, "joined")
        self.turn_page(pairing, {**now, newcomer.pk: part})

    def clashes_with(self, newcomer: UUID, parts: dict[UUID, str]) -> bool:
        """Whether the newcomer evaluates a partner here, or is evaluated by a coach."""
        if parts[newcomer] == "coach":
            return newcomer in self.oracle.clashes(parts)
        return any(self.oracle.evaluates(one, newcomer) for one in Chapter(parts).held_by("coach"))

    def part_held(self, pairing: UUID, member: Member) -> str:
        """Who comes back comes back to the part that they had."""
        with owner():
            held = Place.objects.filter(partnership_id=pairing, member=member)
            return held.values_list("part", flat=True).first() or ""

    def answer(self, pairing: UUID, member: Member, answer: str) -> None:
        with acting(member):
            call("answer_place", pairing, answer)

    @precondition(lambda self: self.open)
    @rule(number=WHO, who=WHO)
    def leave(self, number: int, who: int) -> None:
        """Nobody is kept, whoever else has become an evaluator meanwhile."""
        pairing = self.pairing(number)
        now = self.chapter(pairing).parts
        leaver = list(now)[who % len(now)]
        self.answer(pairing, self.by_id(leaver), "left")
        self.turn_page(pairing, {pk: part for pk, part in now.items() if pk != leaver})

    @rule(evaluator=WHO, evaluated=WHO)
    def promote(self, evaluator: int, evaluated: int) -> None:
        one = self.member(evaluator)
        other = self.another(one, evaluated)
        with owner():
            evaluates(one, of=other)
        self.oracle.lines.add((one.pk, other.pk))

    @rule(evaluator=WHO, school=WHO)
    def promote_at(self, evaluator: int, school: int) -> None:
        one, there = self.member(evaluator), self.schools[school % 2]
        with owner():
            evaluates(one, school=there)
        self.oracle.lines.add((one.pk, there.pk))

    @precondition(lambda self: self.oracle.lines)
    @rule(number=WHO)
    def step_down(self, number: int) -> None:
        """A line that ends tomorrow goes on denying what was opened before."""
        one, over = sorted(self.oracle.lines)[number % len(self.oracle.lines)]
        with owner():
            lines = EvaluationLine.objects.filter(evaluator_id=one)
            tomorrow = timezone.now().date() + timedelta(days=1)
            (lines.filter(person_id=over) | lines.filter(school_id=over)).update(ends_on=tomorrow)

    @precondition(lambda self: self.open)
    @rule(number=WHO)
    def end(self, number: int) -> None:
        pairing = self.pairing(number)
        with owner():
            Partnership.objects.filter(pk=pairing).update(status="ended")
        del self.open[pairing]

    @precondition(lambda self: self.open)
    @rule(number=WHO, who=WHO)
    def write(self, number: int, who: int) -> None:
        """A session and a goal."""
        pairing = self.pairing(number)
        circle = self.open[pairing]
        readers = sorted(self.oracle.readers(circle))
        if not readers:
            return
        author = readers[who % len(readers)]
        with acting(self.by_id(author)):
            session = log(Partnership(pk=pairing, circle_id=circle), "Words.")
            goal = Goal.objects.create(circle_id=circle, owner_id=author, statement="More words.")
        self.chapter(pairing).sessions.add(session.pk)
        self.chapter(pairing).goals.add(goal.pk)

    def goals(self) -> list[tuple[UUID, UUID]]:
        chapters = self.oracle.chapters.items()
        return [(circle, goal) for circle, chapter in chapters for goal in sorted(chapter.goals)]

    @precondition(lambda self: self.goals())
    @rule(number=WHO, who=WHO, to=WHO, days=st.sampled_from([0, 9]))
    def lend(self, number: int, who: int, to: int, days: int) -> None:
        """The one partner lends, and to nobody who evaluates them."""
        circle, goal = self.goals()[number % len(self.goals())]
        parts = self.oracle.chapters[circle].parts
        partners = self.oracle.chapters[circle].held_by("partner")
        sharer = [*partners, *partners, *parts][who % (2 * len(partners) + len(parts))]
        reader = self.member(to).pk
        allowed = partners == {sharer} and not self.oracle.is_denied(reader, circle)
        try:
            with acting(self.by_id(sharer)):
                share = Share.objects.create(
                    circle_id=circle,
                    item_kind="goal",
                    item_id=goal,
                    reader_id=reader,
                    until=timezone.now().date() + timedelta(days=days),
                )
        except DatabaseError:
            assert not allowed
            return
        assert allowed
        self.oracle.lent[share.pk] = (circle, goal, reader)

    @precondition(lambda self: self.oracle.lent)
    @rule(number=WHO, comes_back=st.booleans())
    def end_lending(self, number: int, comes_back: bool) -> None:
        """Taken back by whoever lent it, or its day is over."""
        pk = sorted(self.oracle.lent)[number % len(self.oracle.lent)]
        with owner():
            share = Share.objects.get(pk=pk)
            if not comes_back:
                yesterday = timezone.now().date() - timedelta(days=1)
                Share.objects.filter(pk=pk).update(until=yesterday)
        if comes_back:
            with acting(self.by_id(share.sharer_id)):
                assert Share.objects.filter(pk=pk).update(taken_back_at=Now())
        del self.oracle.lent[pk]

    @invariant()
    def everybody_reads_what_the_oracle_says(self) -> None:
        sessions: dict[UUID, set[UUID]] = {}
        goals: dict[UUID, set[UUID]] = {}
        for circle, chapter in self.oracle.chapters.items():
            sessions |= dict.fromkeys(chapter.sessions, self.oracle.readers(circle))
            goals |= {goal: self.oracle.goal_readers(circle, goal) for goal in chapter.goals}
        for member in self.people:
            with acting(member):
                assert read(Session) == {pk for pk, who in sessions.items() if member.pk in who}
                assert read(SessionText, "session_id") == read(Session)
                assert read(Goal) == {pk for pk, who in goals.items() if member.pk in who}
                self.compare_panels(member)
        self.compare_pages({"session": sessions, "goal": goals})

    def compare_panels(self, member: Member) -> None:
        """Who can see this: the same answer for those who may ask, none for anybody else."""
        for circle in self.oracle.chapters:
            readers = self.oracle.readers(circle)
            assert panel(circle) == (readers if member.pk in readers else set())

    def compare_pages(self, records: dict[str, dict[UUID, set[UUID]]]) -> None:
        """One record after the other, one person after the other: a page or nothing."""
        asked = [(kind, pk) for kind, found in records.items() for pk in sorted(found)]
        for _ in range(ASKED_A_STEP if asked else 0):
            self.steps += 1
            kind, pk = asked[self.steps % len(asked)]
            member = self.people[self.steps // len(asked) % len(self.people)]
            answer = self.clients[member.pk].get(f"/d/autumn/{kind}s/{pk}/")
            assert answer.status_code == (200 if member.pk in records[kind][pk] else 404)


def read(model: Any, column: str = "pk") -> set[UUID]:
    return set(model.objects.order_by().values_list(column, flat=True))


def panel(circle: UUID) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id FROM alongside.audience_of(%s)", [str(circle)])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_the_wall_holds_through_an_autumn() -> None:
    run_state_machine_as_test(
        Autumn,
        settings=settings(
            max_examples=40,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
