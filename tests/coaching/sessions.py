"""Steps that the tests of logging and home share."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from coaching.models import Partnership
from goals.models import Goal

HOME = "/d/riverbend/"
LOG = HOME + "log/"
TALK = "Wait time after questions."


def sign_in(client: Client, member: Member) -> Client:
    assert member.user is not None
    client.force_login(member.user)
    return client


def open_with(
    *partners: Member, term: str = "quick", kind: str = "coaching", team: str = ""
) -> Partnership:
    """As the member who is acting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership(%s, %s, %s::uuid[], %s, NULL)",
            [kind, term, [str(one.pk) for one in partners], team],
        )
        return Partnership.objects.get(pk=cursor.fetchone()[0])


def circle_of(partnership: Partnership) -> UUID:
    assert partnership.circle_id is not None
    return partnership.circle_id


def set_goal(partnership: Partnership, whose: Member) -> Goal:
    return Goal.objects.create(
        circle_id=circle_of(partnership), owner=whose, statement="Students talk more."
    )


def logged(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    typed = {
        "submission": str(uuid4()),
        "started_at": f"{timezone.now():%Y-%m-%dT%H:%M}",
        "minutes": 45,
        "form": "in_person",
        "types": ["planning"],
        "body": TALK,
        "own": "",
        "step_1": "",
        "owner_1": "me",
        "due_1": "",
    }
    return typed | changes


# A test's own transaction makes a request's one a savepoint, left as it was entered.
NESTING = ("SAVEPOINT", "RELEASE", "SELECT current_setting", "SELECT set_config")


def statements(client: Client, path: str) -> list[str]:
    """What a page asks the database, its identity and its one context included."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [query["sql"] for query in captured.captured_queries]
    return ["context", *(sql for sql in asked if not sql.startswith(NESTING))]
