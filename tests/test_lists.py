"""Every page asks the database as often for fifty rows as for one, and at most twelve times.

Driven by the resolver: whoever adds a page has it measured, as each of these people who may see it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.access.stage import Stage, standing
from tests.coaching.sessions import NESTING
from tests.crowd import MORE, add_to
from tests.test_access_matrix import addresses, district_addresses, signed_in

AT_MOST = 12
VIEWERS = ("Casey", "Taylor", "Morgan", "Pat", "Alex", "Jordan")
NAMES = sorted({name for name, _ in district_addresses()})
Asked = dict[tuple[str, str], list[str]]
# Other pages at the same addresses, by what stands behind or in them.
VARIATIONS = {
    "who-can-see of a goal": ("who-can-see", "goal", ""),
    "who-can-see of a visit": ("who-can-see", "visit", ""),
    "who-can-see of a partnership": ("who-can-see", "partnership", ""),
    "who-can-see of a request": ("who-can-see", "request", ""),
    "request-new of a coach": ("request-new", "", "?role=x&coach=x&size=cycle"),
    "home with more rows": ("home", "", "?rows=500"),
    "partnerships of every status": ("partnerships", "", "?status=all&shown=500"),
    "partnership with more": ("partnership", "partnership", "?shown=500"),
    "log with somebody": ("log", "partnership", "?partnership={pk}"),
    "session-plan of a partnership": ("session-plan", "partnership", "?partnership={pk}"),
    "program-partnerships of every status": ("program-partnerships", "", "?status=all&shown=500"),
    "program-partnerships without a coach": ("program-partnerships", "", "?status=no-coach"),
    "program-partnerships coached by an evaluator": (
        "program-partnerships",
        "",
        "?status=evaluator",
    ),
    "program-people who coach": ("program-people", "", "?role=coach"),
    "program-people whose mail came back": ("program-people", "", "?need=bounced"),
    "program-evaluators, ended": ("program-evaluators", "", "?show=ended"),
    "program-evaluators, never true": ("program-evaluators", "", "?show=never"),
}

# The same lists, searched by a name.
SEARCHED = {
    "partnerships by name": ("partnerships", "", ""),
    "sessions by name": ("sessions", "", ""),
    "goal-share by name": ("goal-share", "goal", ""),
    "partnership-ask by name": ("partnership-ask", "partnership", ""),
    "program-partnerships by name": ("program-partnerships", "", ""),
    "program-people by name": ("program-people", "", ""),
}
A_NAME = {"q": "crowd", "find": "1"}


def variation(stage: Stage, name: str, about: str, query: str) -> str:
    pk = stage.records[about]["pk"] if about else None
    wanted = dict(district_addresses())[name]
    given = {"pk": pk, "kind": about}
    kept = {key: given[key] for key in wanted if key in given}
    return reverse(name, kwargs={"district": "riverbend", **kept}) + query.format(pk=pk)


def asked_by(client: Client, address: str) -> list[str] | None:
    """The statements of a page on every connection, its identity and its one context included;
    nothing where there is no page."""
    asked = ["context"]

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        if not statement.startswith(NESTING):
            asked.append(statement)
        return execute(statement, *rest)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        response = client.get(address)
    return asked if response.status_code == 200 else None


def look_at_everything(stage: Stage) -> Asked:
    clients = {name: signed_in(stage.people[name]) for name in VIEWERS}
    found: Asked = {}
    asked_for = addresses(stage) | {
        name: variation(stage, *values) for name, values in (VARIATIONS | SEARCHED).items()
    }
    for name, address in asked_for.items():
        for viewer, client in clients.items():
            if name in SEARCHED:
                client.post(address, A_NAME)
            asked = asked_by(client, f"{address}?found=1" if name in SEARCHED else address)
            if asked is not None:
                found[name, viewer] = asked
    return found


@pytest.fixture(scope="module")
def looks(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Asked, Asked]]:
    """Every page as it was with one row of everything, and with fifty."""
    with django_db_blocker.unblock(), standing() as stage:
        add_to(stage, 1)
        one = look_at_everything(stage)
        add_to(stage, MORE)
        yield one, look_at_everything(stage)


def shape(statement: str) -> str:
    """A statement without its values, so that those that repeat are seen to."""
    return re.sub(r"'[^']*'(::uuid)?|\b\d+\b|(\?, )+", "?", statement)[:160]


def test_most_addresses_have_a_page(looks: tuple[Asked, Asked]) -> None:
    seen = {name for name, _ in looks[0]}
    assert len(seen) > 40
    assert set(looks[0]) == set(looks[1])


def test_every_variation_is_a_page(looks: tuple[Asked, Asked]) -> None:
    assert {*VARIATIONS, *SEARCHED} <= {name for name, _ in looks[1]}


@pytest.mark.parametrize("name", [*NAMES, *VARIATIONS, *SEARCHED])
def test_fifty_rows_take_as_many_statements_as_one(looks: tuple[Asked, Asked], name: str) -> None:
    one, fifty = looks
    for viewer in VIEWERS:
        before, after = one.get((name, viewer), []), fifty.get((name, viewer), [])
        more = Counter(map(shape, after)) - Counter(map(shape, before))
        assert len(after) == len(before), f"{viewer}: {len(before)}, then {len(after)}: {more}"
        assert len(after) <= AT_MOST, f"{viewer}: {len(after)}: {Counter(map(shape, after))}"
