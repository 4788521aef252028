"""For the lists of pages: one row of everything that a page may list, and then fifty."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models.functions import Now
from django.utils import timezone

from access.models import Circle, EvaluationLine, Look, Share
from accounts.enums import Role
from accounts.models import (
    Contact,
    Invitation,
    Member,
    NonInstructionalDay,
    OutboxMessage,
    RoleAssignment,
    RosterFinding,
    RosterImport,
    School,
    SchoolYear,
)
from coaching.models import (
    CoachingInvitation,
    CoachRole,
    DirectoryEntry,
    RoleAgreement,
    RoleDuty,
    Session,
    Wish,
)
from goals.models import CycleTemplate, Goal, TemplateStage
from tests.access.stage import Stage
from tests.access.test_wall import call, open_with
from tests.cast import evaluates, person
from tests.conftest import acting, owner

MORE = 49
Row = TypeVar("Row", bound=models.Model)


def pk(stage: Stage, name: str) -> Any:
    return stage.records[name]["pk"]


def add_to(stage: Stage, rows: int) -> None:
    """So many more of everything; what the stage has already is left as it is."""
    with owner():
        number = Member.objects.count()
        teachers, coaches, newcomers = (
            [
                person(stage.cast.riverbend, stage.cast.lincoln, f"{name}{n} Crowd", role)
                for n in range(number, number + rows)
            ]
            for name, role in (
                ("Teacher", Role.TEACHER),
                ("Coach", Role.COACH),
                ("Newcomer", Role.TEACHER),
            )
        )
    pair(stage, teachers, coaches, newcomers)
    with owner():
        learn_sizes()
        fill_the_chapter(stage, rows)
        begin_with_each(stage, [*teachers, *coaches])
        share_and_look(stage, teachers)
        evaluate(stage, teachers, coaches)
        keep_records_of_people(stage, teachers)
        keep_the_program(stage, rows)
        learn_sizes()


def learn_sizes() -> None:
    """A planner that believes these tables to be empty, as they were before the test, goes through
    every row for every row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pair(
    stage: Stage, teachers: list[Member], coaches: list[Member], newcomers: list[Member]
) -> None:
    """Casey coaches the teachers; the coaches coach Taylor and Pat, are mentored by Morgan, and ask
    Casey and Taylor for more."""
    people = stage.people
    with acting(people["Casey"]):
        for number, teacher in enumerate(teachers):
            open_with(teacher, term=("quick", "short")[number % 2])
        for newcomer in newcomers:
            open_with(newcomer)
    for teacher, coach in zip(teachers, coaches, strict=True):
        put(teacher, people["Casey"])
        put(people["Taylor"], coach)
    for coach in coaches:
        with acting(coach):
            open_with(people["Taylor"])
            open_with(people["Pat"], kind="leadership")
            open_with(people["Taylor"], term="long", kind="induction")
            open_with(people["Casey"], term="long", kind="induction")
        with acting(people["Morgan"]):
            mentoring = open_with(coach, term="long", kind="mentoring")
        with acting(coach):
            call("answer_place", mentoring.pk, "joined")
    with owner():
        Member.objects.filter(pk__in=[one.pk for one in newcomers]).update(identity_since=Now())


def put(asker: Member, coach: Member) -> None:
    """A request with its words."""
    wanted = uuid4()
    with acting(asker), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_request(%s, 'cycle', %s, NULL, true)",
            [str(wanted), str(coach.pk)],
        )
        Wish.objects.create(circle_id=cursor.fetchone()[0], request_id=wanted, body="More.")


def copies(row: Row, rows: int, **changes: Any) -> list[Row]:
    """More rows like this one; a change may be a function of the row's number."""
    made: list[Row] = []
    for number in range(rows):
        again = type(row)._default_manager.get(pk=row.pk) if not made else clone(row)
        again.pk = uuid4()
        for name, value in changes.items():
            setattr(again, name, value(number) if callable(value) else value)
        made.append(again)
    return type(row)._default_manager.bulk_create(made)


def clone(row: Row) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values)


def nth(rows: list[Any]) -> Callable[[int], Any]:
    return lambda number: rows[number].pk


