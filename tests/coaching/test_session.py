"""A session: planned, settled with one tap, read by its circle, edited by its author."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from coaching.models import Partnership, Session, SessionText, TimeEntry
from coaching.queries.sessions import held_sessions
from tests.cast import Cast
from tests.coaching.sessions import (
    HOME,
    LOG,
    TALK,
    circle_of,
    logged,
    open_with,
    sign_in,
    statements,
)
from tests.conftest import acting, owner
from tests.searching import search

STATEMENTS = 11


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.casey)


@pytest.fixture
def with_taylor(cast: Cast) -> Partnership:
    with acting(cast.casey):
        return open_with(cast.taylor)


@pytest.fixture
def planned(cast: Cast, with_taylor: Partnership) -> Session:
    with acting(cast.casey):
        return Session.objects.create(
            circle_id=circle_of(with_taylor),
            partnership=with_taylor,
            status="planned",
            planned_at=timezone.now() - timedelta(hours=1),
        )


@pytest.fixture
def held(cast: Cast, casey: Client, with_taylor: Partnership) -> Session:
    casey.post(LOG, logged(people=[str(with_taylor.pk)]))
    with acting(cast.casey):
        return Session.objects.get()


def url(session: Session, action: str = "") -> str:
    return f"{HOME}sessions/{session.pk}/{action}"


def now(session: Session) -> Session:
    with owner():
        return Session.objects.get(pk=session.pk)


def test_the_circle_reads_it_and_everybody_else_gets_404(cast: Cast, held: Session) -> None:
    for member in cast.people():
        answer = sign_in(Client(), member).get(url(held))
        reads = member in (cast.casey, cast.taylor)
        assert (answer.status_code == 200) is reads, member
        assert (TALK in answer.content.decode()) is reads


def test_the_lock_line_names_who_can_read_it(casey: Client, held: Session) -> None:
    assert "Only you and Taylor Reed can read this" in casey.get(url(held)).content.decode()


def test_its_author_edits_the_text(cast: Cast, casey: Client, held: Session) -> None:
    assert casey.post(url(held), {"body": "Better.", "revision": 1}).status_code == 302
    with acting(cast.taylor):
        text = SessionText.objects.get()
    assert (text.body, text.revision) == ("Better.", 2)


def test_a_stale_edit_shows_both_versions_and_changes_nothing(
    cast: Cast, casey: Client, held: Session
) -> None:
    casey.post(url(held), {"body": "The newer one.", "revision": 1})
    answer = casey.post(url(held), {"body": "From the other tab.", "revision": 1})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The newer one." in html
    assert "From the other tab." in html
    assert 'name="revision" value="2"' in html
    with acting(cast.casey):
        assert SessionText.objects.get().body == "The newer one."


def test_the_partner_cannot_rewrite_it(cast: Cast, held: Session) -> None:
    sign_in(Client(), cast.taylor).post(url(held), {"body": "Mine now.", "revision": 1})
    with acting(cast.casey):
        assert SessionText.objects.get().body == TALK


def test_an_empty_edit_is_answered_422(casey: Client, held: Session) -> None:
    assert casey.post(url(held), {"body": " ", "revision": 1}).status_code == 422


def test_a_session_is_planned(cast: Cast, casey: Client, with_taylor: Partnership) -> None:
    page = f"{HOME}sessions/plan/?partnership={with_taylor.pk}"
    assert casey.get(page).status_code == 200
    when = timezone.localtime() + timedelta(days=2)
    sent = {"planned_at": f"{when:%Y-%m-%dT%H:%M}", "minutes": 30, "form": "video"}
    assert casey.post(page, sent | {"minutes": ""}).status_code == 422
    assert casey.post(page, sent).status_code == 302
    with acting(cast.taylor):
        session = Session.objects.get()
    assert (session.status, session.form) == ("planned", "video")
    partnership = casey.get(f"{HOME}partnerships/{with_taylor.pk}/").content.decode()
    assert url(session) in partnership


def test_planning_without_a_partner_asks_with_whom(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    assert "Taylor Reed" in casey.get(f"{HOME}sessions/plan/").content.decode()
    elsewhere = sign_in(Client(), cast.robin)
    page = f"{HOME}sessions/plan/?partnership={with_taylor.pk}"
    assert elsewhere.get(page).status_code == 404


def test_happened_is_one_tap_and_can_be_undone(cast: Cast, casey: Client, planned: Session) -> None:
    for _ in range(2):
        assert casey.post(url(planned, "happened/")).status_code == 302
    with acting(cast.casey):
        entry = TimeEntry.objects.get()
    assert now(planned).status == "held"
    assert now(planned).held_at == planned.planned_at
    casey.post(f"{LOG}{entry.pk}/undo/")
    assert (now(planned).status, now(planned).entry_id) == ("planned", None)


def test_a_planned_session_is_logged_with_its_words(
    cast: Cast, casey: Client, planned: Session
) -> None:
    page = f"{LOG}?session={planned.pk}"
    form = casey.get(page).context["form"]
    assert form["people"].value() == [str(planned.partnership_id)]
    casey.post(page, logged(people=[str(planned.partnership_id)]))
    with acting(cast.taylor):
        assert Session.objects.get().status == "held"
        assert SessionText.objects.get().body == TALK


def test_moved(cast: Cast, casey: Client, planned: Session) -> None:
    typed = {"planned_at": "2036-12-01T09:10"}
    assert casey.post(url(planned, "moved/"), typed)["Location"] == HOME
    chicago = ZoneInfo(cast.riverbend.time_zone)
    assert now(planned).planned_at == datetime(2036, 12, 1, 9, 10, tzinfo=chicago)
    for unfit in ("soon", "2026-01-01T09:10"):
        assert casey.post(url(planned, "moved/"), {"planned_at": unfit}).status_code == 422


def test_not_held_says_why_and_can_be_taken_back(casey: Client, planned: Session) -> None:
    casey.post(url(planned, "not-held/"), {"reason": "coverage"})
    assert (now(planned).status, now(planned).reason) == ("not_held", "coverage")
    casey.post(url(planned, "plan-again/"))
    assert (now(planned).status, now(planned).reason) == ("planned", "")


@pytest.mark.parametrize("action", ["happened/", "moved/", "not-held/", "plan-again/"])
def test_only_its_author_settles_it(cast: Cast, planned: Session, action: str) -> None:
    for member in (cast.taylor, cast.robin, cast.pat):
        assert sign_in(Client(), member).post(url(planned, action)).status_code == 404
    assert now(planned).status == "planned"


def test_after_the_partnership_ended_it_is_read_only(
    cast: Cast, casey: Client, held: Session
) -> None:
    with acting(cast.casey):
        Partnership.objects.update(status="ended")
    answer = casey.get(url(held))
    assert TALK in answer.content.decode()
    assert answer.context["form"] is None
    casey.post(url(held), {"body": "Too late.", "revision": 1})
    with acting(cast.casey):
        assert SessionText.objects.get().body == TALK


def test_sessions_are_paged_newest_first(cast: Cast, with_taylor: Partnership) -> None:
    moment = timezone.now()
    with acting(cast.casey):
        made = [
            Session.objects.create(
                circle_id=circle_of(with_taylor),
                partnership=with_taylor,
                status="held",
                held_at=moment - timedelta(days=number // 2),
            ).pk
            for number in range(5)
        ]
    with acting(cast.taylor):
        first = held_sessions(size=2)
        second = held_sessions(size=2, after=first.after)
        third = held_sessions(size=2, after=second.after)
        seen = [one.pk for page in (first, second, third) for one in page.sessions]
    assert sorted(seen) == sorted(made)
    assert (len(seen), third.after) == (5, "")
    with acting(cast.pat):
        assert held_sessions().sessions == []


def test_the_list_of_sessions_is_found_by_name_and_made_up_places_are_its_first_page(
    cast: Cast, casey: Client, held: Session
) -> None:
    listed = casey.get(HOME + "sessions/").content.decode()
    assert "Taylor Reed" in listed
    assert TALK in listed
    assert TALK in search(casey, HOME + "sessions/", "taylor").content.decode()
    assert "Nothing found" in search(casey, HOME + "sessions/", "nobody").content.decode()
    for place in ("nowhere", "NaN~1", "1e400~" + "0" * 32, f"{10**30}~{held.pk}"):
        assert TALK in casey.get(HOME + "sessions/", {"after": place}).content.decode()
    pat = sign_in(Client(), cast.pat)
    assert TALK not in pat.get(HOME + "sessions/").content.decode()


def test_a_session_costs_the_same_with_many_comments(
    cast: Cast, casey: Client, held: Session
) -> None:
    counts = []
    for number in range(3):
        casey.post(f"{HOME}comments/on/session/{held.pk}/", {"body": f"Line {number}"})
        counts.append(len(statements(casey, url(held))))
    assert counts == [STATEMENTS] * 3
