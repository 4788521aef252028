"""Which places each role is offered, with a site that has only some of the pages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.navigation import Navigation, navigation_for


def _page(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse()


_NAMES = ["home", "partnerships", "log", "growth", "visits", "coaches", "what-i-can-see"]
_PROGRAM = ["program-home", "program-people", "program-calendar"]
urlpatterns = [path(f"d/<slug:district>/{name}/", _page, name=name) for name in _NAMES + _PROGRAM]

pytestmark = pytest.mark.urls(__name__)


def offered(*roles: str, current: str = "home") -> Navigation:
    return navigation_for(frozenset(roles), "riverbend", current)


def labels(navigation: Navigation) -> list[str]:
    return [place.label for place in navigation.places]


def test_places_appear_only_where_their_page_exists() -> None:
    assert labels(offered("coach")) == ["Home", "Partnerships", "Visits", "My growth"]


def test_several_roles_are_merged_with_everyday_work_first() -> None:
    navigation = offered("admin", "teacher", "coach")
    assert labels(navigation) == ["Home", "Partnerships", "My growth", "Visits", "Program"]
    assert [place.label for place in navigation.program] == ["Program", "People", "Calendar"]


def test_an_administrator_alone_has_the_program_in_the_first_row() -> None:
    navigation = offered("admin")
    assert labels(navigation) == ["Program", "People", "Calendar"]
    assert not navigation.program


def test_who_has_no_everyday_work_begins_where_their_page_is() -> None:
    assert offered("admin").home_url == "/d/riverbend/program-home/"
    assert offered("evaluator").home_url == "/d/riverbend/what-i-can-see/"
    assert offered("evaluator", "teacher").home_url == "/d/riverbend/home/"


def test_logging_is_offered_to_those_who_support_others() -> None:
    assert offered("coach").log_url == offered("mentor").log_url == "/d/riverbend/log/"
    assert not offered("teacher").log_url
    assert not offered("evaluator").log_url


def test_a_page_below_a_place_marks_the_place_as_current() -> None:
    places = offered("coach", current="session").places
    assert [place.label for place in places if place.is_current] == ["Partnerships"]
    assert [p.label for p in offered("teacher", current="goal").places if p.is_current] == [
        "My growth"
    ]
    assert not [p for p in offered("coach", current="goal").places if p.is_current]
    rows = offered("admin", current="program-people-edit").places
    assert [place.label for place in rows if place.is_current] == ["People"]


def test_a_single_place_needs_no_bar_at_the_bottom() -> None:
    assert not offered("evaluator").has_bottom
    assert offered("teacher").has_bottom
