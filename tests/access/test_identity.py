"""Whoever could write the address of an invitation is not yet the person: circles from before stay
closed to a new identity until a coach of theirs says who it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from access.context import acting_as_program
from access.models import LineAnswer, Share, Vouch
from access.refusals import refusals
from accounts.enums import Role
from accounts.models import Contact, Member, OutboxMessage, RoleAssignment, User
from accounts.services.invitations import invite
from accounts.services.people import edit_person
from coaching.models import Partnership, Session
from tests.access.test_leaving import comes, write
from tests.access.test_lines import mark, signed_in, text_of
from tests.access.test_wall import call, log, open_with, texts_for
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

HOME = "/d/riverbend/"
PAGE = f"{HOME}partnerships/"
PASSWORD = "a calm long sentence"


@pytest.fixture
def ada(cast: Cast) -> Member:
    """Teaches at Lincoln, and has never signed in."""
    with owner():
        member = Member.objects.create(district=cast.riverbend, name="Ada Stone", first_name="Ada")
        Contact.objects.create(district=cast.riverbend, member=member, email="ada@riverbend.test")
        RoleAssignment.objects.create(
            district=cast.riverbend, member=member, role=Role.TEACHER, school=cast.lincoln
        )
    return member


@pytest.fixture
def logged(cast: Cast, ada: Member) -> Session:
    with acting(cast.casey):
        return log(open_with(ada))


def somebody_comes_as(member: Member, cast: Cast, address: str = "alex@elsewhere.test") -> Client:
    """An administrator writes an address of their own choice, invites, and follows the link."""
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        edit_person(member=member, name=member.name, title="", email=address, on_leave_until=None)
        invite(member=Member.objects.get(pk=member.pk))
    with owner():
        token = OutboxMessage.objects.filter(kind="invitation").latest("send_after").secret
    client = Client()
    accepted = client.post(f"/invitations/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert accepted.status_code == 302
    return client


def vouch(of: Member, by: Member, is_them: bool = True) -> None:
    with acting(by):
        Vouch.objects.create(member=of, is_them=is_them)


def test_who_writes_the_address_does_not_read_what_was_before(
    cast: Cast, ada: Member, logged: Session
) -> None:
    assert texts_for(ada) == 1  # the person on the staff list is in the circle
    client = somebody_comes_as(ada, cast)
    assert texts_for(ada) == 0
    with acting(ada):
        assert not Partnership.objects.exists()
        assert not Session.objects.exists()
    for address in (f"sessions/{logged.pk}/", f"partnerships/{logged.partnership_id}/"):
        assert client.get(HOME + address).status_code == 404
    with acting(cast.casey):
        log(
            Partnership.objects.get(pk=logged.partnership_id), "Written since, in the same chapter."
        )
    assert texts_for(ada) == 0
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 2


def test_the_lock_line_names_the_newcomer_only_after_the_coachs_word(
    cast: Cast, ada: Member, logged: Session
) -> None:
    panel = f"{HOME}who-can-see/session/{logged.pk}/"
    assert "Ada Stone" in text_of(signed_in(cast.casey), panel)
    somebody_comes_as(ada, cast)
    assert "Ada Stone" not in text_of(signed_in(cast.casey), panel)
    vouch(ada, by=cast.casey)
    assert "Ada Stone" in text_of(signed_in(cast.casey), panel)


def test_the_newcomer_is_told_why_and_the_coach_is_asked(
    cast: Cast, ada: Member, logged: Session
) -> None:
    coach = signed_in(cast.casey)
    question = "Ada Stone has signed in for the first time. Was it Ada?"
    assert question not in text_of(coach, PAGE)
    client = somebody_comes_as(ada, cast)
    assert "wait for a word from your coach" in text_of(client, PAGE)
    assert question in text_of(coach, PAGE)
    assert question in text_of(coach, f"{HOME}partnerships/{logged.partnership_id}/")
    for other in (cast.taylor, cast.robin, cast.pat, cast.alex, cast.morgan):
        home = text_of(signed_in(other), PAGE)
        assert "Was it Ada?" not in home
        assert "wait for a word" not in home
    answered = coach.post(f"{HOME}newcomers/{ada.pk}/", {"answer": "them"})
    assert answered.status_code == 302
    assert question not in text_of(coach, PAGE)
    assert "wait for a word" not in text_of(client, PAGE)
    assert text_of(client, f"{HOME}sessions/{logged.pk}/")
    assert coach.post(f"{HOME}newcomers/{ada.pk}/", {"answer": "unsure"}).status_code == 404
    assert coach.post(f"{HOME}newcomers/{ada.pk}/undo/").status_code == 302
    assert client.get(f"{HOME}sessions/{logged.pk}/").status_code == 404
    assert question in text_of(coach, PAGE)


def test_a_coach_who_does_not_know_leaves_it_closed_and_administrators_are_told(
    cast: Cast, ada: Member, logged: Session
) -> None:
    client, coach = somebody_comes_as(ada, cast), signed_in(cast.casey)
    coach.post(f"{HOME}newcomers/{ada.pk}/", {"answer": "unsure"})
    assert texts_for(ada) == 0
    assert "wait for a word" in text_of(client, PAGE)
    with owner():
        told = OutboxMessage.objects.get(kind="identity_doubted")
    assert told.recipient_id == cast.alex.pk
    assert told.path == f"{HOME}program/people/{ada.pk}/"
    assert "Casey Coach couldn’t say" in text_of(signed_in(cast.alex), told.path)
    assert "Was it Ada?" not in text_of(coach, PAGE)
    page = text_of(coach, f"{HOME}partnerships/{logged.partnership_id}/")
    assert "You couldn’t say that it was Ada" in page
    coach.post(f"{HOME}newcomers/{ada.pk}/", {"answer": "them"})
    assert texts_for(ada) == 1


def test_a_coach_vouches_for_their_own_circles_alone(
    cast: Cast, ada: Member, logged: Session
) -> None:
    """An administrator who made themselves a coach of hers first opens what they wrote themselves."""
    with owner():
        RoleAssignment.objects.create(district=cast.riverbend, member=cast.alex, role=Role.COACH)
    with acting(cast.alex):
        log(open_with(ada), "By the administrator.")
    somebody_comes_as(ada, cast)
    vouch(ada, by=cast.alex)
    assert texts_for(ada) == 1
    with acting(ada):
        assert not Session.objects.filter(pk=logged.pk).exists()
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 2


def test_nobody_else_vouches(cast: Cast, ada: Member, logged: Session) -> None:
    with acting(cast.robin):
        log(open_with(cast.taylor))
    somebody_comes_as(ada, cast)
    attempts: list[tuple[Member, dict[str, Any]]] = [
        (ada, {}),
        (cast.taylor, {}),
        (cast.robin, {}),
        (cast.pat, {}),
        (cast.alex, {}),
        (cast.alex, {"vouched_by": cast.casey}),
        (cast.casey, {"vouched_at": timezone.now() + timedelta(days=1)}),
    ]
    for who, named in attempts:
        with acting(who), pytest.raises(Exception, match="row-level security"), refusals():
            Vouch.objects.create(member=ada, is_them=True, **named)
        if not named:
            page = signed_in(member(who)).post(f"{HOME}newcomers/{ada.pk}/", {"answer": "them"})
            assert page.status_code == 404
    assert texts_for(ada) == 0
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 1


def member(who: Member) -> Member:
    with owner():
        return Member.objects.select_related("user", "district").get(pk=who.pk)


def test_a_word_counts_where_it_is_a_coachs(cast: Cast, ada: Member, logged: Session) -> None:
    """Robin supports her in one circle and learns beside her in another."""
    with acting(cast.robin):
        log(open_with(ada), "By Robin.")
    with acting(cast.casey):
        team = open_with(ada, kind="team")
    for guest in (cast.robin, cast.jordan):
        comes(team, guest, "partner", ada)
    write(team, cast.casey, "In the team.")
    somebody_comes_as(ada, cast)
    with acting(cast.jordan), pytest.raises(Exception, match="row-level security"), refusals():
        Vouch.objects.create(member=ada, is_them=True)
    vouch(ada, by=cast.robin)
    assert texts_for(ada) == 1
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 3


def test_a_coach_who_evaluates_is_not_asked(cast: Cast, ada: Member) -> None:
    """Also where the circle admits them, as a leadership team does."""
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('leadership_team', 'long', %s::uuid[], 'L', NULL)",
            [[str(ada.pk), str(cast.taylor.pk)]],
        )
        team = cursor.fetchone()[0]
    for partner in (ada, cast.taylor):
        with acting(partner):
            call("answer_place", team, "joined")
    somebody_comes_as(ada, cast)
    with owner():
        line = evaluates(cast.casey, of=ada)
    with acting(cast.casey):
        assert Partnership.objects.filter(pk=team).exists()
        with pytest.raises(Exception, match="row-level security"), refusals():
            Vouch.objects.create(member=ada, is_them=True)
    assert "Was it Ada?" not in text_of(signed_in(cast.casey), PAGE)
    with owner():
        line.delete()
    assert "Was it Ada?" in text_of(signed_in(cast.casey), PAGE)
    vouch(ada, by=cast.casey)


def test_an_evaluator_is_asked_nothing(cast: Cast, ada: Member, logged: Session) -> None:
    somebody_comes_as(ada, cast)
    with owner():
        evaluates(cast.casey, of=ada)
    with acting(cast.casey), pytest.raises(Exception, match="row-level security"), refusals():
        Vouch.objects.create(member=ada, is_them=True)
    assert "Was it Ada?" not in text_of(signed_in(cast.casey), PAGE)


def test_a_co_coach_opens_the_chapter_in_which_they_are(
    cast: Cast, ada: Member, logged: Session
) -> None:
    """Robin came in later, so Robin's word opens the later chapter and not the first."""
    with acting(ada):
        call("propose_place", logged.partnership_id, cast.robin.pk, "coach")
    with acting(cast.robin):
        call("answer_place", logged.partnership_id, "joined")
        log(Partnership.objects.get(pk=logged.partnership_id), "With Robin.")
    somebody_comes_as(ada, cast)
    vouch(ada, by=cast.robin)
    assert texts_for(ada) == 1
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 2


