"""Casey coaches Taylor; they have a goal together."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from coaching.models import Partnership
from goals.models import Goal
from goals.services.goals import set_goal
from goals.services.templates import provide_templates
from tests.access.test_wall import open_with
from tests.cast import Cast
from tests.conftest import acting, owner
from tests.goals.words import FIELDS


@pytest.fixture
def partnership(cast: Cast) -> Partnership:
    with owner():
        provide_templates(district=cast.riverbend)
    with acting(cast.casey):
        return open_with(cast.taylor)


@pytest.fixture
def goal(cast: Cast, partnership: Partnership) -> Goal:
    with acting(cast.taylor):
        return set_goal(circle_id=partnership.circle_id, owner_id=cast.taylor.pk, fields=FIELDS)


@pytest.fixture
def enter() -> Callable[[Member], Client]:
    def sign_in(member: Member) -> Client:
        client = Client()
        assert member.user is not None
        client.force_login(member.user)
        return client

    return sign_in
