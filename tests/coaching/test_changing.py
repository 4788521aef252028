"""What was logged is completed and corrected: the facts, a later next step, one's own note."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coaching.models import CoachRole, Partnership, PrivateNote, Session, TimeEntry
from goals.models import NextStep
from tests.cast import Cast
from tests.coaching.sessions import HOME, LOG, logged, open_with, set_goal, sign_in
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
def held(cast: Cast, casey: Client, with_taylor: Partnership) -> Session:
    casey.post(LOG, logged(people=[str(with_taylor.pk)]))
    with acting(cast.casey):
        return Session.objects.get()


@pytest.fixture
def other_time(cast: Cast) -> TimeEntry:
    with acting(cast.casey):
        return TimeEntry.objects.create(
            started_at=timezone.now(), minutes=20, category="support", label="Testing"
        )


def url(session: Session, action: str = "") -> str:
    return f"{HOME}sessions/{session.pk}/{action}"


def now(session: Session) -> Session:
    with owner():
        return Session.objects.select_related("entry").get(pk=session.pk)


def facts(**changes: Any) -> dict[str, Any]:
    typed = {
        "started_at": f"{timezone.localtime() - timedelta(days=1):%Y-%m-%dT%H:%M}",
        "minutes": 25,
        "form": "video",
        "types": ["debrief", "data"],
        "goal": "",
        "revision": 1,
    }
    return typed | changes


def step(cast: Cast, **changes: Any) -> dict[str, Any]:
    typed = {
        "submission": str(uuid4()),
        "step": "Try pairs",
        "owner": str(cast.taylor.pk),
        "due": "2026-12-01",
    }
    return typed | changes


def test_a_change_updates_the_session_and_its_time(
    cast: Cast, casey: Client, held: Session, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        goal = set_goal(with_taylor, cast.taylor)
    assert url(held, "change/") in casey.get(url(held)).content.decode()
    form = casey.get(url(held, "change/")).context["form"]
    assert (form["minutes"].value(), form["types"].value()) == (45, ["planning"])
    typed = facts(goal=str(goal.pk))
    casey.post(url(held, "change/"), typed)
    changed = now(held)
    entry = changed.entry
    assert entry
    assert (changed.minutes, changed.form, changed.goal_id) == (25, "video", goal.pk)
    assert changed.interaction_types == entry.interaction_types == ["debrief", "data"]
    assert changed.held_at == entry.started_at
    assert (entry.minutes, entry.category) == (25, "one_to_one")
    there = timezone.localtime(changed.held_at, cast.riverbend.zone)
    assert f"{there:%Y-%m-%dT%H:%M}" == typed["started_at"]


@pytest.mark.parametrize(
    ("types", "category"),
    [(["group"], "group"), (["non_coaching"], "non_coaching"), ([], "one_to_one")],
)
def test_the_category_is_computed_as_when_logging(
    casey: Client, held: Session, types: list[str], category: str
) -> None:
    casey.post(url(held, "change/"), facts(types=types))
    entry = now(held).entry
    assert entry
    assert entry.category == category


def test_one_stretch_of_time_changes_for_all_who_were_in_it(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        other = open_with(cast.jordan)
    casey.post(LOG, logged(people=[str(with_taylor.pk), str(other.pk)]))
    with acting(cast.casey):
        mine = Session.objects.get(partnership=with_taylor)
        theirs = Session.objects.get(partnership=other)
    page = casey.get(url(mine, "change/")).content.decode()
    assert "also with Jordan Lee" in page
    casey.post(url(mine, "change/"), facts())
    mine, theirs = now(mine), now(theirs)
    assert (theirs.minutes, theirs.held_at) == (25, mine.held_at)
    assert theirs.interaction_types == ["debrief", "data"]
    assert (mine.form, theirs.form) == ("video", "in_person")
    assert mine.entry
    assert (mine.entry.minutes, mine.entry.category) == (25, "group")
    # The other one's page was open meanwhile.
    assert casey.post(url(theirs, "change/"), facts()).status_code == 409


def test_a_stale_change_shows_what_is_saved_and_changes_nothing(
    casey: Client, held: Session
) -> None:
    casey.post(url(held, "change/"), facts(minutes=50))
    answer = casey.post(url(held, "change/"), facts(minutes=10, types=["modeling"]))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "50 min" in html
    assert answer.context["form"]["minutes"].value() == 10
    assert answer.context["form"]["types"].value() == ["modeling"]
    assert now(held).minutes == 50
    casey.post(url(held, "change/"), facts(minutes=10, revision=2))
    assert now(held).minutes == 10


@pytest.mark.parametrize("wrong", [{"minutes": ""}, {"started_at": "2999-01-01T09:00"}])
def test_a_wrong_change_is_answered_422(
    casey: Client, held: Session, wrong: dict[str, str]
) -> None:
    assert casey.post(url(held, "change/"), facts(**wrong)).status_code == 422
    assert now(held).minutes == 45


def test_a_type_and_a_goal_that_are_not_offered_anymore_stay_chosen(
    cast: Cast, casey: Client, held: Session, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        goal = set_goal(with_taylor, cast.taylor)
        type(goal).objects.update(status="finished")
        Session.objects.update(goal=goal)
    with owner():
        role = CoachRole.objects.create(
            district=cast.riverbend, title="Coach", interaction_types=["modeling"]
        )
        cast.casey.assignments.update(coach_role=role)
    casey.post(url(held, "change/"), facts(types=["planning"], goal=str(goal.pk)))
    assert now(held).interaction_types == ["planning"]
    assert now(held).goal_id == goal.pk


def test_only_its_author_changes_it_while_the_circle_is_open(
    cast: Cast, casey: Client, taylor: Client, held: Session
) -> None:
    for member in cast.people():
        if member != cast.casey:
            client = sign_in(Client(), member)
            assert client.get(url(held, "change/")).status_code == 404
            assert client.post(url(held, "change/"), facts()).status_code == 404
    assert url(held, "change/") not in taylor.get(url(held)).content.decode()
    with acting(cast.casey):
        Partnership.objects.update(status="ended")
    assert casey.post(url(held, "change/"), facts()).status_code == 404
    page = casey.get(url(held)).content.decode()
    assert "Add a next step" not in page
    assert url(held, "change/") not in page
    assert now(held).minutes == 45


@pytest.mark.parametrize("who", ["casey", "taylor"])
def test_a_next_step_is_added_later_once(
    request: pytest.FixtureRequest, cast: Cast, held: Session, who: str
) -> None:
    client = request.getfixturevalue(who)
    week = timezone.localdate() + timedelta(days=7)
    assert client.get(url(held)).context["step_form"]["due"].value() == week
    sent = step(cast)
    for _ in range(2):
        assert client.post(url(held, "step/"), sent)["Location"] == url(held) + "#steps"
    with acting(cast.taylor):
        (added,) = NextStep.objects.all()
    assert (added.owner_id, added.session_id) == (cast.taylor.pk, held.pk)
    assert "Try pairs" in client.get(url(held)).content.decode()


def test_a_step_without_words_or_for_somebody_outside_comes_back(
    cast: Cast, casey: Client, held: Session
) -> None:
    for wrong in ({"step": " "}, {"owner": str(cast.jordan.pk)}):
        answer = casey.post(url(held, "step/"), step(cast, **wrong))
        assert answer.status_code == 422
    assert "Try pairs" in answer.content.decode()
    with acting(cast.casey):
        assert not NextStep.objects.exists()


@pytest.mark.parametrize("action", ["step/", "note/"])
def test_nothing_is_added_from_outside_or_to_a_closed_circle(
    cast: Cast, casey: Client, held: Session, action: str
) -> None:
    sent = {**step(cast), "own": "Mine.", "revision": 0}
    for member in (cast.jordan, cast.robin, cast.pat, cast.morgan, cast.lee):
        assert sign_in(Client(), member).post(url(held, action), sent).status_code == 404
    with acting(cast.casey):
        Partnership.objects.update(status="ended")
    assert casey.post(url(held, action), sent).status_code == 404
    with owner():
        assert not NextStep.objects.exists()
        assert not PrivateNote.objects.exists()


def test_everybody_in_it_keeps_a_note_of_their_own(
    cast: Cast, casey: Client, taylor: Client, held: Session
) -> None:
    casey.post(url(held, "note/"), {"own": "The coach’s.", "revision": 0})
    taylor.post(url(held, "note/"), {"own": "The teacher’s.", "revision": 0})
    pages = [client.get(url(held)).content.decode() for client in (casey, taylor)]
    assert ["The coach’s." in page for page in pages] == [True, False]
    assert ["The teacher’s." in page for page in pages] == [False, True]
    taylor.post(url(held, "note/"), {"own": "Better.", "revision": 1})
    with acting(cast.taylor):
        assert PrivateNote.objects.get().body == "Better."
    taylor.post(url(held, "note/"), {"own": "", "revision": 2})
    with owner():
        assert PrivateNote.objects.get().author_id == cast.casey.pk


@pytest.mark.parametrize("revision", [0, 1])
def test_a_stale_note_shows_both_versions(
    cast: Cast, casey: Client, held: Session, revision: int
) -> None:
    casey.post(url(held, "note/"), {"own": "The first.", "revision": 0})
    casey.post(url(held, "note/"), {"own": "The newer.", "revision": 1})
    answer = casey.post(url(held, "note/"), {"own": "The other tab’s.", "revision": revision})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The newer." in html
    assert "The other tab’s." in html
    assert answer.context["note_form"]["revision"].value() == 2
    with acting(cast.casey):
        assert PrivateNote.objects.get().body == "The newer."


def test_what_did_not_happen_has_no_words(cast: Cast, casey: Client, held: Session) -> None:
    with owner():
        Session.objects.update(status="not_held")
    for action, sent in (
        ("change/", facts()),
        ("step/", step(cast)),
        ("note/", {"own": "x", "revision": 0}),
    ):
        assert casey.post(url(held, action), sent).status_code == 404


def test_other_time_is_changed_and_removed(
    cast: Cast, casey: Client, other_time: TimeEntry
) -> None:
    page = f"{LOG}{other_time.pk}/change/"
    assert page in casey.get(HOME + "time/").content.decode()
    assert casey.get(page).context["form"]["label"].value() == "Testing"
    sent = facts(category="non_coaching", label="Coverage")
    assert casey.post(page, sent | {"minutes": 0}).status_code == 422
    casey.post(page, sent)
    with acting(cast.casey):
        entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.category, entry.label) == (25, "non_coaching", "Coverage")
    stale = casey.post(page, sent | {"label": "From the other tab"})
    assert stale.status_code == 409
    assert "Coverage" in stale.content.decode()
    assert "From the other tab" in stale.content.decode()
    casey.post(f"{LOG}{other_time.pk}/remove/")
    with owner():
        assert not TimeEntry.objects.exists()


def test_time_with_somebody_is_changed_with_its_session_alone(
    cast: Cast, casey: Client, held: Session, other_time: TimeEntry
) -> None:
    for action in ("change", "remove"):
        assert casey.post(f"{LOG}{held.entry_id}/{action}/", facts()).status_code == 404
        for member in (cast.taylor, cast.robin, cast.morgan):
            client = sign_in(Client(), member)
            assert client.post(f"{LOG}{other_time.pk}/{action}/", facts()).status_code == 404
    with owner():
        assert TimeEntry.objects.count() == 2