def fill_the_chapter(stage: Stage, rows: int) -> None:
    """Casey's and Taylor's: a session, a goal and a visit with long lists, and many of each."""
    from coaching.models import PrivateNote, SessionText, TimeEntry
    from comments.models import Comment
    from goals.models import Cycle, CycleStage, Measurement, NextStep, NextStepText, StageMove
    from mentoring.models import ReviewLog
    from observations.models import Evidence, Visit

    now = timezone.now()
    session = Session.objects.get(pk=pk(stage, "session"))
    goal = Goal.objects.get(pk=pk(stage, "goal"))
    cycle = Cycle.objects.get(pk=pk(stage, "cycle"))
    entries = copies(TimeEntry.objects.get(pk=pk(stage, "log-undo")), rows)
    sessions = copies(session, rows, entry_id=nth(entries))
    copies(SessionText.objects.filter(session=session)[0], rows, session_id=nth(sessions))
    copies(PrivateNote.objects.filter(session=session)[0], rows, session_id=nth(sessions))
    copies(session, rows, status="planned", planned_at=now, held_at=None, entry_id=None)
    later = now + timedelta(days=2)
    copies(session, rows, status="planned", planned_at=later, held_at=None, entry_id=None)
    goals = copies(goal, rows)
    copies(goal, rows, status="finished")
    copies(Measurement.objects.get(pk=pk(stage, "measurement-remove")), rows)
    step = NextStep.objects.get(pk=pk(stage, "step"))
    for whose in ("Casey", "Taylor"):
        for done_at in (None, now):
            steps = copies(step, rows, owner_id=stage.people[whose].pk, done_at=done_at)
            copies(NextStepText.objects.filter(step=step)[0], rows, step_id=nth(steps))
    last = CycleStage.objects.filter(cycle=cycle).order_by("position").last()
    assert last
    copies(last, rows, position=lambda n: last.position + 1 + n)
    past = copies(cycle, rows, ended_on=now.date())
    copies(last, rows, cycle_id=nth(past))
    copies(cycle, rows, goal_id=nth(goals))
    copies(StageMove.objects.filter(cycle=cycle)[0], rows)
    comment = Comment.objects.get(pk=pk(stage, "comment"))
    for kind in ("session", "goal", "visit"):
        copies(comment, rows, item_kind=kind, item_id=pk(stage, kind))
    visit = Visit.objects.get(pk=pk(stage, "visit"))
    copies(visit, rows)
    copies(Evidence.objects.get(pk=pk(stage, "visit-line-remove")), rows)
    copies(ReviewLog.objects.get(pk=pk(stage, "review-log")), rows)


def begin_with_each(stage: Stage, people: Iterable[Member]) -> None:
    """A session, a goal with its stage and a step in every other open chapter of Casey and Taylor."""
    from goals.models import Cycle, NextStep, NextStepText

    ids = {person.pk for person in people}
    viewers = {stage.people[name].pk for name in ("Casey", "Taylor")}
    home: dict[str, Any] = {"district": stage.cast.riverbend}
    chapters = Circle.objects.filter(closed_at=None, participants__member__in=ids)
    for circle in chapters.distinct().prefetch_related("participants"):
        inside = {one.member_id: one.part for one in circle.participants.all()}
        if circle.partnership_id is None or not viewers & set(inside):
            continue
        coach, partner = (
            next(who for who, part in inside.items() if part == wanted)
            for wanted in ("coach", "partner")
        )
        there = {**home, "circle": circle, "author_id": coach}
        Session.objects.create(
            **there,
            partnership_id=circle.partnership_id,
            status="held",
            held_at=timezone.now(),
        )
        goal = Goal.objects.create(**there, owner_id=partner, statement="More.")
        Cycle.objects.create(**there, goal=goal, template_name="x", stage_name="Identify")
        step = NextStep.objects.create(**there, owner_id=coach, goal=goal)
        NextStepText.objects.create(**there, step=step, body="Try it.")


def share_and_look(stage: Stage, teachers: list[Member]) -> None:
    """Taylor lends to Jordan and the teachers, who have looked; the teachers lend to both."""
    taylor = stage.people["Taylor"]
    goal = Goal.objects.get(pk=pk(stage, "goal"))
    day = timezone.now().date() + timedelta(days=9)
    home: dict[str, Any] = {"district": stage.cast.riverbend, "item_kind": "goal"}
    for teacher in teachers:
        mine: dict[str, Any] = {**home, "circle_id": goal.circle_id, "item_id": goal.pk}
        Share.objects.create(**mine, sharer=taylor, reader=teacher, until=day)
        for kind in ("goal", "session", "visit"):
            item = {**mine, "item_kind": kind, "item_id": pk(stage, kind)}
            Look.objects.create(**item, reader=teacher, hour=timezone.now())
        theirs = Goal.objects.get(owner=teacher)
        for reader in (taylor, stage.people["Jordan"]):
            Share.objects.create(
                **home,
                circle_id=theirs.circle_id,
                item_id=theirs.pk,
                sharer=teacher,
                reader=reader,
                until=day,
            )
    jordan = stage.people["Jordan"]
    for kind in ("goal", "visit"):
        lent = {**home, "item_kind": kind, "circle_id": goal.circle_id, "item_id": pk(stage, kind)}
        Share.objects.create(**lent, sharer=taylor, reader=jordan, until=day)


