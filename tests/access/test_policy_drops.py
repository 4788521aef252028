"""Each policy is load-bearing: without it the circle reads nothing, widened it lets a stranger in.

Widening a policy to `true` inside a transaction shows that the stranger's empty page comes from this
policy and from nothing else, so that a test of the wall would fail when it is lost.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from access.constraint import RowPolicy
from access.models import CircleModel
from access.policy import SELECT
from access.roles import DEFINER, MEMBER
from tests.access.stage import Stage, standing
from tests.conftest import acting, owner

# What a circle is made of, besides its records.
RELATION = {"access.Circle", "access.Participant", "access.Share"}
# Read by a circle's people as logistics.
LOGISTICS = {"coaching.Partnership", "coaching.Place", "coaching.Pulse", "coaching.TimeEntry"}


def guarded() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if not (issubclass(model, CircleModel) or model._meta.label in RELATION | LOGISTICS):
            continue
        for rule in model._meta.constraints:
            if isinstance(rule, RowPolicy) and (rule.command, rule.to) == (SELECT, MEMBER):
                yield model._meta.label, rule.name


CASES = sorted(guarded())


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), standing() as built:
        yield built


def seen_by(stage: Stage, name: str, model: type[models.Model]) -> set[object]:
    with acting(stage.people[name]):
        return set(model._default_manager.order_by().values_list("pk", flat=True))


def as_owner(statement: str) -> None:
    with owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_all_record_tables_are_among_the_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize(("label", "policy"), CASES)
def test_the_wall_depends_on_it(stage: Stage, label: str, policy: str) -> None:
    model = apps.get_model(label)
    table = model._meta.db_table
    with owner():
        everything = set(model._default_manager.order_by().values_list("pk", flat=True))
    assert everything, f"{label} has no row on the stage: plant one in tests/access/stage.py."
    readers = [name for name in ("Casey", "Taylor") if seen_by(stage, name, model)]
    assert readers, f"nobody in the circle reads {label}"
    assert not seen_by(stage, "Jordan", model)
    with transaction.atomic():
        as_owner(f'ALTER POLICY "{policy}" ON "{table}" USING (true)')
        assert seen_by(stage, "Jordan", model) == everything
        transaction.set_rollback(True)
    with transaction.atomic():
        as_owner(f'DROP POLICY "{policy}" ON "{table}"')
        assert not any(seen_by(stage, name, model) for name in readers)
        transaction.set_rollback(True)


def relation_cases() -> list[tuple[str, str]]:
    """What the kernel itself reads: without it nobody is in any circle."""
    return [
        (label, rule.name)
        for label in ("access.Circle", "access.Participant", "accounts.Member", "access.SealKey")
        for rule in apps.get_model(label)._meta.constraints
        if isinstance(rule, RowPolicy) and (rule.command, rule.to) == (SELECT, DEFINER)
    ]


@pytest.mark.parametrize(("label", "policy"), relation_cases())
def test_without_the_relation_nobody_is_in(stage: Stage, label: str, policy: str) -> None:
    session_text = apps.get_model("coaching.SessionText")
    assert seen_by(stage, "Casey", session_text)
    with transaction.atomic():
        as_owner(f'DROP POLICY "{policy}" ON "{apps.get_model(label)._meta.db_table}"')
        assert not seen_by(stage, "Casey", session_text)
        transaction.set_rollback(True)


def test_without_the_lines_the_evaluator_reads(stage: Stage) -> None:
    """Dana stands in the circle and is kept out by her line alone."""
    session_text = apps.get_model("coaching.SessionText")
    assert not seen_by(stage, "Dana", session_text)
    with transaction.atomic():
        as_owner('DROP POLICY "line_relate" ON "access_evaluationline"')
        assert seen_by(stage, "Dana", session_text)
        transaction.set_rollback(True)


def writing_cases() -> list[tuple[str, str]]:
    return sorted(
        (model._meta.label, rule.name)
        for model in apps.get_models()
        if issubclass(model, CircleModel)
        for rule in model._meta.constraints
        if isinstance(rule, RowPolicy) and rule.to == MEMBER and rule.command != SELECT
    )


@pytest.mark.parametrize(("label", "policy"), writing_cases())
def test_who_writes_is_in_an_open_circle(label: str, policy: str) -> None:
    """Every writing policy of a record asks for the circle; all but shared work for the author."""
    rule = next(
        found
        for found in apps.get_model(label)._meta.constraints
        if isinstance(found, RowPolicy) and found.name == policy
    )
    condition = f"{rule.using or ''} {rule.check_sql or ''}"
    assert "circle_id = ANY (ARRAY(SELECT alongside.mine" in condition
    if rule.command == "INSERT":
        assert "author_id = (SELECT alongside.me())" in condition
        assert "created_at = statement_timestamp()" in condition
