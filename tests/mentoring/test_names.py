"""Names of teachers in what a coach writes to a mentor."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from access.refusals import Refused
from accounts.models import Member
from coaching.models import Partnership, SessionText
from comments.models import Comment
from goals.models import Goal, NextStep, NextStepText
from goals.services.sharing import lend_goal
from mentoring.models import NameGiven, PartnerNumber, ReviewLog
from tests.access.test_wall import log, open_with
from tests.cast import Cast
from tests.coaching.sessions import sign_in
from tests.conftest import acting, owner
from tests.mentoring.test_caseload import BOXES, mentors


@pytest.fixture
def mentored(cast: Cast) -> Cast:
    """Casey, whom Morgan mentors, coaches Taylor Reed and Jordan Lee."""
    mentors(cast.morgan, cast.casey)
    with acting(cast.casey):
        open_with(cast.taylor)
        open_with(cast.jordan)
    return cast


def circle_with_mentor(cast: Cast) -> Any:
    with owner():
        return Partnership.objects.get(kind="mentoring").circle_id


def coached(cast: Cast, *names: str) -> list[Member]:
    with owner():
        made = [
            Member.objects.create(
                district=cast.riverbend, name=name, first_name=name.partition(" ")[0]
            )
            for name in names
        ]
    with acting(cast.casey):
        for one in made:
            open_with(one)
    return made


def written(by: Member, cast: Cast, words: str) -> str:
    """What stands in the log after somebody wrote this."""
    with acting(by):
        log = ReviewLog.objects.create(circle_id=circle_with_mentor(cast), working=words)
        log.refresh_from_db()
        return log.working


def number_of(cast: Cast, partner: Member) -> str:
    with owner():
        return f"Partner {PartnerNumber.objects.get(coach=cast.casey, partner=partner).number}"


def as_seen_by(client: Client, reader: Member, address: str) -> str:
    return " ".join(sign_in(client, reader).get(f"/d/riverbend/{address}").content.decode().split())


def agree(partner: Member, coach: Member) -> NameGiven:
    with acting(partner):
        return NameGiven.objects.create(coach=coach)


def test_names_become_a_number_that_stays(mentored: Cast) -> None:
    words = written(mentored.casey, mentored, "Taylor Reed tries wait time. Jordan is new.")
    taylor, jordan = number_of(mentored, mentored.taylor), number_of(mentored, mentored.jordan)
    assert taylor != jordan
    assert words == f"{taylor} tries wait time. {jordan} is new."
    coached(mentored, "Ana Silva")
    assert written(mentored.casey, mentored, "More from Taylor.") == f"More from {taylor}."


def test_a_name_is_found_as_people_write_it(mentored: Cast) -> None:
    """Whole in any case, alone with its capital, with a title, and never as a part of a word."""
    coached(mentored, "Zoë O’Hara-Núñez", "Will Grant", "May Hope", "Ana María de la Cruz")
    written(mentored.casey, mentored, "Nobody.")
    with owner():
        number = {
            n.partner.name: f"Partner {n.number}"
            for n in PartnerNumber.objects.select_related("partner")
        }
    taylor, zoe, will, may, ana = (
        number[name]
        for name in (
            "Taylor Reed",
            "Zoë O’Hara-Núñez",
            "Will Grant",
            "May Hope",
            "Ana María de la Cruz",
        )
    )
    for typed, becomes in {
        "taylor reed, TAYLOR REED and Taylor  Reed": f"{taylor}, {taylor} and {taylor}",
        "Ms. Reed’s class, Reed’s plan, T. Reed": f"{taylor}’s class, {taylor}’s plan, T. {taylor}",
        "A tailor reads; Reeding and reed": "A tailor reads; Reeding and reed",
        "Zoë O'Hara-Núñez, zoe ohara, Zoe": f"{zoe}, zoe ohara, {zoe}",
        "Zoe O’Hara-Nunez and O’Hara-Núñez": f"{zoe} and {zoe}",
        "Will you ask? Then will grant it. I saw Will.": f"Will you ask? Then will grant it. I saw {will}.",
        "Will Grant; the district will grant time. Mr. Grant": f"{will}; the district will grant time. {will}",
        "I hope in May. Hope is needed. Mrs. Hope, may hope": f"I hope in May. Hope is needed. {may}, may hope",
        "Ana, de la Cruz, Ms. Cruz, Ana María": f"{number['Ana María de la Cruz']}, {ana}, {ana}, {ana}",
    }.items():
        assert written(mentored.casey, mentored, typed) == becomes, typed


def test_two_with_one_name_become_either(mentored: Cast) -> None:
    (other,) = coached(mentored, "Taylor Brown")
    words = written(mentored.casey, mentored, "Taylor and Taylor Brown")
    brown, reed = number_of(mentored, other), number_of(mentored, mentored.taylor)
    either = sorted(int(one.split()[1]) for one in (brown, reed))
    assert words == f"Partner {either[0]} or {either[1]} and {brown}"


def test_those_in_the_circle_keep_their_names(mentored: Cast) -> None:
    (other,) = coached(mentored, "Morgan Stone")
    words = written(mentored.casey, mentored, "Morgan Mentor and Morgan Stone met; Morgan said so.")
    assert words == f"Morgan Mentor and {number_of(mentored, other)} met; Morgan said so."


def test_what_the_mentor_wrote_stays_and_reads_off_no_number(mentored: Cast) -> None:
    """Else a mentor could type names and see whose partner each one is."""
    assert written(mentored.morgan, mentored, "How is Taylor Reed?") == "How is Taylor Reed?"
    with acting(mentored.casey):
        one = ReviewLog.objects.get()
        ReviewLog.objects.filter(pk=one.pk).update(
            working="How is Taylor Reed?\r\nTaylor is well, Jordan too."
        )
        one.refresh_from_db()
    jordan = number_of(mentored, mentored.jordan)
    assert one.working == f"How is Taylor Reed?\r\na partner is well, {jordan} too."


def test_wherever_the_coach_writes_to_the_mentor(mentored: Cast) -> None:
    with acting(mentored.casey):
        pairing = Partnership.objects.get(kind="mentoring")
        circle: dict[str, Any] = {"circle_id": pairing.circle_id}
        session = log(pairing, "Talked about Taylor.")
        comment = Comment.objects.create(
            **circle, item_kind="session", item_id=session.pk, body="Taylor again."
        )
        goal = Goal.objects.create(**circle, owner=mentored.casey, statement="See Taylor weekly.")
        step = NextStep.objects.create(**circle, owner=mentored.casey)
        text = NextStepText.objects.create(**circle, step=step, body="Taylor " * 70)
        taylor = number_of(mentored, mentored.taylor)
        for row, field, words in (
            (SessionText.objects.get(), "body", f"Talked about {taylor}."),
            (comment, "body", f"{taylor} again."),
            (goal, "statement", f"See {taylor} weekly."),
        ):
            row.refresh_from_db()
            assert getattr(row, field) == words
        text.refresh_from_db()
        assert "Taylor" not in text.body
        assert len(text.body) <= 500


def test_nothing_changes_where_the_coach_coaches(mentored: Cast) -> None:
    with acting(mentored.casey):
        log(Partnership.objects.get(places__member=mentored.taylor), "Taylor and Jordan Lee.")
        assert SessionText.objects.get().body == "Taylor and Jordan Lee."
    with owner():
        assert PartnerNumber.objects.count() == 0


def test_a_partner_who_agreed_is_named_until_they_take_it_back(mentored: Cast) -> None:
    given = agree(mentored.taylor, mentored.casey)
    (brown,) = coached(mentored, "Taylor Brown")
    words = written(mentored.casey, mentored, "Taylor Reed, Ms. Reed, Jordan. Taylor Brown.")
    jordan = number_of(mentored, mentored.jordan)
    assert words == f"Taylor Reed, Ms. Reed, {jordan}. {number_of(mentored, brown)}."
    with acting(mentored.taylor):
        NameGiven.objects.filter(pk=given.pk).update(taken_back_at=Now())
    assert "Reed" not in written(mentored.casey, mentored, "Taylor Reed, Ms. Reed")


def test_an_item_that_names_a_partner_is_not_shared(mentored: Cast) -> None:
    circle = circle_with_mentor(mentored)
    with acting(mentored.morgan):
        goal = Goal.objects.create(circle_id=circle, owner=mentored.casey, statement="For Taylor.")
    until = timezone.localdate() + timedelta(days=9)

    def lend() -> None:
        with acting(mentored.casey):
            lend_goal(
                goal=goal, sharer_id=mentored.casey.pk, reader_id=mentored.robin.pk, until=until
            )

    with pytest.raises(Refused, match="names somebody whom you coach"):
        lend()
    agree(mentored.taylor, mentored.casey)
    lend()


def test_the_coachs_page_says_who_is_who_and_the_mentors_never(
    client: Client, mentored: Cast
) -> None:
    page, mentors_page = "my-mentor/", f"coaches/{mentored.casey.pk}/"
    posted = sign_in(client, mentored.casey).post(
        f"/d/riverbend/{page}", {**BOXES, "working": "Taylor dares more.", "revision": 0}
    )
    assert posted.status_code == 302
    taylor = number_of(mentored, mentored.taylor)
    shown = as_seen_by(client, mentored.casey, page)
    assert f"Only you see who is who: Taylor Reed is {taylor}." in shown
    assert f"{taylor} dares more." in shown
    assert "data-names-listed" in shown
    with owner():
        log = ReviewLog.objects.get()
    assert "data-names-listed" in as_seen_by(client, mentored.casey, f"review-logs/{log.pk}/")
    for address in (mentors_page, f"review-logs/{log.pk}/"):
        seen = as_seen_by(client, mentored.morgan, address)
        assert f"{taylor} dares more." in seen
        assert not re.search("Taylor|Reed|Jordan Lee|data-names-listed", seen)


def test_names_are_looked_out_for_beside_a_session_with_the_mentor_alone(
    client: Client, mentored: Cast
) -> None:
    with acting(mentored.casey):
        with_mentor = log(Partnership.objects.get(kind="mentoring"))
        with_teacher = log(Partnership.objects.get(places__member=mentored.taylor))
    listed = "data-names-listed"
    assert listed in as_seen_by(client, mentored.casey, f"sessions/{with_mentor.pk}/")
    assert listed not in as_seen_by(client, mentored.morgan, f"sessions/{with_mentor.pk}/")
    assert listed not in as_seen_by(client, mentored.casey, f"sessions/{with_teacher.pk}/")


def test_a_partner_says_it_and_takes_it_back(client: Client, mentored: Cast) -> None:
    coached(mentored, *(f"Teacher{number} Other" for number in range(4)))
    mentors_page = f"coaches/{mentored.casey.pk}/"

    def answers(answer: str) -> None:
        said = {"coach": mentored.casey.pk, "answer": answer}
        done = sign_in(client, mentored.taylor).post("/d/riverbend/my-access/name/", said)
        assert done.status_code == 302

    assert "Partner F" in as_seen_by(client, mentored.morgan, mentors_page)
    answers("open")
    answers("open")
    seen = as_seen_by(client, mentored.morgan, mentors_page)
    assert "Taylor Reed" in seen
    assert "agreed to be named" in seen
    assert "may know your name" in as_seen_by(client, mentored.taylor, "my-access/name/")
    answers("close")
    seen = as_seen_by(client, mentored.morgan, mentors_page)
    assert "Taylor Reed" not in seen
    assert "Partner F" in seen


def test_naming_some_shows_no_row_of_fewer_than_five_others(client: Client, mentored: Cast) -> None:
    coached(mentored, *(f"Teacher{number} Other" for number in range(3)))
    page = f"coaches/{mentored.casey.pk}/"
    assert "Partner E<" in as_seen_by(client, mentored.morgan, page)
    agree(mentored.taylor, mentored.casey)
    seen = as_seen_by(client, mentored.morgan, page)
    assert "Taylor Reed" in seen
    assert not re.search("Partner [A-Z]<", seen)
    assert "fewer than five others" in seen
    coached(mentored, "Teacher4 Other")
    assert len(re.findall("Partner [A-Z]<", as_seen_by(client, mentored.morgan, page))) == 5


def test_a_team_is_named_once_all_of_it_agree(client: Client, mentored: Cast) -> None:
    with acting(mentored.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('team', 'short', %s::uuid[], 'Grade 4', NULL)",
            [[str(mentored.taylor.pk), str(mentored.jordan.pk)]],
        )
    coached(mentored, *(f"Teacher{number} Other" for number in range(5)))
    page = f"coaches/{mentored.casey.pk}/"
    agree(mentored.taylor, mentored.casey)
    assert "Jordan Lee, Taylor Reed" not in as_seen_by(client, mentored.morgan, page)
    agree(mentored.jordan, mentored.casey)
    assert "Jordan Lee, Taylor Reed" in as_seen_by(client, mentored.morgan, page)


def test_nobody_says_it_for_somebody_who_does_not_coach_them(
    client: Client, mentored: Cast
) -> None:
    said = {"coach": mentored.robin.pk, "answer": "open"}
    answer = sign_in(client, mentored.taylor).post("/d/riverbend/my-access/name/", said)
    assert answer.status_code == 404