def evaluate(stage: Stage, teachers: list[Member], coaches: list[Member]) -> None:
    """Lines over Taylor and by Pat, now, ended and never true; half of Taylor's coaches were once
    acting principals."""
    taylor, pat = stage.people["Taylor"], stage.people["Pat"]
    now = timezone.now()
    ago, until = now.date() - timedelta(days=20), now.date() - timedelta(days=2)
    for teacher in teachers:
        evaluates(teacher, of=taylor)
        evaluates(pat, of=teacher)
        evaluates(teacher, school=stage.cast.lincoln)
        marked = evaluates(teacher, of=taylor)
        EvaluationLine.objects.filter(pk=marked.pk).update(
            starts_on=ago,
            ends_on=until,
            never_true_by=stage.people["Alex"],
            never_true_at=now,
            never_true_from=now + timedelta(days=7),
            never_true_reason="person",
        )
    for coach in coaches[: (len(coaches) + 1) // 2]:
        line = evaluates(coach, of=taylor)
        EvaluationLine.objects.filter(pk=line.pk).update(starts_on=ago, ends_on=until)
        theirs = circles_of(coach.pk) & circles_of(taylor.pk)
        Circle.objects.filter(pk__in=theirs).update(opened_at=now - timedelta(days=30))


def circles_of(member: UUID) -> set[UUID]:
    found = Circle.objects.filter(participants__member_id=member)
    return set(found.values_list("pk", flat=True))


def keep_records_of_people(stage: Stage, teachers: list[Member]) -> None:
    """Roles of Taylor's, invitations, mail that failed, addresses that bounced."""
    home: dict[str, Any] = {"district": stage.cast.riverbend}
    invitation = CoachingInvitation.objects.get(pk=pk(stage, "coaching-invitation"))
    copies(invitation, len(teachers), member_id=nth(teachers))
    copies(invitation, len(teachers))
    for number, teacher in enumerate(teachers):
        DirectoryEntry.objects.create(
            **home,
            member=teacher,
            opens_classroom=True,
            subjects=[f"Subject {teacher.name}"],
            grades=["1", "2"],
        )
        RoleAssignment.objects.create(
            **home, member=stage.people["Taylor"], role=Role.MENTOR, school=stage.cast.lincoln
        )
        Invitation.objects.create(
            **home,
            member=teacher,
            token_hash=f"{teacher.pk}",
            expires_at=timezone.now() + timedelta(days=9),
        )
        OutboxMessage.objects.create(
            **home,
            key=f"{teacher.pk}",
            kind="line_ended",
            recipient=teacher,
            failed_at=timezone.now(),
        )
        School.objects.create(**home, name=f"School {number}")
    Contact.objects.filter(member__in=teachers).update(bounced_at=timezone.now())


def keep_the_program(stage: Stage, rows: int) -> None:
    """Years, periods, days off, coach roles with agreements, templates with stages, imports."""
    home: dict[str, Any] = {"district": stage.cast.riverbend}
    year = SchoolYear.objects.get(pk=pk(stage, "program-calendar"))
    past = SchoolYear.objects.count()
    back = [timedelta(days=400 * (past + number)) for number in range(rows)]
    copies(
        year,
        rows,
        name=lambda n: f"Year {past + n}",
        starts_on=lambda n: year.starts_on - back[n],
        ends_on=lambda n: year.ends_on - back[n],
    )
    period = year.periods.order_by("starts_on").first()
    day = NonInstructionalDay.objects.order_by("day").last()
    assert period
    assert day
    copies(period, rows, name=lambda n: f"{past} {n}")
    copies(day, rows, day=lambda n: day.day + timedelta(days=n + 1))
    role = CoachRole.objects.get(pk=pk(stage, "program-coach-roles"))
    roles = copies(role, rows, title=lambda n: f"Role {past} {n}")
    version = RoleAgreement.objects.count() + 1
    for number in range(rows):
        RoleAgreement.objects.create(**home, coach_role=role, version=version + number)
        RoleAgreement.objects.create(**home, coach_role=roles[number])
    duty = RoleDuty.objects.get(pk=pk(stage, "program-coach-roles-duty-remove"))
    copies(duty, rows, holder=stage.people["Casey"])
    copies(duty, rows, coach_role_id=nth(roles), holder=stage.people["Taylor"])
    template = CycleTemplate.objects.get(pk=pk(stage, "program-templates"))
    more = copies(template, rows, name=lambda n: f"Template {past} {n}")
    copies(template, rows, name=lambda n: f"Retired {past} {n}", retired_at=timezone.now())
    stages = TemplateStage.objects.filter(template=template).order_by("position")
    stage_row = stages.last()
    assert stage_row
    copies(stage_row, rows, position=lambda n: stage_row.position + 1 + n)
    copies(stage_row, rows, template_id=nth(more))
    roster = RosterImport.objects.get(pk=pk(stage, "program-import"))
    copies(roster, rows, state="applied")
    found = roster.findings.count()
    for number in range(rows):
        RosterFinding.objects.create(
            **home,
            roster=roster,
            position=found + number,
            severity=("error", "warning")[number % 2],
            place="x",
            message="x",
        )
