"""A committed copy of the cast with one logged session, for connections that are not Django's."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from psycopg2 import sql

from coaching.models import Partnership, Session
from goals.models import Goal, NextStep, NextStepText
from observations.models import Visit
from tests.access.server import Line, administrator
from tests.access.test_wall import log, open_with
from tests.cast import Cast, build_cast
from tests.conftest import acting, copy_database, fingerprint, owner, use

PHRASE = "heliotrope-murmuration"


@dataclass
class Stage:
    """What stands in the copied database."""

    database: str
    cast: Cast
    session: Session
    partnership: Partnership
    goal: Goal
    step: NextStep
    visit: Visit

    def parents(self) -> dict[str, str]:
        """By table of children, a record in the circle of Casey and Taylor with such a child."""
        session, goal, step, visit = (
            str(one.pk) for one in (self.session, self.goal, self.step, self.visit)
        )
        return {
            "coaching_sessiontext": session,
            "coaching_privatenote": session,
            "goals_measurement": goal,
            "goals_outcome": goal,
            "goals_nextstep": session,
            "goals_nextsteptext": step,
            "goals_cycle": goal,
            "observations_visitresponse": visit,
        }

    def line(self, login: str = "alongside_web") -> Line:
        return Line(login, self.database)


@pytest.fixture(scope="session")
def stage(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str
) -> Iterator[Stage]:
    database = f"attack_{os.getpid()}_{worker_id}"
    server = administrator()
    before = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock(), server.cursor() as cursor:  # type: ignore[attr-defined]
        copy_database(cursor, f"alongside_{fingerprint()}_ready", database)
        connections.close_all()
        use(database)
        built = build(database)
        connections.close_all()
        use(before)
        yield built
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
    server.close()


def build(database: str) -> Stage:
    with transaction.atomic():
        with owner():
            cast = build_cast()
        with acting(cast.casey):
            partnership = open_with(cast.taylor)
            session = log(partnership, PHRASE)
            circle = session.circle_id
            goal = Goal.objects.create(circle_id=circle, owner=cast.taylor, statement=PHRASE)
            step = NextStep.objects.create(circle_id=circle, owner=cast.casey, session=session)
            NextStepText.objects.create(circle_id=circle, step=step, body=PHRASE)
            visit = Visit.objects.create(
                circle_id=circle,
                teacher=cast.taylor,
                visitor=cast.casey,
                focus=PHRASE,
                planned_at=timezone.now(),
            )
    return Stage(database, cast, session, partnership, goal, step, visit)


@pytest.fixture
def web(stage: Stage) -> Iterator[Line]:
    """What an attacker holds who can smuggle SQL into a page: the web process's connection."""
    line = stage.line()
    yield line
    line.close()