def test_whoever_came_does_not_open_it_to_an_evaluator(
    cast: Cast, ada: Member, logged: Session
) -> None:
    """A line said to be a mistake opens at the person's word; it must be the person's."""
    with owner():
        line = evaluates(cast.robin, of=ada)
    mark(line, cast.alex)
    client = somebody_comes_as(ada, cast)
    with acting(ada), pytest.raises(Exception, match="row-level security"), refusals():
        LineAnswer.objects.create(line=line, agrees=True)
    said = client.post(f"{HOME}my-access/lines/", {"line": line.pk, "answer": "agree"})
    assert said.status_code == 302
    with owner():
        assert not LineAnswer.objects.exists()
    with acting(ada):
        LineAnswer.objects.create(line=line, agrees=False)
    with acting(ada), pytest.raises(Exception, match="row-level security"), refusals():
        LineAnswer.objects.update(agrees=True, answered_at=Now())
    vouch(ada, by=cast.casey)
    client.post(f"{HOME}my-access/lines/", {"line": line.pk, "answer": "agree"})
    with owner():
        assert LineAnswer.objects.get().agrees


def test_what_begins_after_is_open_at_once(cast: Cast, ada: Member) -> None:
    client = somebody_comes_as(ada, cast)
    with acting(cast.casey):
        session = log(open_with(ada))
    assert text_of(client, f"{HOME}sessions/{session.pk}/")
    assert "wait for a word" not in text_of(client, PAGE)
    assert "Was it Ada?" not in text_of(signed_in(cast.casey), PAGE)


