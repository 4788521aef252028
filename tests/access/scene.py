"""The stage of tests/access/stage.py, and on it one row of every table in every condition.

`main` is a row that Casey's and Taylor's circle reads (or Riverbend, where there is no circle);
`closed` its like in the chapter that Robin was in, written by Robin; the others are named below.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from access.context import acting_as_program
from access.models import (
    Circle,
    CircleModel,
    EvaluationLine,
    LineAnswer,
    Look,
    Participant,
    Readmission,
    SealKey,
    Share,
    Vouch,
)
from accounts.models import (
    Contact,
    Heartbeat,
    Invitation,
    Member,
    NonInstructionalDay,
    OutboxMessage,
    RoleAssignment,
    RosterFinding,
    School,
)
from coaching.models import (
    Answer,
    CoachingInvitation,
    DirectoryEntry,
    Ending,
    Partnership,
    Place,
    Pulse,
    Request,
    RoleAgreement,
    RoleDuty,
    Session,
)
from coaching.services.partnerships import propose_pairing
from goals.models import TemplateStage
from mentoring.models import NameGiven, PartnerNumber
from observations.models import Evidence
from tests.access.stage import Stage, standing
from tests.access.test_wall import call, open_with
from tests.cast import evaluates, person
from tests.conftest import acting, owner

COPIES = UUID("c105ed00-0000-4000-8000-000000000000")
Label = str


@dataclass
class Scene:
    stage: Stage
    people: dict[str, Member]
    rows: dict[tuple[Label, str], Any]

    def row(self, model: type[models.Model], name: str) -> Any:
        found = self.rows.get((model._meta.label, name))
        assert found, f"Plant a row {name!r} of {model._meta.label} in tests/access/scene.py."
        return found


@contextmanager
def set_scene() -> Iterator[Scene]:
    with standing() as stage:
        scene = Scene(stage, dict(stage.people), {})
        with transaction.atomic(), owner():
            add_people(scene)
            add_riverbends(scene)
            add_circles(scene)
            add_closed(scene)
            add_shares(scene)
        add_proposed(scene)
        with transaction.atomic():
            add_agreements(scene)
        yield scene


def add_people(scene: Scene) -> None:
    home = scene.stage.cast.riverbend
    for name in ("Sue Superintendent", "Nora Newcomer", "Neil Signedin"):
        one = person(home, scene.stage.cast.lincoln, name)
        scene.people[one.first_name] = one
    newcomer = scene.people["Nora"]
    Member.objects.filter(pk=newcomer.pk).update(user=None)
    cast = scene.stage.cast
    next_year = timezone.now().date() + timedelta(days=365)
    to_come = evaluates(scene.people["Sue"])
    EvaluationLine.objects.filter(pk=to_come.pk).update(starts_on=next_year)
    name_rows(
        scene,
        school_line=EvaluationLine.objects.get(evaluator=cast.pat),
        persons_line=EvaluationLine.objects.get(evaluator=scene.people["Dana"]),
        own_line=EvaluationLine.objects.get(evaluator=scene.people["Blake"]),
        district_line=to_come,
        newcomer=newcomer,
    )
    scene.rows["access.EvaluationLine", "main"] = scene.rows["access.EvaluationLine", "school_line"]


def name_rows(scene: Scene, **rows: models.Model) -> None:
    for name, row in rows.items():
        scene.rows[row._meta.label, name] = row.pk


def add_riverbends(scene: Scene) -> None:
    """One row of every table that a district keeps outside its circles."""
    cast, records = scene.stage.cast, scene.stage.records
    home: dict[str, Any] = {"district": cast.riverbend}
    roster = records["program-import"]["pk"]
    name_rows(
        scene,
        main=Invitation.objects.create(
            **home,
            member=scene.people["Nora"],
            token_hash="heliotrope",
            expires_at=timezone.now() + timedelta(days=9),
        ),
    )
    apps.get_model("accounts.RosterImport").objects.filter(pk=roster).update(started_by=cast.alex)
    found: dict[str, Any] = {
        "accounts.District": cast.riverbend.pk,
        "accounts.School": cast.lincoln.pk,
        "accounts.SchoolYear": records["program-calendar"]["pk"],
        "accounts.GradingPeriod": records["program-calendar-period"]["pk"],
        "accounts.NonInstructionalDay": NonInstructionalDay.objects.get().pk,
        "accounts.Member": cast.jordan.pk,
        "accounts.Contact": Contact.objects.get(member=cast.casey).pk,
        "accounts.RoleAssignment": RoleAssignment.objects.get(member=cast.taylor).pk,
        "accounts.OutboxMessage": OutboxMessage.objects.create(
            **home, key="one", kind="line_ended", recipient=cast.taylor
        ).pk,
        "accounts.RosterImport": roster,
        "accounts.RosterFinding": RosterFinding.objects.create(
            **home, roster_id=roster, position=1, severity="warning", place="x", message="x"
        ).pk,
        "goals.CycleTemplate": records["program-templates"]["pk"],
        "goals.TemplateStage": TemplateStage.objects.get().pk,
        "coaching.CoachRole": records["program-coach-roles"]["pk"],
        "coaching.RoleAgreement": RoleAgreement.objects.create(
            **home, coach_role_id=records["program-coach-roles"]["pk"]
        ).pk,
        "coaching.DirectoryEntry": DirectoryEntry.objects.create(**home, member=cast.casey).pk,
        "coaching.RoleDuty": RoleDuty.objects.get().pk,
        "coaching.CoachingInvitation": CoachingInvitation.objects.get().pk,
        "coaching.TimeEntry": records["log-undo"]["pk"],
        "accounts.Heartbeat": Heartbeat.objects.create(name="tick").pk,
        "access.SealKey": SealKey.objects.get().pk,
    }
    scene.rows |= {(label, "main"): pk for label, pk in found.items()}
    name_rows(scene, another=Heartbeat.objects.create(name="another"))


def add_circles(scene: Scene) -> None:
    """The open chapter of Casey and Taylor, and what stands in it."""
    records = scene.stage.records
    pairing = Partnership.objects.get(pk=records["partnership"]["pk"])
    session = Session.objects.get(pk=records["session"]["pk"])
    chapter = session.circle_id
    name_rows(
        scene,
        main=pairing,
        pulse=Pulse.objects.get(partnership=pairing),
        place=Place.objects.get(partnership=pairing, member=scene.people["Taylor"]),
        circle=Circle.objects.get(pk=chapter),
        part=Participant.objects.get(circle_id=chapter, member=scene.people["Taylor"]),
        look=Look.objects.create(
            district=session.district,
            circle_id=chapter,
            item_kind="session",
            item_id=session.pk,
            reader=scene.people["Sam"],
            hour=timezone.now(),
        ),
    )
    for label, name in (
        ("coaching.Pulse", "pulse"),
        ("coaching.Place", "place"),
        ("access.Circle", "circle"),
        ("access.Participant", "part"),
        ("access.Look", "look"),
    ):
        scene.rows[label, "main"] = scene.rows[label, name]
    for model in circle_models():
        if model is Answer:
            continue
        there = model._default_manager.filter(circle_id=chapter)
        row = there.filter(pk=session.pk).first() or there.first() or model._default_manager.get()
        scene.rows[model._meta.label, "main"] = row.pk
    name_answer(scene)
    draft = Evidence.objects.get(pk=scene.rows["observations.Evidence", "main"])
    draft.pk, draft.shared = uuid4(), False
    draft.save(force_insert=True)
    name_rows(scene, draft=draft)


def name_answer(scene: Scene) -> None:
    """Casey's, though the request is still open: for the policies alone."""
    request = Request.objects.get()
    answer = Answer.objects.create(
        district=request.district,
        circle_id=request.circle_id,
        author=scene.people["Casey"],
        request=request,
        answer="declined",
    )
    name_rows(scene, main=answer)


