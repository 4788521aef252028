"""Log once: one form, one stretch of time, everybody's own session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import OutboxMessage
from coaching.models import (
    CoachRole,
    Partnership,
    PrivateNote,
    Session,
    SessionText,
    TimeEntry,
)
from coaching.services.planned import plan_session
from comments.models import Comment
from goals.models import NextStep
from tests.cast import Cast, evaluates, person
from tests.coaching.sessions import (
    HOME,
    LOG,
    TALK,
    logged,
    open_with,
    set_goal,
    sign_in,
    statements,
)
from tests.conftest import acting, owner


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.casey)


@pytest.fixture
def with_taylor(cast: Cast) -> Partnership:
    with acting(cast.casey):
        return open_with(cast.taylor)


def messages() -> list[OutboxMessage]:
    with owner():
        return list(OutboxMessage.objects.all())


def test_one_log_is_one_stretch_and_one_session_with_its_words_apart(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        goal = set_goal(with_taylor, cast.taylor)
    due = timezone.localdate() + timedelta(days=7)
    sent = logged(
        people=[str(with_taylor.pk)],
        own="Mine alone.",
        goal=str(goal.pk),
        step_1="Try the exit ticket",
        owner_1=str(cast.taylor.pk),
        due_1=str(due),
    )
    answer = casey.post(LOG, sent)
    with acting(cast.casey):
        session = Session.objects.get()
        entry = TimeEntry.objects.get()
        assert PrivateNote.objects.get().body == "Mine alone."
    assert answer.status_code == 302
    assert answer["Location"] == f"{HOME}sessions/{session.pk}/"
    assert (session.entry_id, session.goal_id) == (entry.pk, goal.pk)
    assert (entry.minutes, entry.category) == (45, "one_to_one")
    with acting(cast.taylor):
        assert SessionText.objects.get().body == TALK
        step = NextStep.objects.get()
        assert (step.owner_id, step.due_on, step.session_id) == (cast.taylor.pk, due, session.pk)
        assert not PrivateNote.objects.exists()


def test_one_log_for_several_people_counts_its_time_once(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        other = open_with(cast.jordan)
    people = [str(with_taylor.pk), str(other.pk)]
    casey.post(LOG, logged(people=people, step_1="Bring a sample", owner_1="them"))
    with acting(cast.casey):
        entry = TimeEntry.objects.get()
        assert Session.objects.filter(entry=entry).count() == 2
        assert entry.category == "group"
        assert {step.owner_id for step in NextStep.objects.all()} == {
            cast.taylor.pk,
            cast.jordan.pk,
        }
    with acting(cast.taylor):
        assert Session.objects.get().partnership_id == with_taylor.pk


def test_quick_help_opens_with_the_log_and_the_colleague_is_told_once(
    cast: Cast, casey: Client
) -> None:
    for _ in range(2):
        answer = casey.post(LOG, logged(colleagues=[str(cast.jordan.pk)]))
        assert answer.status_code == 302
    with acting(cast.jordan):
        partnership = Partnership.objects.get()
        assert (partnership.term, partnership.status) == ("quick", "active")
        assert SessionText.objects.count() == 2
    told = messages()
    assert [(one.kind, one.recipient_id) for one in told] == [
        ("partnership_opened", cast.jordan.pk)
    ]
    assert told[0].path == f"{HOME}partnerships/{partnership.pk}/"
    assert sign_in(Client(), cast.jordan).get(told[0].path).status_code == 200


def test_an_evaluator_is_refused_beside_the_field_and_keeps_what_was_typed(
    cast: Cast, casey: Client
) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    answer = casey.post(LOG, logged(colleagues=[str(cast.taylor.pk)]))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Casey Coach evaluates Taylor Reed" in html
    assert TALK in html
    assert f'value="{cast.taylor.pk}"' in html
    with acting(cast.casey):
        assert not TimeEntry.objects.exists()
    assert messages() == []


def test_two_taps_on_save_make_one_log(cast: Cast, casey: Client, with_taylor: Partnership) -> None:
    sent = logged(people=[str(with_taylor.pk)])
    assert casey.post(LOG, sent).status_code == 302
    assert casey.post(LOG, sent).status_code == 302
    with acting(cast.casey):
        assert Session.objects.count() == TimeEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": []}, "Choose who it was with"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"started_at": "2999-01-01T10:00"}, "This lies ahead"),
        ({"types": ["lunch"]}, "not one of the available choices"),
    ],
)
def test_a_wrong_log_says_how_to_mend_it_and_keeps_the_text(
    casey: Client, with_taylor: Partnership, wrong: dict[str, Any], words: str
) -> None:
    answer = casey.post(LOG, logged(people=[str(with_taylor.pk)]) | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert TALK in answer.content.decode()


def test_somebody_elses_partnership_cannot_be_logged_in(
    cast: Cast, client: Client, with_taylor: Partnership
) -> None:
    answer = sign_in(client, cast.robin).post(LOG, logged(people=[str(with_taylor.pk)]))
    assert answer.status_code == 422
    with acting(cast.taylor):
        assert not Session.objects.exists()


def test_the_form_opens_with_partner_length_and_the_one_goal(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)], minutes=25))
    with acting(cast.casey):
        goal = set_goal(with_taylor, cast.taylor)
    form = casey.get(LOG, {"partnership": str(with_taylor.pk)}).context["form"]
    assert form["people"].value() == [str(with_taylor.pk)]
    assert form["minutes"].value() == 25
    assert form["goal"].value() == goal.pk
    known = casey.get(LOG, {"with": str(cast.taylor.pk)}).context["form"]
    assert known["people"].value() == [str(with_taylor.pk)]
    new = casey.get(LOG, {"with": str(cast.jordan.pk)}).context["form"]
    assert new["colleagues"].value() == [str(cast.jordan.pk)]


def test_the_goals_are_those_of_whom_it_was_with_each_beside_its_owner(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        with_jordan = open_with(cast.jordan)
        set_goal(with_taylor, cast.taylor)
        jordans = set_goal(with_jordan, cast.jordan)
    html = casey.get(LOG, {"partnership": str(with_jordan.pk)}).content.decode()
    assert html.index('<optgroup label="Jordan Lee">') < html.index(
        '<optgroup label="Taylor Reed">'
    )
    assert f'value="{jordans.pk}" selected data-with="{with_jordan.pk}"' in html
    sent = logged(people=[str(with_taylor.pk)], goal=str(jordans.pk))
    answer = casey.post(LOG, sent)
    assert answer.status_code == 422
    assert "This goal is Jordan Lee’s, whom you have not chosen." in answer.content.decode()
    both = [str(with_taylor.pk), str(with_jordan.pk)]
    assert casey.post(LOG, sent | {"people": both}).status_code == 302
    with acting(cast.casey):
        served = {one.partnership_id: one.goal_id for one in Session.objects.all()}
    assert served == {with_taylor.pk: None, with_jordan.pk: jordans.pk}


def test_a_planned_session_offers_the_goals_of_its_own_people(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        set_goal(open_with(cast.jordan), cast.jordan)
        goal = set_goal(with_taylor, cast.taylor)
        planned = plan_session(
            partnership=with_taylor, planned_at=timezone.now(), minutes=30, form="in_person"
        )
    form = casey.get(LOG, {"session": str(planned.pk)}).context["form"]
    assert form.goals == [goal]
    assert form["goal"].value() == goal.pk


def test_a_step_of_one_of_several_is_written_into_their_record_alone(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        other = open_with(cast.jordan)
    both = [str(with_taylor.pk), str(other.pk)]
    casey.post(LOG, logged(people=both, step_1="Exit ticket", owner_1=str(cast.taylor.pk)))
    with acting(cast.casey):
        (step,) = NextStep.objects.all()
    assert (step.owner_id, step.circle_id) == (cast.taylor.pk, with_taylor.circle_id)


def test_a_log_for_several_says_with_whom_and_what_comes_next(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        other = open_with(cast.jordan)
    sent = logged(people=[str(with_taylor.pk), str(other.pk)])
    answer = casey.post(LOG, sent)
    assert answer["Location"] == f"{LOG}{sent['submission']}/"
    page = casey.get(answer["Location"]).content.decode()
    for name, pairing in (("Taylor Reed", with_taylor), ("Jordan Lee", other)):
        assert name in page
        assert f"{HOME}sessions/plan/?partnership={pairing.pk}" in page
    assert f"{LOG}{sent['submission']}/undo/" in page
    for reader in (cast.taylor, cast.robin):
        assert sign_in(Client(), reader).get(answer["Location"]).status_code == 404


def beside(session: Session, what: str) -> None:
    """Written by whoever is acting."""
    place = {"circle_id": session.circle_id}
    if what == "comment":
        Comment.objects.create(**place, item_kind="session", item_id=session.pk, body=TALK)
    elif what == "step":
        NextStep.objects.create(**place, session=session, owner_id=session.author_id)
    elif what == "note":
        PrivateNote.objects.create(**place, session=session, body=TALK)
    else:
        SessionText.objects.create(**place, session=session, body=TALK)


@pytest.mark.parametrize("what", ["comment", "step", "note", "text"])
def test_what_somebody_else_wrote_beside_it_keeps_a_log_from_being_taken_back(
    cast: Cast, casey: Client, with_taylor: Partnership, what: str
) -> None:
    with acting(cast.casey):
        other = open_with(cast.jordan)
    sent = logged(people=[str(with_taylor.pk), str(other.pk)], body="", own="Mine.")
    casey.post(LOG, sent)
    with acting(cast.taylor):
        session = Session.objects.get()
        beside(session, what)
    answer = casey.post(f"{LOG}{sent['submission']}/undo/", follow=True)
    assert "Somebody else has written beside it by now" in answer.content.decode()
    with acting(cast.casey):
        assert Session.objects.count() == 2
        assert PrivateNote.objects.filter(body="Mine.").count() == 2
        with refusals_of_the_database():
            Session.objects.filter(pk=session.pk).delete()


@contextmanager
def refusals_of_the_database() -> Iterator[None]:
    with pytest.raises(DatabaseError, match="so it stays"), transaction.atomic():
        yield


@pytest.mark.parametrize("what", ["comment", "note"])
def test_a_plan_is_taken_back_unless_somebody_else_wrote_beside_it(
    cast: Cast, casey: Client, with_taylor: Partnership, what: str
) -> None:
    plan = {"planned_at": "2030-01-07T09:00", "minutes": 30, "form": "in_person"}
    address = f"{HOME}sessions/plan/?partnership={with_taylor.pk}"
    for is_answered in (False, True):
        answer = casey.post(address, plan)
        with acting(cast.taylor):
            session = Session.objects.get()
            if is_answered:
                beside(session, what)
        assert answer["Location"] == f"{HOME}sessions/{session.pk}/"
        page = casey.get(answer["Location"]).content.decode()
        assert "With Taylor Reed" in page
        assert f"{HOME}sessions/{session.pk}/plan-undo/" in page
        casey.post(f"{HOME}sessions/{session.pk}/plan-undo/")
        with acting(cast.casey):
            assert Session.objects.exists() == is_answered


def began_ago(client: Client, address: str, **query: str) -> timedelta:
    form = client.get(address, query).context["form"]
    began = form["started_at"].initial
    assert isinstance(began, datetime)
    return timezone.now() - began


@pytest.mark.parametrize("page", ["log/", "log/other/"])
def test_what_is_logged_has_just_ended(casey: Client, with_taylor: Partnership, page: str) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)], minutes=50))
    assert timedelta(minutes=50) <= began_ago(casey, HOME + page) < timedelta(minutes=56)


@pytest.mark.parametrize(("planned", "begins"), [(-180, 180), (120, 30)])
def test_what_was_planned_began_when_it_was_planned_unless_that_lies_ahead(
    cast: Cast, casey: Client, with_taylor: Partnership, planned: int, begins: int
) -> None:
    with acting(cast.casey):
        session = plan_session(
            partnership=with_taylor,
            planned_at=timezone.now() + timedelta(minutes=planned),
            minutes=30,
            form="in_person",
        )
    ago = began_ago(casey, LOG, session=str(session.pk))
    assert timedelta(minutes=begins) <= ago < timedelta(minutes=begins + 6)


def test_types_are_those_of_the_coach_role(cast: Cast, casey: Client) -> None:
    with owner():
        role = CoachRole.objects.create(
            district=cast.riverbend, title="Tech coach", interaction_types=["modeling", "data"]
        )
        cast.casey.assignments.update(coach_role=role)
    choices = [value for value, _ in casey.get(LOG).context["form"].fields["types"].choices]
    assert choices == ["modeling", "data"]


def test_colleagues_are_found_by_name_in_ones_own_district(cast: Cast, casey: Client) -> None:
    found = casey.post(LOG + "people/", {"search": "jordan"}).content.decode()
    assert "Jordan Lee" in found
    assert "Ana Silva" not in casey.post(LOG + "people/", {"search": "ana"}).content.decode()
    whole = casey.post(LOG, logged(search="jordan", find="1"))
    assert "Jordan Lee" in whole.content.decode()
    assert TALK in whole.content.decode()
    with acting(cast.casey):
        assert not TimeEntry.objects.exists()


def test_a_log_is_taken_back_within_ten_minutes(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)], step_1="Bring a sample"))
    with acting(cast.casey):
        entry = TimeEntry.objects.get()
    casey.post(f"{LOG}{entry.pk}/undo/")
    with owner():
        for model in (Session, SessionText, TimeEntry, NextStep):
            assert not model.objects.exists()


def test_later_it_stays(cast: Cast, casey: Client, with_taylor: Partnership) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)]))
    with owner():
        TimeEntry.objects.update(created_at=timezone.now() - timedelta(minutes=11))
        entry = TimeEntry.objects.get()
    casey.post(f"{LOG}{entry.pk}/undo/")
    with acting(cast.casey):
        assert Session.objects.count() == 1


def test_nobody_undoes_somebody_elses_log(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)]))
    with owner():
        entry = TimeEntry.objects.get()
    taylor = sign_in(Client(), cast.taylor)
    assert taylor.post(f"{LOG}{entry.pk}/undo/").status_code == 404


def test_other_time_needs_nobody(cast: Cast, casey: Client) -> None:
    sent = logged(category="non_coaching", label="Testing")
    for _ in range(2):
        assert casey.post(LOG + "other/", sent).status_code == 302
    with acting(cast.casey):
        entry = TimeEntry.objects.get()
        assert (entry.category, entry.label) == ("non_coaching", "Testing")
    with acting(cast.robin):
        assert not TimeEntry.objects.exists()


def test_enter_in_a_field_saves(cast: Cast, casey: Client, with_taylor: Partnership) -> None:
    casey.post(LOG, logged(people=[str(with_taylor.pk)], search="", find="1"))
    with acting(cast.casey):
        assert Session.objects.count() == 1


def test_a_paused_partnership_can_be_logged_and_an_ended_one_not(
    cast: Cast, casey: Client, with_taylor: Partnership
) -> None:
    with acting(cast.casey):
        Partnership.objects.update(status="paused")
    assert casey.post(LOG, logged(people=[str(with_taylor.pk)])).status_code == 302
    with acting(cast.casey):
        Partnership.objects.update(status="ended")
    assert casey.post(LOG, logged(people=[str(with_taylor.pk)])).status_code == 422


def test_the_form_costs_the_same_for_one_and_for_many(cast: Cast, casey: Client) -> None:
    counts = []
    for name in ("Sam", "Lou", "Max"):
        with owner():
            partner = person(cast.riverbend, cast.lincoln, f"{name} Park")
        with acting(cast.casey):
            open_with(partner)
        counts.append(len(statements(casey, LOG)))
    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_somebody_who_works_with_nobody_is_told_so(cast: Cast, client: Client) -> None:
    html = sign_in(client, cast.jordan).get(LOG).content.decode()
    assert "Nobody to log with yet" in html
    answer = client.post(LOG, logged(colleagues=[str(cast.taylor.pk)]))
    assert answer.status_code == 422
