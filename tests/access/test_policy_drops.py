"""Each policy is load-bearing: dropped, the right ones are refused; loosened, the wrong ones get in.

Who the right and the wrong ones are stands in policy_cases.py. Each piece of a condition is left out
once as well: somebody must notice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from access.constraint import RowPolicy
from access.policy import UPDATE
from tests.access.acts import as_owner
from tests.access.case import Case
from tests.access.conditions import bare, weakened
from tests.access.policy_cases import CASES, IMPLIED
from tests.access.scene import Scene, set_scene

TRUE = "true"


def policies() -> dict[str, tuple[type[models.Model], RowPolicy]]:
    return {
        rule.name: (model, rule)
        for model in apps.get_models(include_auto_created=True)
        for rule in model._meta.constraints
        if isinstance(rule, RowPolicy)
    }


POLICIES = policies()


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), set_scene() as built:
        yield built


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def put(model: type[models.Model], rule: RowPolicy, using: str | None, check: str | None) -> None:
    """The policy with other conditions."""
    clauses = f" USING ({using})" if using else ""
    clauses += f" WITH CHECK ({check})" if check else ""
    as_owner(f'ALTER POLICY "{rule.name}" ON "{model._meta.db_table}"{clauses}')


def test_every_policy_has_its_case() -> None:
    """One without fails here: say in policy_cases.py whom it lets through and whom it keeps out."""
    assert set(POLICIES) == set(CASES)
    assert len(POLICIES) > 200


def test_the_database_holds_these_policies_and_no_other(scene: Scene) -> None:
    assert {name for (name,) in as_owner("SELECT polname FROM pg_policy")} == set(POLICIES)


def test_no_policy_moves_a_row_to_another_district() -> None:
    for name, (_, rule) in POLICIES.items():
        assert rule.command != UPDATE or "district" not in rule.columns, name


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_wall_depends_on_it(scene: Scene, name: str) -> None:
    model, rule = POLICIES[name]
    case = CASES[name]
    loose = {rule.using, rule.check_sql} <= {TRUE, None}
    assert loose != bool(case.wrongs), f"{name}: say whom it keeps out"
    with undone():
        set_aside(model, case)
        for act in case.rights:
            assert act.happens(scene, model), f"{name} keeps {act} out"
        for act in case.wrongs:
            assert not act.happens(scene, model), f"{name} lets {act} through"
        with undone():
            put(model, rule, rule.using and TRUE, rule.check_sql and TRUE)
            for act in case.wrongs:
                assert act.happens(scene, model), f"not {name} keeps {act} out"
        with undone():
            as_owner(f'DROP POLICY "{name}" ON "{model._meta.db_table}"')
            for act in case.rights:
                assert not act.happens(scene, model), f"not {name} lets {act} through"
        for piece, using, check in without_a_piece(rule):
            with undone():
                put(model, rule, using, check)
                assert is_noticed(scene, model, case) != ((name, piece) in IMPLIED), piece


def set_aside(model: type[models.Model], case: Case) -> None:
    table = model._meta.db_table
    for sibling in case.siblings:
        as_owner(f'DROP POLICY "{sibling}" ON "{table}"')
    for trigger in case.triggers:
        as_owner(f'ALTER TABLE "{table}" DISABLE TRIGGER "{trigger}"')


def without_a_piece(rule: RowPolicy) -> Iterator[tuple[str, str | None, str | None]]:
    """A piece that stands in both conditions is left out of both: either alone would do."""
    using, check = pieces(rule.using), pieces(rule.check_sql)
    for piece in using | check:
        yield piece, using.get(piece, rule.using), check.get(piece, rule.check_sql)


def pieces(sql: str | None) -> dict[str, str]:
    """What is left of a condition without each of its pieces; it is one itself."""
    whole = bare(sql or "")
    return {} if whole in ("", TRUE) else {whole: TRUE, **dict(weakened(whole))}


def without(rule: RowPolicy, *left_out: str) -> tuple[str | None, str | None]:
    using, check = rule.using, rule.check_sql
    for piece in left_out:
        assert piece in pieces(using) | pieces(check), f"{rule.name} says nowhere: {piece}"
        using, check = pieces(using).get(piece, using), pieces(check).get(piece, check)
    return using, check


def is_noticed(scene: Scene, model: type[models.Model], case: Case) -> bool:
    return not all(act.happens(scene, model) for act in case.rights) or any(
        act.happens(scene, model) for act in case.wrongs
    )


@pytest.mark.parametrize(("name", "piece"), sorted(IMPLIED))
def test_what_is_implied_would_stand_in_for_what_implies_it(
    scene: Scene, name: str, piece: str
) -> None:
    """Without the other one somebody notices whether this one is there."""
    model, rule = POLICIES[name]
    case = CASES[name]
    results = []
    for left_out in ((IMPLIED[name, piece],), (IMPLIED[name, piece], piece)):
        with undone():
            set_aside(model, case)
            put(model, rule, *without(rule, *left_out))
            acts = (*case.rights, *case.wrongs)
            results.append([act.happens(scene, model) for act in acts])
    assert results[0] != results[1]
