"""Ending and leaving can be taken back for ten minutes by whoever did it, and the chapter opens with
exactly its people or not at all; only a partner makes a partnership long-term."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F
from django.test import Client

from access.context import acting_as_program
from access.models import Circle, Participant
from access.refusals import Refused, refusals
from accounts.models import Member
from coaching.models import Ending, Partnership, Session, SessionText
from coaching.services.partnerships import take_back_ending
from tests.access.test_leaving import comes, write
from tests.access.test_lines import signed_in, text_of
from tests.access.test_wall import call, open_with, texts_for
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

AT = "/d/riverbend/partnerships/"
PROGRAM = "/d/riverbend/program/partnerships/"


@pytest.fixture
def pair(cast: Cast) -> Partnership:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    write(pair, cast.casey, "Before.")
    return fresh(pair)


@pytest.fixture
def team(cast: Cast) -> Partnership:
    with acting(cast.casey):
        team = open_with(cast.taylor, kind="team")
    comes(team, cast.jordan, "partner", cast.taylor)
    write(team, cast.casey, "With Jordan.")
    return fresh(team)


def fresh(pairing: Partnership) -> Partnership:
    with owner():
        return Partnership.objects.get(pk=pairing.pk)


def people_of(circle: UUID | None) -> set[tuple[UUID, str]]:
    assert circle
    with owner():
        return set(Participant.objects.filter(circle_id=circle).values_list("member_id", "part"))


def end(pairing: Partnership, by: Member) -> None:
    with acting(by):
        assert Partnership.objects.filter(pk=pairing.pk).update(status="ended")


def take_back(pairing: Partnership, by: Member) -> None:
    with acting(by):
        take_back_ending(partnership_id=pairing.pk)


def refused(pairing: Partnership, by: Member, match: str = "for ten minutes") -> None:
    before = fresh(pairing)
    with pytest.raises(Refused, match=match):
        take_back(pairing, by)
    after = fresh(pairing)
    assert (before.status, before.circle_id) == (after.status, after.circle_id)


def minutes_pass(minutes: int) -> None:
    with owner():
        Ending.objects.update(ended_at=F("ended_at") - timedelta(minutes=minutes))


@pytest.mark.parametrize("status", ["active", "paused"])
def test_the_same_chapter_opens_again_with_exactly_its_people(
    cast: Cast, pair: Partnership, status: str
) -> None:
    with acting(cast.taylor):
        Partnership.objects.filter(pk=pair.pk).update(status=status)
    people = people_of(pair.circle_id)
    end(pair, cast.casey)
    with owner():
        assert Circle.objects.get(partnership=pair).closed_at
    minutes_pass(9)
    take_back(pair, cast.casey)
    after = fresh(pair)
    assert (after.status, after.circle_id) == (status, pair.circle_id)
    assert people_of(pair.circle_id) == people
    write(pair, cast.casey, "After.")
    assert texts_for(cast.taylor) == 2
    assert texts_for(cast.jordan) == 0


def test_only_whoever_ended_it_and_once_and_for_ten_minutes(cast: Cast, pair: Partnership) -> None:
    refused(pair, cast.casey)  # nothing has ended
    end(pair, cast.casey)
    for other in (cast.taylor, cast.jordan, cast.pat, cast.alex, cast.lee):
        refused(pair, other)
    minutes_pass(11)
    refused(pair, cast.casey)
    minutes_pass(-11)
    take_back(pair, cast.casey)
    refused(pair, cast.casey)
    with acting(cast.casey), pytest.raises(Exception, match="permission denied"), refusals():
        Ending.objects.update(taken_back_at=None)


def test_ended_stays_ended_for_a_plain_update(cast: Cast, pair: Partnership) -> None:
    end(pair, cast.casey)
    for status in ("active", "paused", "proposed"):
        with acting(cast.casey):
            assert not Partnership.objects.filter(pk=pair.pk).update(status=status)
        with (
            acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
            pytest.raises(Refused, match="has ended"),
            refusals(),
        ):
            Partnership.objects.filter(pk=pair.pk).update(status=status)


def test_a_leaver_comes_back_into_the_chapter_and_not_into_what_was_written_meanwhile(
    cast: Cast, team: Partnership
) -> None:
    with acting(cast.jordan):
        call("answer_place", team.pk, "left")
    write(team, cast.casey, "Without Jordan.")
    take_back(team, cast.jordan)
    after = fresh(team)
    assert (after.status, after.circle_id) == ("active", team.circle_id)
    write(team, cast.casey, "With Jordan again.")
    with acting(cast.jordan):
        read = set(SessionText.objects.values_list("body", flat=True))
        assert read == {"With Jordan.", "With Jordan again."}
        assert Partnership.objects.filter(pk=team.pk).exists()
    assert texts_for(cast.taylor) == 3
    end(team, cast.casey)
    with acting(cast.jordan):
        assert Partnership.objects.get(pk=team.pk).status == "ended"


def test_a_partnership_that_ended_with_a_leaver_goes_on_with_them(
    cast: Cast, pair: Partnership
) -> None:
    with acting(cast.taylor):
        call("answer_place", pair.pk, "left")
    assert fresh(pair).status == "ended"
    refused(pair, cast.casey)
    take_back(pair, cast.taylor)
    after = fresh(pair)
    assert (after.status, after.circle_id) == ("active", pair.circle_id)


def test_it_stays_closed_when_somebody_came_or_went(cast: Cast, team: Partnership) -> None:
    with acting(cast.jordan):
        call("answer_place", team.pk, "left")
    comes(team, cast.robin, "coach", cast.taylor)
    refused(team, cast.jordan, "came or went")
    with acting(cast.jordan):
        assert not Partnership.objects.filter(pk=team.pk).exists()


def test_somebody_elses_later_ending_is_theirs(cast: Cast, team: Partnership) -> None:
    with acting(cast.jordan):
        call("answer_place", team.pk, "left")
    end(team, cast.casey)
    refused(team, cast.jordan)
    take_back(team, cast.casey)
    assert fresh(team).status == "active"
    refused(team, cast.jordan)


def test_an_evaluator_by_now_gets_no_chapter_back(cast: Cast, pair: Partnership) -> None:
    end(pair, cast.casey)
    with owner():
        line = evaluates(cast.casey, of=cast.taylor)
    refused(pair, cast.casey)
    with owner():
        line.delete()
    take_back(pair, cast.casey)


def test_nobody_reopens_a_chapter_whose_coach_evaluates_by_now(
    cast: Cast, pair: Partnership
) -> None:
    end(pair, cast.taylor)
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    refused(pair, cast.taylor, "Casey Coach evaluates Taylor Reed")


def test_a_withdrawn_proposal_is_a_proposal_again(cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor, term="long")
    end(pairing, cast.casey)
    take_back(pairing, cast.casey)
    after = fresh(pairing)
    assert (after.status, after.circle_id) == ("proposed", None)
    with acting(cast.taylor):
        call("answer_place", pairing.pk, "joined")
    assert fresh(pairing).status == "active"


def follow_undo(client: Client, page: Any) -> None:
    """Posts to the button that the page offers."""
    shown = client.get(page.headers["Location"])
    address = shown.content.decode().split("toast-line__undo", 1)[0].rsplit('action="', 1)[1]
    assert client.post(address.split('"', 1)[0]).status_code == 302


def test_the_pages_offer_it_where_it_was_done(cast: Cast, pair: Partnership) -> None:
    client = signed_in(cast.casey)
    follow_undo(client, client.post(f"{AT}{pair.pk}/end/"))
    assert fresh(pair).status == "active"
    follow_undo(client, client.post(f"{AT}{pair.pk}/leave/"))
    assert fresh(pair).status == "active"
    assert fresh(pair).circle_id == pair.circle_id
    admin = signed_in(cast.alex)
    follow_undo(admin, admin.post(f"{PROGRAM}{pair.pk}/end/"))
    assert fresh(pair).circle_id == pair.circle_id
    with acting(cast.casey):
        assert Session.objects.get().circle_id == pair.circle_id


def test_too_late_is_said_and_outsiders_find_nothing(cast: Cast, pair: Partnership) -> None:
    end(pair, cast.casey)
    minutes_pass(11)
    client = signed_in(cast.casey)
    assert client.post(f"{AT}{pair.pk}/take-back/").status_code == 302
    assert "for ten minutes" in text_of(client, f"{AT}{pair.pk}/")
    for outsider in (cast.jordan, cast.pat, cast.alex, cast.robin):
        assert signed_in(outsider).post(f"{AT}{pair.pk}/take-back/").status_code == 404
    admin = signed_in(cast.alex)
    assert admin.post(f"{PROGRAM}{pair.pk}/take-back/").status_code == 302
    assert fresh(pair).status == "ended"


def set_term(pairing: Partnership, by: Member, term: str) -> int:
    with acting(by), refusals():
        return Partnership.objects.filter(pk=pairing.pk).update(term=term)


def test_only_a_partners_own_click_makes_it_long_term(cast: Cast, pair: Partnership) -> None:
    with pytest.raises(Refused, match="when the partner says so"):
        set_term(pair, cast.casey, "long")
    assert set_term(pair, cast.jordan, "long") == 0
    assert set_term(pair, cast.pat, "long") == 0
    assert fresh(pair).term == "quick"
    assert set_term(pair, cast.taylor, "long") == 1
    assert fresh(pair).term == "long"
    for who in (cast.casey, cast.taylor):
        with pytest.raises(Refused, match="when the partner says so"):
            set_term(pair, who, "quick")
    page = signed_in(cast.casey).post(f"{AT}{pair.pk}/long-term/")
    assert page.status_code == 302  # a proposal


def test_a_proposal_is_not_made_short_to_begin_without_a_click(cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor, term="long")
    with pytest.raises(Refused, match="when the partner says so"):
        set_term(pairing, cast.casey, "short")
    with acting(cast.casey), pytest.raises(Refused, match="no such kind"), refusals():
        open_with(cast.jordan, term="forever")
