"""Who has left sees the chapters that were theirs, with those who were in them, and nothing of the
present."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from coaching.models import Partnership, Place, Pulse, Session, SessionText
from tests.access.test_lines import signed_in, text_of
from tests.access.test_wall import call, log, open_with
from tests.cast import Cast
from tests.coaching.test_partnerships import statements
from tests.conftest import acting, owner
from tests.searching import search

AT = "/d/riverbend/partnerships/"
THEN, SINCE = "While Jordan was there.", "Since Jordan left."


def searched(client: Client, name: str) -> str:
    return str(search(client, AT, name, status="all").content.decode())


def comes(team: Partnership, who: Member, part: str, asker: Member) -> None:
    with acting(asker):
        call("propose_place", team.pk, who.pk, part)
    with acting(who):
        call("answer_place", team.pk, "joined")


def write(team: Partnership, by: Member, text: str) -> Session:
    with acting(by):
        return log(Partnership.objects.get(pk=team.pk), text)


@pytest.fixture
def team(cast: Cast) -> Partnership:
    """Casey and Taylor; Jordan came and left, then Robin came, and it is called otherwise."""
    with acting(cast.casey):
        team = open_with(cast.taylor, kind="team")
    comes(team, cast.jordan, "partner", cast.taylor)
    write(team, cast.casey, THEN)
    with acting(cast.jordan):
        call("answer_place", team.pk, "left")
    comes(team, cast.robin, "coach", cast.taylor)
    write(team, cast.casey, SINCE)
    with acting(cast.casey):
        Partnership.objects.filter(pk=team.pk).update(status="paused", team_name="Grade 4 since")
    return team


def rows_for(member: Member) -> tuple[int, int, int]:
    with acting(member):
        return Partnership.objects.count(), Place.objects.count(), Pulse.objects.count()


def test_the_database_shows_nothing_of_the_present(cast: Cast, team: Partnership) -> None:
    assert rows_for(cast.jordan) == (0, 0, 0)
    assert rows_for(cast.taylor) == (1, 4, 1)
    assert rows_for(cast.robin) == (1, 4, 1)
    with acting(cast.jordan):
        assert [one.body for one in SessionText.objects.all()] == [THEN]
    with acting(cast.robin):
        assert [one.body for one in SessionText.objects.all()] == [SINCE]


def test_pages_show_what_was_theirs(cast: Cast, team: Partnership) -> None:
    jordan = signed_in(cast.jordan)
    address = f"{AT}{team.pk}/"
    page = text_of(jordan, address)
    for shown in (THEN, "Casey Coach", "Taylor Reed", "you left on"):
        assert shown in page
    for hidden in (SINCE, "Robin", "Paused", "Grade 4 since", "Next meeting", "More</summary>"):
        assert hidden not in page
    listed = text_of(jordan, f"{AT}?status=ended")
    assert address in listed
    assert "you left on" in listed
    assert "Robin" not in listed
    assert "Nobody found" not in listed
    assert address not in text_of(jordan, AT)
    assert address in searched(jordan, "taylor")
    assert address not in searched(jordan, "robin")
    beside = text_of(signed_in(cast.taylor), address)
    for shown in (THEN, SINCE, "Robin Coach", "Paused"):
        assert shown in beside


def test_records_of_theirs_open_and_later_ones_do_not(cast: Cast, team: Partnership) -> None:
    jordan = signed_in(cast.jordan)
    with owner():
        sessions = {one.body: one.session_id for one in SessionText.objects.all()}
    assert THEN in text_of(jordan, f"/d/riverbend/sessions/{sessions[THEN]}/")
    assert jordan.get(f"/d/riverbend/sessions/{sessions[SINCE]}/").status_code == 404
    panel = text_of(jordan, f"/d/riverbend/who-can-see/partnership/{team.pk}/")
    assert "Taylor Reed" in panel
    assert "Robin" not in panel.split("data-panel>", 1)[1]
    mine = text_of(jordan, "/d/riverbend/my-access/")
    assert "Team" in mine
    assert "Robin" not in mine


def test_who_left_steers_nothing(cast: Cast, team: Partnership) -> None:
    jordan = signed_in(cast.jordan)
    for way, values in (
        ("end/", {}),
        ("answer/", {"answer": "join"}),
        ("leave/", {}),
        ("long-term/", {}),
        ("ask/", {"member": cast.alex.pk, "part": "partner"}),
    ):
        assert jordan.post(f"{AT}{team.pk}/{way}", values).status_code == 404, way
    with acting(cast.jordan):
        assert not Partnership.objects.filter(pk=team.pk).update(team_name="Mine")
    with owner():
        assert Partnership.objects.get(pk=team.pk).status == "paused"


def test_what_has_ended_stays_visible_to_those_who_saw_its_end(
    cast: Cast, team: Partnership
) -> None:
    with acting(cast.casey):
        Partnership.objects.filter(pk=team.pk).update(status="ended")
    for member in (cast.casey, cast.taylor, cast.robin):
        assert rows_for(member) == (1, 4, 1)
    assert rows_for(cast.jordan) == (0, 0, 0)
    assert "Ended" in text_of(signed_in(cast.taylor), f"{AT}{team.pk}/")
    page = text_of(signed_in(cast.jordan), f"{AT}{team.pk}/")
    assert "you left on" in page
    assert "Ended" not in page


def test_whoever_left_and_is_asked_again_sees_names_and_no_dates(
    cast: Cast, team: Partnership
) -> None:
    with acting(cast.taylor):
        call("propose_place", team.pk, cast.jordan.pk, "partner")
    assert rows_for(cast.jordan) == (1, 4, 0)
    page = text_of(signed_in(cast.jordan), f"{AT}{team.pk}/")
    assert "You are asked to join" in page
    assert THEN in page
    assert SINCE not in page
    listed = text_of(signed_in(cast.jordan), AT)
    assert "Waiting for your answer" in listed
    assert "met <time" not in listed
    with acting(cast.jordan):
        call("answer_place", team.pk, "joined")
    assert rows_for(cast.jordan) == (1, 4, 1)


def test_the_list_asks_the_same_for_one_and_for_many(cast: Cast, client: Client) -> None:
    def leave_one() -> None:
        with acting(cast.casey):
            team = open_with(cast.taylor, kind="team")
        comes(team, cast.jordan, "partner", cast.taylor)
        with acting(cast.jordan):
            call("answer_place", team.pk, "left")
        with acting(cast.casey):
            Partnership.objects.filter(pk=team.pk).update(status="ended")

    assert cast.jordan.user
    client.force_login(cast.jordan.user)
    leave_one()
    one = statements(client, f"{AT}?status=ended")
    leave_one()
    leave_one()
    assert text_of(client, f"{AT}?status=ended").count("you left on") == 3
    assert statements(client, f"{AT}?status=ended") == one <= 12


def test_nothing_is_dated_later_than_the_day_they_left(cast: Cast, team: Partnership) -> None:
    """The page of who left never names a day of the present."""
    with acting(cast.casey):
        chapter = Partnership.objects.get(pk=team.pk).circle_id
        assert chapter
        Session.objects.create(
            circle_id=chapter,
            partnership=team,
            status="planned",
            planned_at=timezone.now().replace(year=2041),
        )
    assert "2041" in text_of(signed_in(cast.taylor), f"{AT}{team.pk}/")
    for address in (f"{AT}{team.pk}/", f"{AT}?status=all", "/d/riverbend/"):
        assert "2041" not in text_of(signed_in(cast.jordan), address)
