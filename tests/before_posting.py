"""What has to be there before something can be posted, and the ids and days that a body names."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from django.utils import timezone

from access.context import acting_as_program
from access.models import Circle, EvaluationLine, Share, Vouch
from accounts.services.roster import stage_roster
from coaching.models import Partnership
from goals.models import Goal, TemplateStage
from tests.access.stage import Stage
from tests.access.test_wall import call, open_with
from tests.accounts.roster_district import upload_of
from tests.accounts.roster_files import roster_12
from tests.cast import evaluates
from tests.conftest import acting, owner

Values = dict[str, Any]


def pk(stage: Stage, name: str) -> str:
    return str(stage.records[name]["pk"])


def who(stage: Stage, name: str) -> str:
    return str(stage.people[name].pk)


def day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days)}"


def moment(days: int = 0) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def chapter(stage: Stage) -> Any:
    with owner():
        return Circle.objects.get(partnership_id=pk(stage, "partnership"), closed_at=None).pk


def changed(statement: str) -> Callable[[Stage], Values]:
    """The owner has changed something before."""

    def change(stage: Stage) -> Values:
        with owner(), connection.cursor() as cursor:
            cursor.execute(statement)
        return {}

    return change


def first_stage() -> Any:
    with owner():
        return TemplateStage.objects.get().pk


def place_of(stage: Stage) -> Values:
    return {"place": f"{chapter(stage)}:{who(stage, 'Taylor')}"}


def proposal(stage: Stage) -> Values:
    """Quinn has proposed to work with Jordan."""
    with acting(stage.people["Quinn"]):
        return {"pk": open_with(stage.people["Jordan"], term="long").pk}


def goal_left_behind(stage: Stage) -> Values:
    """Taylor's goal in the chapter in which Robin was."""
    taylor = stage.people["Taylor"]
    with owner():
        closed = Circle.objects.get(participants__member=stage.people["Robin"])
        goal = Goal.objects.create(
            district=taylor.district,
            circle=closed,
            owner=taylor,
            author=taylor,
            statement="Earlier.",
        )
    return {"pk": goal.pk}


def lent(stage: Stage) -> Values:
    with acting(stage.people["Taylor"]):
        share = Share.objects.create(
            circle_id=chapter(stage),
            item_kind="goal",
            item_id=pk(stage, "goal"),
            reader=stage.people["Morgan"],
            until=day(9),
        )
    return {"pk": share.pk}


def newcomer(stage: Stage) -> Values:
    """Quinn has worked with Jordan, who signs in for the first time since."""
    with acting(stage.people["Quinn"]):
        open_with(stage.people["Jordan"])
    changed(
        "UPDATE accounts_member SET identity_since = statement_timestamp()"
        " WHERE name = 'Jordan Lee'"
    )(stage)
    return {"pk": who(stage, "Jordan")}


def vouched(stage: Stage) -> Values:
    about = newcomer(stage)
    with acting(stage.people["Quinn"]):
        Vouch.objects.create(member=stage.people["Jordan"], is_them=True)
    return about


def ended(stage: Stage) -> Values:
    """Quinn has worked with Jordan, and has just ended it."""
    with acting(stage.people["Quinn"]):
        pairing = open_with(stage.people["Jordan"])
        Partnership.objects.filter(pk=pairing.pk).update(status="ended")
    return {"pk": pairing.pk}


def ended_by_program(stage: Stage) -> Values:
    with acting(stage.people["Quinn"]):
        pairing = open_with(stage.people["Jordan"])
    with as_program(stage):
        Partnership.objects.filter(pk=pairing.pk).update(status="ended")
    return {"pk": pairing.pk}


def never_true(stage: Stage) -> Values:
    """Alex has marked the line over Taylor as never true."""
    with as_program(stage):
        call("mark_never_true", pk(stage, "program-evaluators"), "person")
    return {}


def once_kept_out(stage: Stage) -> Values:
    """Quinn was Jordan's acting principal for a while after their work had begun."""
    quinn, jordan = stage.people["Quinn"], stage.people["Jordan"]
    with acting(quinn):
        chapter = open_with(jordan).circle_id
    assert chapter
    today = timezone.now()
    with owner():
        Circle.objects.filter(pk=chapter).update(opened_at=today - timedelta(days=30))
        line = evaluates(quinn, of=jordan)
        EvaluationLine.objects.filter(pk=line.pk).update(
            starts_on=today - timedelta(days=20), ends_on=today - timedelta(days=2)
        )
    return {}


def old_chapter(stage: Stage) -> str:
    with owner():
        circle = Circle.objects.get(participants__member=stage.people["Quinn"])
    return str(circle.pk)


def as_program(stage: Stage) -> AbstractContextManager[None]:
    alex = stage.people["Alex"]
    return acting_as_program(member_id=alex.pk, district_id=alex.district_id)


def staged(stage: Stage) -> Values:
    alex = stage.people["Alex"]
    with TemporaryDirectory() as folder, as_program(stage):
        roster = stage_roster(
            district_id=alex.district_id,
            started_by=alex.pk,
            upload=upload_of(Path(folder), roster_12()),
        )
    return {"pk": roster.pk}


def uploaded(stage: Stage) -> Values:
    with TemporaryDirectory() as folder:
        return {"roster": upload_of(Path(folder), roster_12()), "mode": ""}
