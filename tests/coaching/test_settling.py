"""A planned session that somebody else planned: the coach settles it, and the time is the coach's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coaching.models import Partnership, Session, SessionText, TimeEntry
from comments.models import Comment
from tests.cast import Cast, evaluates
from tests.coaching.sessions import (
    HOME,
    LOG,
    TALK,
    circle_of,
    logged,
    open_with,
    sign_in,
)
from tests.conftest import acting, owner


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.casey)


@pytest.fixture
def taylor(cast: Cast) -> Client:
    return sign_in(Client(), cast.taylor)


@pytest.fixture
def with_taylor(cast: Cast) -> Partnership:
    with acting(cast.casey):
        return open_with(cast.taylor)


@pytest.fixture
def planned(cast: Cast, with_taylor: Partnership) -> Session:
    """By the teacher."""
    with acting(cast.taylor):
        return Session.objects.create(
            circle_id=circle_of(with_taylor),
            partnership=with_taylor,
            status="planned",
            planned_at=timezone.now() - timedelta(hours=1),
            minutes=40,
            interaction_types=["planning"],
        )


def url(session: Session, action: str = "") -> str:
    return f"{HOME}sessions/{session.pk}/{action}"


def now(session: Session) -> Session:
    with owner():
        return Session.objects.get(pk=session.pk)


def entries() -> list[TimeEntry]:
    with owner():
        return list(TimeEntry.objects.all())


def test_what_the_teacher_planned_and_the_coach_held_is_the_coachs_time(
    cast: Cast, casey: Client, planned: Session
) -> None:
    for _ in range(2):
        answer = casey.post(url(planned, "happened/"))
        assert answer["Location"] == url(planned)
    (entry,) = entries()
    held = now(planned)
    assert (held.status, held.author_id, held.entry_id) == ("held", cast.casey.pk, entry.pk)
    assert (held.planned_at, held.held_at) == (planned.planned_at, planned.planned_at)
    assert (held.minutes, held.interaction_types) == (40, ["planning"])
    assert (entry.author_id, entry.minutes, entry.category) == (cast.casey.pk, 40, "one_to_one")


def test_after_happened_the_page_says_what_can_be_added(casey: Client, planned: Session) -> None:
    with owner():
        Session.objects.update(interaction_types=[])
    html = casey.post(url(planned, "happened/"), follow=True).content.decode()
    assert "Add what it was and next steps when you like." in html
    assert url(planned, "change/") in html
    assert "Add a next step" in html


def test_it_leaves_both_peoples_day(casey: Client, taylor: Client, planned: Session) -> None:
    for client in (casey, taylor):
        assert url(planned) in client.get(HOME).content.decode()
    casey.post(url(planned, "happened/"))
    for client in (casey, taylor):
        assert url(planned) not in client.get(HOME).content.decode()


def test_what_was_said_about_the_plan_stays_with_it(
    cast: Cast, casey: Client, taylor: Client, planned: Session
) -> None:
    taylor.post(f"{HOME}comments/on/session/{planned.pk}/", {"body": "I bring the essays."})
    casey.post(url(planned, "happened/"))
    with acting(cast.casey):
        assert Comment.objects.get(item_id=planned.pk).body == "I bring the essays."
    assert "I bring the essays." in taylor.get(url(planned)).content.decode()


def test_it_is_undone_into_a_plan(cast: Cast, casey: Client, planned: Session) -> None:
    casey.post(url(planned, "happened/"))
    (entry,) = entries()
    casey.post(f"{LOG}{entry.pk}/undo/")
    assert entries() == []
    assert (now(planned).status, now(planned).planned_at) == ("planned", planned.planned_at)
    casey.post(url(planned, "happened/"))
    assert now(planned).status == "held"


def test_it_is_logged_with_its_words_once(cast: Cast, casey: Client, planned: Session) -> None:
    page = f"{LOG}?session={planned.pk}"
    assert casey.get(page).context["form"]["minutes"].value() == 40
    sent = logged(people=[str(planned.partnership_id)])
    for _ in range(2):
        assert casey.post(page, sent)["Location"] == url(planned)
    assert [one.author_id for one in entries()] == [cast.casey.pk]
    with acting(cast.taylor):
        assert Session.objects.get().author_id == cast.casey.pk
        assert SessionText.objects.get().body == TALK
    assert casey.get(page)["Location"] == url(planned)


def test_what_was_settled_meanwhile_is_not_logged_twice_and_nothing_typed_is_lost(
    casey: Client, planned: Session
) -> None:
    casey.post(url(planned, "happened/"))
    answer = casey.post(f"{LOG}?session={planned.pk}", logged(people=[str(planned.partnership_id)]))
    assert answer.status_code == 409
    assert TALK in answer.content.decode()
    assert len(entries()) == 1


@pytest.mark.parametrize("who", ["casey", "taylor"])
def test_both_move_it_and_call_it_off(
    request: pytest.FixtureRequest, cast: Cast, planned: Session, who: str
) -> None:
    client = request.getfixturevalue(who)
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    client.post(url(planned, "moved/"), {"planned_at": later})
    moved = now(planned)
    assert moved.planned_at
    assert moved.planned_at > timezone.now()
    client.post(url(planned, "not-held/"), {"reason": "absent"})
    assert (now(planned).status, now(planned).reason) == ("not_held", "absent")
    # The same tap again, and one that comes too late, change nothing.
    client.post(url(planned, "not-held/"), {"reason": "other"})
    assert client.post(url(planned, "moved/"), {"planned_at": later})["Location"] == url(planned)
    assert now(planned).reason == "absent"
    client.post(url(planned, "plan-again/"))
    assert now(planned).status == "planned"
    assert now(planned).author_id == cast.taylor.pk


def test_a_teacher_beside_a_coach_spends_no_time_of_their_own_on_it(
    taylor: Client, planned: Session
) -> None:
    page = taylor.get(url(planned)).content.decode()
    assert "Moved" in page
    assert "Happened" not in page
    assert "Log it" not in page
    assert taylor.post(url(planned, "happened/")).status_code == 404
    assert taylor.get(f"{LOG}?session={planned.pk}").status_code == 404
    assert entries() == []


def test_home_and_the_sessions_page_offer_the_same(casey: Client, planned: Session) -> None:
    for page in (HOME, url(planned)):
        html = casey.get(page).content.decode()
        for words in ("Log it", "Happened", "Moved", "Didn’t"):
            assert words in html
        assert f"{LOG}?session={planned.pk}" in html


def test_what_is_planned_for_a_day_to_come_has_not_happened(
    casey: Client, planned: Session
) -> None:
    with owner():
        Session.objects.update(planned_at=timezone.now() + timedelta(days=2))
    html = casey.get(url(planned)).content.decode()
    assert "Happened" not in html
    for words in ("Log it", "Move it", "Won’t"):
        assert words in html


def test_among_peers_whoever_planned_it_holds_it(cast: Cast) -> None:
    with acting(cast.taylor):
        partnership = open_with(cast.jordan, kind="peer")
    sign_in(Client(), cast.jordan).post(
        f"{HOME}partnerships/{partnership.pk}/answer/", {"answer": "join"}
    )
    with acting(cast.taylor):
        partnership.refresh_from_db()
        peers = Session.objects.create(
            circle_id=circle_of(partnership),
            partnership=partnership,
            status="planned",
            planned_at=timezone.now(),
        )
    jordan = sign_in(Client(), cast.jordan)
    assert jordan.post(url(peers, "happened/")).status_code == 404
    assert jordan.post(url(peers, "moved/"), {"planned_at": "2036-12-01T09:10"}).status_code == 404
    sign_in(Client(), cast.taylor).post(url(peers, "happened/"))
    assert now(peers).status == "held"


@pytest.mark.parametrize("action", ["happened/", "moved/", "not-held/", "plan-again/"])
def test_nobody_else_settles_it(cast: Cast, planned: Session, action: str) -> None:
    with owner():
        evaluates(cast.robin, of=cast.taylor)
    for member in (cast.jordan, cast.robin, cast.pat, cast.lee):
        answer = sign_in(Client(), member).post(url(planned, action), {"reason": "other"})
        assert answer.status_code == 404
    assert now(planned).status == "planned"


def test_a_coach_who_came_to_evaluate_settles_nothing(
    cast: Cast, casey: Client, planned: Session
) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    assert casey.post(url(planned, "happened/")).status_code == 404
    assert now(planned).author_id == cast.taylor.pk


def test_what_was_logged_and_undone_keeps_the_words_of_others(
    cast: Cast, casey: Client, with_taylor: Partnership, planned: Session
) -> None:
    """Taking a plan over puts it anew, so what may hold somebody's note is not taken over."""
    with owner():
        Session.objects.update(revision=2)
    page = casey.get(url(planned)).content.decode()
    assert "Happened" not in page
    assert "Moved" in page
    assert casey.post(url(planned, "happened/")).status_code == 404