def test_an_identity_tied_anew_waits_for_a_new_word(
    cast: Cast, ada: Member, logged: Session
) -> None:
    somebody_comes_as(ada, cast)
    vouch(ada, by=cast.casey)
    assert texts_for(ada) == 1
    with owner():
        Member.objects.filter(pk=ada.pk).update(user=None)
        User.objects.filter(email="alex@elsewhere.test").delete()
    somebody_comes_as(ada, cast, "another@elsewhere.test")
    assert texts_for(ada) == 0


def test_what_was_lent_before_is_lent_again_to_whoever_came(
    cast: Cast, ada: Member, logged: Session
) -> None:
    with acting(cast.casey):
        other = log(open_with(cast.taylor), "Between Casey and Taylor.")

    def lend() -> None:
        with acting(cast.taylor):
            Share.objects.create(
                circle_id=other.circle_id,
                item_kind="session",
                item_id=other.pk,
                reader=ada,
                until=timezone.localdate() + timedelta(days=9),
            )

    lend()
    assert texts_for(ada) == 2
    somebody_comes_as(ada, cast)
    assert texts_for(ada) == 0
    lend()
    assert texts_for(ada) == 1


def test_the_moment_is_the_databases(cast: Cast, ada: Member, logged: Session) -> None:
    before = timezone.now()
    for change in ({"identity_since": None}, {"user_id": None}):
        with (
            acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
            pytest.raises(Exception, match="permission denied"),
            refusals(),
        ):
            Member.objects.filter(pk=ada.pk).update(**change)
    somebody_comes_as(ada, cast)
    since = member(ada).identity_since
    assert since is not None
    assert before <= since <= timezone.now()


def test_whoever_had_an_identity_from_the_start_waits_for_nobody(cast: Cast) -> None:
    with acting(cast.casey):
        log(open_with(cast.taylor))
    assert member(cast.taylor).identity_since is None
    assert texts_for(cast.taylor) == 1
    assert "Was it Taylor?" not in text_of(signed_in(cast.casey), PAGE)
