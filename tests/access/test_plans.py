"""How the database goes about what the main pages ask, with a few hundred rows.

At this size it would rightly read most tables whole. With that switched off, a plan shows whether an
index reaches the rows, as it has to among a million. Each question of the kernel ("which circles are
mine?") is answered once a statement and never once a row.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from access.constraint import RowPolicy
from access.models import Circle
from accounts.models import Member
from coaching.models import Partnership
from tests.access.acts import KERNEL, Who, as_owner, ask, member, program
from tests.access.scene import Scene, circle_models, inner_keys
from tests.access.stage import Stage, standing
from tests.coaching.sessions import NESTING
from tests.conftest import owner
from tests.crowd import MORE, add_to
from tests.test_access_matrix import addresses, signed_in

PAGES: dict[str, Who] = {
    "home": member("Casey"),
    "partnership": member("Casey"),
    "goal": member("Taylor"),
    "caseload": member("Morgan"),
    "program-partnerships": program("Alex"),
}
# What a district keeps in hundreds at most, and reads whole.
STRANGERS = 1500
SMALL = {
    "accounts_district",
    "accounts_school",
    "accounts_schoolyear",
    "accounts_gradingperiod",
    "coaching_coachrole",
    "goals_cycletemplate",
    "goals_templatestage",
}
# Once for the one record of the page; once for each coach of a mentor, who are few.
BY_ROW = {
    "partnership": {"audience_of"},
    "goal": {"audience_of"},
    "caseload": {"caseload_load"},
}
PLACES = {"place_by_partnership", "place_by_member", "place_once"}
PULSES = {"coaching_pulse_partnership_id_key"}
PARTNERSHIPS = {"coaching_partnership_pkey", "coaching_partnership_in_district"}
SESSIONS = {"session_by_partnership", "session_by_circle", "coaching_session_in_circle"}
TEXTS = {"coaching_sessiontext_session_id_e0ba2cfd", "sessiontext_once"}
CIRCLES = {"access_circle_pkey", "access_circle_in_district"}
PARTICIPANTS = {
    "access_participant_member_id_b67b6205",
    "access_participant_circle_id_4ae5cfa0",
    "participant_once",
}
# The heaviest statement of a page, by the table that it begins with; one of each set is used.
HEAVIEST: dict[str, tuple[str, list[set[str]]]] = {
    "home": ("coaching_partnership", [PARTNERSHIPS, PLACES, PULSES]),
    "partnership": ("coaching_session", [SESSIONS, TEXTS]),
    "goal": ("goals_goal", [{"goals_goal_pkey", "goals_goal_in_district"}]),
    "program-partnerships": ("coaching_partnership", [{"pulse_by_contact"}, PARTNERSHIPS]),
}
KERNELS_QUESTIONS: dict[str, list[set[str]]] = {
    "mine": [CIRCLES, PARTICIPANTS],
    "mine_open": [CIRCLES, PARTICIPANTS],
    "my_present": [CIRCLES, PARTICIPANTS],
    "my_partnerships": [PLACES],
    "my_shares": [{"access_share_reader_id_544b3e23"}],
    "audience_of": [CIRCLES, PARTICIPANTS],
    "reviewed": [PLACES, PARTNERSHIPS, PULSES, {"goals_cycle_circle_id_4241b867"}],
    "caseload_load": [{"accounts_roleassignment_member_id_70585eec"}],
    "caseload_time": [{"entry_by_author", "coaching_timeentry_author_id_1ed21e9b"}],
    # The heaviest statement of the caseload page.
    "caseload_review": [SESSIONS],
    "coached_by": [CIRCLES, PARTICIPANTS],
    "my_supporters": [CIRCLES, PARTICIPANTS],
    "denied_partnerships": [PLACES],
}
CALL = re.compile(r"alongside\.(\w+)\(")
Node = dict[str, Any]


@dataclass
class Plan:
    """A plan, read for what matters here."""

    statement: str
    root: Node
    cost: float = 0
    indexes: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    once: set[str] = field(default_factory=set)
    by_row: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cost = self.root["Total Cost"]
        self.read(self.root, is_once=False)

    def read(self, node: Node, *, is_once: bool) -> None:
        """An InitPlan runs once; a SubPlan inside of it would again run for each row."""
        kind = node.get("Parent Relationship")
        is_once = kind == "InitPlan" or (is_once and kind != "SubPlan")
        parts = {key: value for key, value in node.items() if key != "Plans"}
        # A function in FROM runs once, unless it is handed something of each row.
        is_asked_of = not re.search(r"\(\w+\.\w+", str(node.get("Function Call", "(a.b")))
        (self.once if is_once or is_asked_of else self.by_row).update(CALL.findall(str(parts)))
        if node["Node Type"] == "Seq Scan":
            self.whole.add(node["Relation Name"])
        if "Index Name" in node:
            if "Index Cond" in node:
                self.indexes.add(node["Index Name"])
            else:
                self.whole.add(str(node.get("Relation Name", node["Index Name"])))
        for child in node.get("Plans", []):
            self.read(child, is_once=is_once)


def plan_of(statement: str, values: Any) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {statement}", values)
        found = cursor.fetchone()[0]
    (plan,) = found if isinstance(found, list) else json.loads(found)
    return Plan(statement, plan["Plan"])


def asked_by(stage: Stage, page: str) -> list[tuple[str, Any]]:
    """What a page asks of tables with rows of a district, with its values."""
    asked = []

    def note(execute: Any, statement: str, values: Any, *rest: Any) -> Any:
        if not statement.startswith(NESTING):
            asked.append((statement, values))
        return execute(statement, values, *rest)

    client = signed_in(stage.people[PAGES[page].name])
    with connection.execute_wrapper(note):
        assert client.get(addresses(stage)[page]).status_code == 200
    guarded = "|".join([*sorted(guarded_tables()), r"alongside\.caseload"])
    return [one for one in asked if re.search(rf"\b({guarded})", one[0])]


def guarded_tables() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(rule, RowPolicy) for rule in model._meta.constraints)
    }


# --- Rows of other people ---------------------------------------------------------------------------


def add_strangers(stage: Stage, chapters: int) -> None:
    """Partnerships of other people, each with a copy of what stands in Casey's and Taylor's: rows
    that the reader of a page may not read, and that an index has to pass by."""
    pairing = stage.records["partnership"]["pk"]
    with owner():
        chapter = Circle.objects.get(partnership=pairing, closed_at=None).pk
        ask("SET CONSTRAINTS ALL DEFERRED")
        add_copies(Partnership, "id", pairing, {"id", "circle_id"}, chapters)
        add_copies(Circle, "id", chapter, {"id", "partnership_id"}, chapters)
        for model in circle_models():
            columns = {"circle_id", "partnership_id", *inner_keys(model)}
            add_copies(model, "circle_id", chapter, columns, chapters)
        robin, jordan = stage.people["Robin"], stage.people["Jordan"]
        for member_, part in ((robin, "coach"), (jordan, "partner")):
            seat(member_, part, chapter, pairing, chapters)
        for table in ("goals_goal", "goals_nextstep"):
            ask(f"UPDATE {table} SET owner_id = %s WHERE circle_id <> %s", jordan.pk, chapter)
        ask("SET CONSTRAINTS ALL IMMEDIATE")
        ask("ANALYZE")


def nth(column: str) -> str:
    return f"md5(n.i || t.{column}::text)::uuid"


def add_copies(model: type[models.Model], of: str, pk: Any, renewed: set[str], rows: int) -> None:
    names = [str(column.column) for column in model._meta.concrete_fields]
    values = ", ".join(nth(name) if name in renewed else f"t.{name}" for name in names)
    table = model._meta.db_table
    ask(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"
        f" FROM {table} t, generate_series(1, {rows}) n(i) WHERE t.{of} = %s",
        str(pk),
    )


def seat(person: Member, part: str, chapter: Any, pairing: Any, rows: int) -> None:
    """In each of the copies, as participant and in a place."""
    values = (str(person.district_id), str(person.pk), part)
    ask(
        "INSERT INTO access_participant (id, district_id, member_id, part, circle_id, joined_at)"
        f" SELECT gen_random_uuid(), %s, %s, %s, {nth('id')}, now()"
        f" FROM access_circle t, generate_series(1, {rows}) n(i) WHERE t.id = %s",
        *values,
        str(chapter),
    )
    ask(
        "INSERT INTO coaching_place (id, district_id, member_id, part, partnership_id, status)"
        f" SELECT gen_random_uuid(), %s, %s, %s, {nth('id')}, 'joined'"
        f" FROM coaching_partnership t, generate_series(1, {rows}) n(i) WHERE t.id = %s",
        *values,
        str(pairing),
    )


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), standing() as stage:
        add_strangers(stage, STRANGERS)
        add_to(stage, MORE)
        as_owner("ANALYZE")
        yield Scene(stage, stage.people, {})


@pytest.fixture(scope="module")
def plans(scene: Scene) -> dict[str, list[Plan]]:
    """The plans of every statement of every main page."""
    found = {}
    for page, who in PAGES.items():
        asked = asked_by(scene.stage, page)
        with transaction.atomic(), who.steps_in(scene):
            found[page] = [plan_of(*one) for one in asked]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_statement_asks_the_kernel_for_each_row(plans: dict[str, list[Plan]], page: str) -> None:
    for plan in plans[page]:
        assert plan.by_row <= BY_ROW.get(page, set()), plan.statement
        assert plan.once, plan.statement


@pytest.mark.parametrize("page", PAGES)
def test_an_index_reaches_the_rows_of_every_statement(
    plans: dict[str, list[Plan]], page: str
) -> None:
    for plan in plans[page]:
        assert plan.whole - SMALL == set(), plan.statement


def test_records_are_found_by_the_circles_that_are_ones_own(plans: dict[str, list[Plan]]) -> None:
    """`circle_id = ANY (ARRAY(SELECT mine()))`: answered first, and then an index condition."""
    tables = {model._meta.db_table for model in circle_models()}
    reading = [
        plan
        for page in PAGES
        for plan in plans[page]
        if any(re.search(rf"FROM \"?{table}\b", plan.statement) for table in tables)
    ]
    assert len(reading) > 10
    for plan in reading:
        assert "mine" in plan.once, plan.statement


@pytest.mark.parametrize("page", HEAVIEST)
def test_the_heaviest_statement_uses_its_indexes(plans: dict[str, list[Plan]], page: str) -> None:
    table, wanted = HEAVIEST[page]
    (plan,) = (one for one in plans[page] if re.search(rf"FROM \"?{table}\b", one.statement))
    for either in wanted:
        assert plan.indexes & either, sorted(plan.indexes)


@pytest.mark.parametrize("function", KERNELS_QUESTIONS)
def test_the_kernel_finds_by_index_what_it_is_asked(scene: Scene, function: str) -> None:
    """What stands inside the functions, which the plans above show as one step."""
    ((body,),) = as_owner("SELECT prosrc FROM pg_proc WHERE proname = %s", function)
    inside = re.search(r"RETURN QUERY\s(.*?);\s*END", body, re.DOTALL)
    statement = inside[1] if inside else body
    casey, chapter = scene.people["Casey"].pk, scene.stage.records["session"]["pk"]
    for variable, value in (("coach", casey), ("person", casey), ("circle", chapter)):
        statement = re.sub(rf"(?<![\w.']){variable}(?![\w.('])", f"'{value}'::uuid", statement)
    named = {
        r"\bperiod \|\|": "'' ||",
        r", weeks\)": ", 40)",
        r"\bfew\b": "false",
        r"\breadable\b": "true",
    }
    for local, value in named.items():
        statement = re.sub(local, value, statement)
    statement = re.sub(r"(?<![\w.'])first\b", "(current_date - 280)", statement)
    with transaction.atomic(), KERNEL.steps_in(scene):
        # Among a million it goes from row to row; at this size it would rather hash all of them.
        ask("SET LOCAL enable_hashjoin = off")
        ask("SET LOCAL enable_mergejoin = off")
        plan = plan_of(statement, None)
    assert plan.whole - SMALL == set(), plan.statement
    for either in KERNELS_QUESTIONS[function]:
        assert plan.indexes & either, sorted(plan.indexes)


@pytest.mark.parametrize(
    "condition",
    [
        "circle_id IN (SELECT alongside.mine())",
        "EXISTS (SELECT 1 FROM alongside.mine() AS m(id) WHERE m.id = circle_id)",
        "(SELECT coaching_session.circle_id = ANY (ARRAY(SELECT alongside.mine())))",
    ],
)
def test_a_policy_of_another_form_is_noticed(scene: Scene, condition: str) -> None:
    """The same answer at a cost that was measured: each of these reads the whole table."""
    asking = "SELECT id FROM coaching_session ORDER BY held_at DESC LIMIT 25"
    with transaction.atomic():
        with PAGES["home"].steps_in(scene):
            plan = plan_of(asking, None)
        assert (plan.by_row, plan.whole) == (set(), set())
        as_owner(f"ALTER POLICY session_read ON coaching_session USING ({condition})")
        with PAGES["home"].steps_in(scene):
            plan = plan_of(asking, None)
        transaction.set_rollback(True)
    assert plan.by_row == {"mine"} or "coaching_session" in plan.whole
