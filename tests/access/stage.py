"""One of everything, with planted phrases that only a circle may ever see on a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from access.models import Share
from accounts.enums import Role
from accounts.models import (
    GradingPeriod,
    Member,
    NonInstructionalDay,
    RoleAssignment,
    RosterImport,
    SchoolYear,
)
from coaching.models import (
    CoachingInvitation,
    CoachRole,
    Partnership,
    PrivateNote,
    RoleDuty,
    Session,
    SessionText,
    TimeEntry,
    Wish,
)
from comments.models import Comment
from goals.models import (
    Cycle,
    CycleStage,
    CycleTemplate,
    Goal,
    Measurement,
    NextStep,
    NextStepText,
    Outcome,
    StageMove,
    TemplateStage,
)
from mentoring.models import ReviewLog
from observations.models import Evidence, Visit, VisitResponse
from tests.access.test_wall import call, open_with
from tests.cast import Cast, build_cast, evaluates, person
from tests.conftest import acting, owner

IN_CIRCLE = "heliotrope-murmuration"
JUST_MINE = "vermilion-archipelago"
WITH_PRINCIPAL = "saffron-constellation"
WITH_MENTOR = "cerulean-escarpment"
IN_INVITATION = "ochre-peninsula"


@dataclass
class Stage:
    """People by first name, records by the names of their addresses, phrases with their readers."""

    cast: Cast
    people: dict[str, Member]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    readers: dict[str, set[str]] = field(
        default_factory=lambda: {
            IN_CIRCLE: {"Casey", "Taylor"},
            JUST_MINE: {"Casey"},
            WITH_PRINCIPAL: {"Casey", "Pat"},
            WITH_MENTOR: {"Casey", "Morgan"},
        }
    )


@contextmanager
def standing() -> Iterator[Stage]:
    """One stage for a whole module, gone afterwards; each test undoes what it does to it."""
    with transaction.atomic():
        yield build_stage()
        transaction.set_rollback(True)


def build_stage() -> Stage:
    with transaction.atomic():
        with owner():
            cast = build_cast()
            people = more_people(cast)
        stage = Stage(cast, people)
        records = {**program_records(cast), **circle_records(cast, people)}
        records |= asking_records(cast)
        records |= mentor_records(cast)
        principal_records(cast)
        with owner():
            line = evaluates(people["Dana"], of=cast.taylor)
            evaluates(people["Blake"], school=cast.lincoln)
        records["evaluator"] = line.pk
        stage.records = arguments(records)
        return stage


def more_people(cast: Cast) -> dict[str, Member]:
    people = {member.first_name: member for member in cast.people()}
    home, school = cast.riverbend, cast.lincoln
    for name, roles in {
        "Dana Becomes-Principal": (Role.COACH,),
        "Quinn Coach": (Role.COACH,),
        "Blake Admin-Evaluator": (Role.ADMIN,),
        "Sam Several": (Role.COACH, Role.MENTOR, Role.ADMIN),
    }.items():
        member = person(home, school, name, *roles)
        people[member.first_name] = member
    return people


def circle_records(cast: Cast, people: dict[str, Member]) -> dict[str, UUID]:
    """A chapter that Robin has left before, and in which Dana stands who will evaluate Taylor."""
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
    come_and_go(pairing, cast.taylor, cast.robin, "joined", "left")
    come_and_go(pairing, cast.taylor, people["Dana"], "joined")
    with acting(cast.casey):
        pairing.refresh_from_db()
        circle: dict[str, Any] = {"circle_id": pairing.circle_id}
        entry = TimeEntry.objects.create(
            started_at=timezone.now(), minutes=30, category="working", label=JUST_MINE
        )
        alone = TimeEntry.objects.create(
            started_at=timezone.now(), minutes=30, category="support", label=JUST_MINE
        )
        now = timezone.now()
        session = Session.objects.create(
            **circle, partnership=pairing, status="held", held_at=now, entry=entry
        )
        planned = Session.objects.create(
            **circle, partnership=pairing, status="planned", planned_at=now + timedelta(days=1)
        )
        SessionText.objects.create(**circle, session=session, body=IN_CIRCLE)
        PrivateNote.objects.create(**circle, session=session, body=JUST_MINE)
        goal = Goal.objects.create(**circle, owner=cast.taylor, statement=IN_CIRCLE)
        measured = Measurement.objects.create(
            **circle, goal=goal, measured_on=now.date(), value=1, note=IN_CIRCLE
        )
        step = NextStep.objects.create(**circle, owner=cast.casey, goal=goal, session=session)
        NextStepText.objects.create(**circle, step=step, body=IN_CIRCLE)
        cycle = Cycle.objects.create(**circle, goal=goal, template_name="x", stage_name=IN_CIRCLE)
        StageMove.objects.create(**circle, cycle=cycle, to_stage=1)
        for position in (1, 2):
            CycleStage.objects.create(**circle, cycle=cycle, position=position, name=IN_CIRCLE)
        comment = Comment.objects.create(
            **circle, item_kind="session", item_id=session.pk, body=IN_CIRCLE
        )
        visit = Visit.objects.create(
            **circle, teacher=cast.taylor, visitor=cast.casey, focus=IN_CIRCLE, planned_at=now
        )
    with acting(cast.taylor):
        call("move_visit", visit.pk, "agreed", 1)
        Outcome.objects.create(**circle, goal=goal, verdict="met", reflection=IN_CIRCLE)
        share = Share.objects.create(
            **circle,
            item_kind="goal",
            item_id=goal.pk,
            reader=cast.jordan,
            until=now.date() + timedelta(days=9),
        )
        Share.objects.filter(pk=share.pk).update(taken_back_at=Now())
    with acting(cast.casey):
        call("move_visit", visit.pk, "draft", 1)
        line = Evidence.objects.create(**circle, visit=visit, body=IN_CIRCLE)
        call("move_visit", visit.pk, "shared", 1)
    with acting(cast.taylor):
        VisitResponse.objects.create(**circle, visit=visit, body=IN_CIRCLE)
    found = {
        "partnership": pairing,
        "entry": entry,
        "alone": alone,
        "session": session,
        "planned": planned,
        "goal": goal,
        "measurement": measured,
        "step": step,
        "cycle": cycle,
        "comment": comment,
        "visit": visit,
        "line": line,
        "share": share,
    }
    return {name: record.pk for name, record in found.items()}


def asking_records(cast: Cast) -> dict[str, UUID]:
    """Taylor asks Casey, who has not answered."""
    wanted = uuid4()
    with acting(cast.taylor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_request(%s, 'ten_minutes', %s, NULL, true)",
            [str(wanted), str(cast.casey.pk)],
        )
        ((circle,),) = cursor.fetchall()
        Wish.objects.create(circle_id=circle, request_id=wanted, body=IN_CIRCLE)
    with owner():
        invitation = CoachingInvitation.objects.create(
            district=cast.riverbend, member=cast.taylor, sent_by=cast.alex, body=IN_INVITATION
        )
    return {"request": wanted, "coaching-invitation": invitation.pk}


def come_and_go(pairing: Partnership, asker: Member, guest: Member, *answers: str) -> None:
    with acting(asker):
        call("propose_place", pairing.pk, guest.pk, "coach")
    for answer in answers:
        with acting(guest):
            call("answer_place", pairing.pk, answer)


def mentor_records(cast: Cast) -> dict[str, UUID]:
    with acting(cast.morgan):
        pairing = open_with(cast.casey, term="long", kind="mentoring")
    with acting(cast.casey):
        call("answer_place", pairing.pk, "joined")
    with acting(cast.morgan):
        pairing.refresh_from_db()
        assert pairing.circle_id
        log = ReviewLog.objects.create(circle_id=pairing.circle_id, working=WITH_MENTOR)
    return {"review-log": log.pk}


def principal_records(cast: Cast) -> None:
    """Pat, who evaluates Taylor, is coached by the same coach."""
    with acting(cast.casey):
        pairing = open_with(cast.pat, kind="leadership")
        assert pairing.circle_id
        session = Session.objects.create(
            circle_id=pairing.circle_id,
            partnership=pairing,
            status="held",
            held_at=timezone.now(),
        )
        SessionText.objects.create(
            circle_id=pairing.circle_id, session=session, body=WITH_PRINCIPAL
        )


def program_records(cast: Cast) -> dict[str, UUID]:
    home = {"district": cast.riverbend}
    day = timezone.now().date()
    with owner():
        year = SchoolYear.objects.create(
            **home, name="This year", starts_on=day, ends_on=day + timedelta(days=200)
        )
        template = CycleTemplate.objects.create(**home, name="Impact cycle")
        TemplateStage.objects.create(**home, template=template, position=1, name="Identify")
        role = CoachRole.objects.create(**home, title="Instructional coach")
        found: dict[str, Any] = {
            "year": year,
            "period": GradingPeriod.objects.create(
                **home, year=year, name="Q1", starts_on=day, ends_on=day + timedelta(days=40)
            ),
            "day": NonInstructionalDay.objects.create(**home, year=year, day=day),
            "roster": RosterImport.objects.create(**home, name="roster.zip"),
            "coach-role": role,
            "duty": RoleDuty.objects.create(**home, coach_role=role, duty="Book room"),
            "template": template,
            "role": RoleAssignment.objects.get(member=cast.taylor),
            "person": cast.taylor,
            "school": cast.lincoln,
            "coach": cast.casey,
        }
    return {name: record.pk for name, record in found.items()}


# The record that an address is about, by the beginning of its name; the longest beginning wins.
ABOUT = {
    "logged": "entry",
    "log-undo": "entry",
    "log-change": "alone",
    "log-remove": "alone",
    "session": "session",
    "session-happened": "planned",
    "session-moved": "planned",
    "session-not-held": "planned",
    "session-plan-again": "planned",
    "session-plan-undo": "planned",
    "partnership": "partnership",
    "newcomer": "person",
    "request": "request",
    "coaching-invitation": "coaching-invitation",
    "goal": "goal",
    "step": "step",
    "step-new": "goal",
    "measurement-new": "goal",
    "measurement-remove": "measurement",
    "cycle-new": "goal",
    "cycle": "cycle",
    "share-take-back": "share",
    "visit": "visit",
    "visit-line-mend": "line",
    "visit-line-remove": "line",
    "comment": "comment",
    "comment-new": "session",
    "who-can-see": "session",
    "caseload": "coach",
    "review-log": "review-log",
    "program-partnerships": "partnership",
    "program-coach-roles": "coach-role",
    "program-coach-roles-duty-remove": "duty",
    "program-templates": "template",
    "program-person": "person",
    "program-evaluators": "evaluator",
    "program-district-school": "school",
    "program-calendar": "year",
    "program-calendar-period": "period",
    "program-calendar-period-add": "year",
    "program-calendar-day-remove": "day",
    "program-import": "roster",
}
WORDS = {"kind": "session", "status": "finished", "position": 2}


def arguments(records: dict[str, UUID]) -> dict[str, dict[str, Any]]:
    return {name: {"pk": records[about], **WORDS} for name, about in ABOUT.items()} | {
        name: {"pk": records["person"], "role": records["role"]}
        for name in ("program-person-role", "program-person-role-end")
    }


def arguments_for(stage: Stage, name: str) -> dict[str, Any]:
    fitting = [known for known in stage.records if name == known or name.startswith(known + "-")]
    return stage.records[max(fitting, key=len)] if fitting else {}
