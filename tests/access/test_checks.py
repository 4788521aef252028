"""A process does not start where the wall has a hole."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from access.checks import findings_of, the_database_is_safe
from tests.conftest import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def change(statement: str) -> None:
    with owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def holes() -> list[str]:
    return [str(found.msg) for found in findings_of("default") if found.id == "access.E006"]


def test_the_wall_stands() -> None:
    assert findings_of("default") == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE goals_goal DISABLE ROW LEVEL SECURITY",
        "DO $$ DECLARE p record; BEGIN"
        " FOR p IN SELECT polname FROM pg_policy WHERE polrelid = 'goals_goal'::regclass LOOP"
        " EXECUTE format('DROP POLICY %I ON goals_goal', p.polname); END LOOP; END $$",
    ],
)
def test_a_table_without_its_wall_is_named(undone: None, statement: str) -> None:
    change(statement)
    (found,) = holes()
    assert found.startswith("goals_goal ")


def test_a_table_that_no_model_knows_is_found_too(undone: None) -> None:
    change("CREATE TABLE public.brought_along (id int, district_id uuid)")
    (found,) = holes()
    assert found.startswith("brought_along ")


def test_it_is_said_once_and_seriously(undone: None) -> None:
    change("ALTER TABLE goals_goal DISABLE ROW LEVEL SECURITY")
    (found,) = the_database_is_safe(databases=["default", "default"])
    assert (found.id, found.is_serious()) == ("access.E006", True)