def circle_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, CircleModel)]


def add_closed(scene: Scene) -> None:
    """The open chapter's rows once more in the chapter that Robin left, as Robin's own."""
    robin = scene.people["Robin"]
    closed = Circle.objects.get(participants__member=robin)
    assert closed.closed_at is not None
    scene.rows["access.Circle", "closed"] = closed.pk
    part = Participant.objects.get(circle=closed, member=robin)
    scene.rows["access.Participant", "closed"] = part.pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in circle_models():
            row = model._default_manager.get(pk=scene.rows[model._meta.label, "main"])
            row.circle_id, row.author_id = closed.pk, robin.pk  # type: ignore[attr-defined]  # CircleModel
            for name in inner_keys(model):
                if value := getattr(row, name):
                    setattr(row, name, uuid5(COPIES, str(value)))
            row.save(force_insert=True)
            scene.rows[model._meta.label, "closed"] = row.pk
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def inner_keys(model: type[models.Model]) -> list[str]:
    """A record's own id, and its keys to other records of its circle."""
    return ["id"] + [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field.remote_field, models.ManyToOneRel)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, CircleModel)
    ]


def add_shares(scene: Scene) -> None:
    """Sam was lent a goal, a session and a visit; to Alex the goal was lent from a wrong circle."""
    cast, records = scene.stage.cast, scene.stage.records
    circle = scene.rows["access.Circle", "main"]
    elsewhere = Circle.objects.get(partnership__kind="mentoring").pk
    day = timezone.now().date() + timedelta(days=9)

    def lend(kind: str, sharer: Member, reader: str, from_circle: UUID) -> Share:
        return Share.objects.create(
            district=cast.riverbend,
            circle_id=from_circle,
            item_kind=kind,
            item_id=records[kind]["pk"],
            sharer=sharer,
            reader=scene.people[reader],
            until=day,
        )

    for kind in ("goal", "session", "visit"):
        lend(kind, cast.taylor, "Sam", circle)
        lend(kind, cast.casey, "Alex", elsewhere)
    live = Share.objects.get(reader=scene.people["Sam"], item_kind="goal")
    name_rows(
        scene,
        live=live,
        stranded=lend("goal", scene.people["Dana"], "Sam", circle),
        back=Share.objects.get(reader=cast.jordan),
    )
    scene.rows["access.Share", "main"] = scene.rows["access.Share", "back"]


