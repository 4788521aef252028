"""What the operator is told of a row agrees with what people read: for every table that somebody
reads, every row of the scene, and everybody on it."""

from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction

from access.admission import admitted, asked_of_everybody
from access.constraint import RowPolicy
from access.context import acting_as_program
from access.policy import SELECT
from access.roles import MEMBER, PROGRAM
from access.writtenout import NotAnswered
from tests.access.scene import Scene, set_scene
from tests.conftest import acting, owner


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), set_scene() as built:
        yield built


def read_by(role: str) -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if any(
            isinstance(rule, RowPolicy) and (rule.command, rule.to) == (SELECT, role)
            for rule in model._meta.constraints
        )
    ]


def rows_of(scene: Scene, model: type[models.Model]) -> set[UUID]:
    with owner():
        return set(model._default_manager.values_list("pk", flat=True)[:40])


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", read_by(MEMBER), ids=label)
def test_it_names_exactly_those_who_read_it_on_their_pages(
    scene: Scene, model: type[models.Model]
) -> None:
    seen: dict[UUID, set[UUID]] = {pk: set() for pk in rows_of(scene, model)}
    assert seen, f"Plant a row of {model._meta.label} in tests/access/scene.py."
    for person in scene.people.values():
        with acting(person):
            for pk in model._default_manager.filter(pk__in=seen).values_list("pk", flat=True):
                seen[pk].add(person.pk)
    with transaction.atomic(), owner():
        said = {pk: {one.id for one in admitted(model, pk, MEMBER)} for pk in seen}
    known = {person.pk for person in scene.people.values()}
    assert {pk: ids & known for pk, ids in said.items()} == seen


@pytest.mark.parametrize("model", read_by(PROGRAM), ids=label)
def test_it_names_exactly_the_administrators_who_read_it_on_program_pages(
    scene: Scene, model: type[models.Model]
) -> None:
    seen: dict[UUID, set[UUID]] = {pk: set() for pk in rows_of(scene, model)}
    for person in scene.people.values():
        with acting_as_program(member_id=person.pk, district_id=person.district_id):
            for pk in model._default_manager.filter(pk__in=seen).values_list("pk", flat=True):
                seen[pk].add(person.pk)
    with transaction.atomic(), owner():
        said = {pk: {one.id for one in admitted(model, pk, PROGRAM)} for pk in seen}
    known = {person.pk for person in scene.people.values()}
    assert {pk: ids & known for pk, ids in said.items()} == seen
    assert any(said.values())


def test_the_operator_is_answered_for_a_row_of_every_table(scene: Scene) -> None:
    out = StringIO()
    for (_, name), pk in scene.rows.items():
        if name == "main" and isinstance(pk, UUID):
            with transaction.atomic(), owner():
                call_command("who_can_read", str(pk), stdout=out)
    answered = {line.split()[0] for line in out.getvalue().splitlines() if line[0] != " "}
    walled = {
        model._meta.object_name
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.UUIDField)
        and any(isinstance(rule, RowPolicy) for rule in model._meta.constraints)
    }
    assert answered == walled
    assert out.getvalue().count("can read it") > len(answered)


def test_a_function_of_another_form_is_not_guessed_at(db: None) -> None:
    with owner(), pytest.raises(NotAnswered, match="open_shelf"):
        asked_of_everybody("circle_id = ANY (ARRAY( SELECT alongside.open_shelf()))", MEMBER)
