"""A district lives through an autumn at random; the wall is compared with thirty lines of oracle."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
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

from access.models import EvaluationLine
from access.refusals import Refused, refusals
from accounts.enums import Role
from accounts.models import District, Member, School
from coaching.models import Partnership, SessionText
from tests.access.test_wall import call, log, open_with
from tests.cast import evaluates, person
from tests.conftest import acting, owner

WHO = st.integers(min_value=0, max_value=20)


@dataclass
class Chapter:
    """What the oracle knows of a circle: who is in it, who of them is a partner, is it open."""

    parts: dict[UUID, str]
    texts: set[UUID] = field(default_factory=set)
    is_open: bool = True


@dataclass
class Oracle:
    """The rule, in the words of the design: participants, less whoever evaluates a partner."""

    chapters: dict[UUID, Chapter] = field(default_factory=dict)
    lines: set[tuple[UUID, UUID]] = field(default_factory=set)

    def readers(self, circle: UUID) -> set[UUID]:
        parts = self.chapters[circle].parts
        partners = {member for member, part in parts.items() if part == "partner"}
        return {
            member
            for member in parts
            if not any((member, partner) in self.lines for partner in partners - {member})
        }

    def texts_of(self, member: UUID) -> set[UUID]:
        return {
            text
            for circle, chapter in self.chapters.items()
            if member in self.readers(circle)
            for text in chapter.texts
        }

    def clashes(self, parts: dict[UUID, str]) -> bool:
        coaches = [member for member, part in parts.items() if part == "coach"]
        partners = [member for member, part in parts.items() if part == "partner"]
        return any((coach, partner) in self.lines for coach in coaches for partner in partners)


class Autumn(RuleBasedStateMachine):
    """Hires, pairs, joins, leaves, promotes, ends and logs; after each step everybody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.oracle = Oracle()
        self.open: dict[UUID, UUID] = {}
        self.people: list[Member] = []
        with owner():
            self.district = District.objects.create(slug="autumn", name="Autumn")
            self.school = School.objects.create(district=self.district, name="School")
        for _ in range(4):
            self.hire()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def member(self, number: int) -> Member:
        return self.people[number % len(self.people)]

    def pairing(self, number: int) -> UUID:
        return list(self.open)[number % len(self.open)]

    def chapter(self, pairing: UUID) -> Chapter:
        return self.oracle.chapters[self.open[pairing]]

    def turn_page(self, pairing: UUID, parts: dict[UUID, str]) -> None:
        """The chapter closes; the next one opens when enough people are left."""
        self.chapter(pairing).is_open = False
        if len(parts) < 2 or set(parts.values()) != {"coach", "partner"}:
            del self.open[pairing]
            return
        with owner():
            circle = Partnership.objects.get(pk=pairing).circle_id
        assert circle not in {None, self.open[pairing]}
        self.open[pairing] = circle
        self.oracle.chapters[circle] = Chapter(parts)

    @precondition(lambda self: len(self.people) < 7)
    @rule()
    def hire(self) -> None:
        with owner():
            name = f"Person{len(self.people)} Autumn"
            self.people.append(person(self.district, self.school, name, Role.COACH, Role.TEACHER))

    @rule(coach=WHO, partner=WHO)
    def pair(self, coach: int, partner: int) -> None:
        one, other = self.member(coach), self.member(partner)
        parts = {one.pk: "coach", other.pk: "partner"}
        with acting(one):
            try:
                with refusals():
                    pairing = open_with(other, kind="team")
            except Refused:
                assert one == other or self.oracle.clashes(parts)
                return
        assert len(parts) == 2
        assert pairing.circle_id
        self.open.setdefault(pairing.pk, pairing.circle_id)
        self.oracle.chapters.setdefault(pairing.circle_id, Chapter(parts))

    @precondition(lambda self: self.open)
    @rule(number=WHO, guest=WHO, part=st.sampled_from(["coach", "partner"]))
    def join(self, number: int, guest: int, part: str) -> None:
        pairing, newcomer = self.pairing(number), self.member(guest)
        now = self.chapter(pairing).parts
        asker = next(pk for pk, held in now.items() if held == "partner")
        readers = self.oracle.readers(self.open[pairing])
        if newcomer.pk in now or asker not in readers:
            return
        with acting(Member(pk=asker, district_id=self.district.pk)):
            try:
                with refusals():
                    call("propose_place", pairing, newcomer.pk, part)
            except Refused:
                assert self.oracle.clashes({**now, newcomer.pk: part})
                return
        part = self.part_held(pairing, newcomer)
        if self.answer(pairing, newcomer, "joined"):
            self.turn_page(pairing, {**now, newcomer.pk: part})

    def part_held(self, pairing: UUID, member: Member) -> str:
        """Who comes back comes back to the part that they had."""
        with owner(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT part FROM coaching_place WHERE partnership_id = %s AND member_id = %s",
                [str(pairing), str(member.pk)],
            )
            return str(cursor.fetchone()[0])

    def answer(self, pairing: UUID, member: Member, answer: str) -> bool:
        with acting(member):
            try:
                with refusals():
                    call("answer_place", pairing, answer)
            except Refused:
                return False
        return True

    @precondition(lambda self: self.open)
    @rule(number=WHO, who=WHO)
    def leave(self, number: int, who: int) -> None:
        pairing = self.pairing(number)
        now = self.chapter(pairing).parts
        leaver = list(now)[who % len(now)]
        if self.answer(pairing, Member(pk=leaver, district_id=self.district.pk), "left"):
            self.turn_page(pairing, {pk: part for pk, part in now.items() if pk != leaver})

    @rule(evaluator=WHO, evaluated=WHO)
    def promote(self, evaluator: int, evaluated: int) -> None:
        one, other = self.member(evaluator), self.member(evaluated)
        if one != other:
            with owner():
                evaluates(one, of=other)
            self.oracle.lines.add((one.pk, other.pk))

    @precondition(lambda self: self.oracle.lines)
    @rule(number=WHO)
    def step_down(self, number: int) -> None:
        """A line that ends tomorrow goes on denying what was opened before."""
        one, other = sorted(self.oracle.lines)[number % len(self.oracle.lines)]
        with owner():
            EvaluationLine.objects.filter(evaluator_id=one, person_id=other).update(
                ends_on=timezone.now().date() + timedelta(days=1)
            )

    @precondition(lambda self: self.open)
    @rule(number=WHO)
    def end(self, number: int) -> None:
        pairing = self.pairing(number)
        with owner():
            Partnership.objects.filter(pk=pairing).update(status="ended")
        self.chapter(pairing).is_open = False
        del self.open[pairing]

    @precondition(lambda self: self.open)
    @rule(number=WHO, who=WHO)
    def write(self, number: int, who: int) -> None:
        pairing = self.pairing(number)
        circle = self.open[pairing]
        readers = sorted(self.oracle.readers(circle))
        if not readers:
            return
        with acting(Member(pk=readers[who % len(readers)], district_id=self.district.pk)):
            session = log(Partnership(pk=pairing, circle_id=circle), "Words.")
            self.chapter(pairing).texts.add(SessionText.objects.get(session=session).pk)

    @invariant()
    def everybody_reads_what_the_oracle_says(self) -> None:
        for member in self.people:
            with acting(member):
                read = set(SessionText.objects.values_list("pk", flat=True))
                assert read == self.oracle.texts_of(member.pk)
                self.compare_panels(member)

    def compare_panels(self, member: Member) -> None:
        """Who can see this: the same answer for those who may ask, none for anybody else."""
        for circle in self.oracle.chapters:
            readers = self.oracle.readers(circle)
            assert panel(circle) == (readers if member.pk in readers else set())


def panel(circle: UUID) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id FROM alongside.audience_of(%s)", [str(circle)])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_the_wall_holds_through_an_autumn() -> None:
    run_state_machine_as_test(
        Autumn,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