def add_proposed(scene: Scene) -> None:
    """Robin and Jordan are proposed to each other by the program, and have not answered."""
    cast = scene.stage.cast
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        (pk,) = propose_pairing(
            kind="coaching", coach_id=cast.robin.pk, partners=[cast.jordan.pk], slug="riverbend"
        )
    scene.rows["coaching.Partnership", "proposed"] = pk
    with owner():
        place = Place.objects.get(partnership_id=pk, member=cast.jordan)
    name_rows(scene, proposed=place)


def add_agreements(scene: Scene) -> None:
    """What people have said about a line, about an old reader and about a first sign-in, and an
    ending that can be taken back."""
    cast, people = scene.stage.cast, scene.people
    pairing = Partnership(pk=scene.rows["coaching.Partnership", "main"])
    with acting(cast.taylor):
        call("propose_place", pairing.pk, people["Quinn"].pk, "coach")
    with acting(cast.casey):
        open_with(people["Neil"])
    with acting(people["Quinn"]):
        old = open_with(cast.jordan)
    with owner():
        Member.objects.filter(pk=people["Neil"].pk).update(identity_since=Now())
        once_evaluated(scene, old)
        mistake = mistaken_line(scene)
        ending = Ending.objects.create(
            district=cast.riverbend,
            partnership=pairing,
            member=cast.taylor,
            is_leaving=True,
            status_before="active",
        )
    with acting(cast.casey):
        vouch = Vouch.objects.create(member=people["Neil"], is_them=True)
    with acting(cast.jordan):
        assert old.circle_id
        readmission = Readmission.objects.create(circle_id=old.circle_id, reader=people["Quinn"])
        answer = LineAnswer.objects.create(line=mistake, agrees=True)
        given = NameGiven.objects.create(coach=people["Quinn"])
    with acting(cast.casey), connection.cursor() as cursor:
        circle = Partnership.objects.get(kind="mentoring").circle_id
        cursor.execute("SELECT alongside.my_names_to_find(%s)", [circle])
    with owner():
        number = PartnerNumber.objects.get(coach=cast.casey, partner=cast.taylor)
    name_rows(scene, mistake=mistake, old=old)
    for row in (vouch, readmission, answer, given, number, ending):
        scene.rows[row._meta.label, "main"] = row.pk


def once_evaluated(scene: Scene, old: Partnership) -> None:
    """Quinn was Jordan's acting principal for a while after their work had begun."""
    assert old.circle_id
    today = timezone.now().date()
    line = evaluates(scene.people["Quinn"], of=scene.people["Jordan"])
    EvaluationLine.objects.filter(pk=line.pk).update(
        starts_on=today - timedelta(days=20), ends_on=today - timedelta(days=2)
    )
    Circle.objects.filter(pk=old.circle_id).update(opened_at=timezone.now() - timedelta(days=30))


def mistaken_line(scene: Scene) -> EvaluationLine:
    """Over a school where Jordan does not work anymore, and marked as never true."""
    cast, now = scene.stage.cast, timezone.now()
    today = now.date()
    there = School.objects.create(district=cast.riverbend, name="Closed school")
    RoleAssignment.objects.create(
        district=cast.riverbend,
        member=cast.jordan,
        role="teacher",
        school=there,
        starts_on=today - timedelta(days=40),
        ends_on=today - timedelta(days=20),
    )
    line = evaluates(scene.people["Sue"], school=there)
    EvaluationLine.objects.filter(pk=line.pk).update(
        starts_on=today - timedelta(days=40),
        ends_on=today - timedelta(days=20),
        never_true_by=cast.alex,
        never_true_at=now,
        never_true_from=now + timedelta(days=7),
        never_true_reason="place",
    )
    return line
