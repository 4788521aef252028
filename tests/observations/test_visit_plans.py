"""A plan is changed, called off, declined or agreed to, and whoever it concerns is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.refusals import Refused
from accounts.models import OutboxMessage
from observations.models import Evidence, Visit
from observations.services import change_plan, take_line
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner
from tests.observations.test_visits import (
    WORDS,
    address,
    draft,
    moved,
    open_partnership,
    page,
    propose,
    proposed,
)

__all__ = ["draft", "proposed"]


def test_a_proposed_visit_is_changed_until_somebody_has_agreed_to_it(
    client: Client, cast: Cast, proposed: Visit
) -> None:
    wanted = {"focus": "Who speaks", "day": "2030-01-07", "time": "09:10", "revision": 1}
    edit = address(proposed, "edit/")
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    passed = client.post(edit, {**wanted, "day": "2026-01-01"})
    assert passed.status_code == 422
    assert "This day has passed" in passed.content.decode()
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    assert client.post(edit, wanted).status_code == 404
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    assert "Wait time" in client.get(edit).content.decode()
    assert client.post(edit, wanted).status_code == 302
    with owner():
        told = OutboxMessage.objects.filter(recipient=cast.taylor, kind="visit_proposed")
        assert told.count() == 2
        assert Visit.objects.get().focus == "Who speaks"
    stale = client.post(edit, {**wanted, "focus": "From an old page"}, follow=True)
    assert "changed elsewhere" in stale.content.decode()
    proposed.revision = 2
    moved(proposed, cast.taylor, "agreed")
    client.post(edit, {**wanted, "focus": "Something else", "revision": 2})
    with owner():
        assert Visit.objects.get().focus == "Who speaks"


def test_a_teacher_changes_their_own_wish_until_the_visit_begins(
    client: Client, cast: Cast
) -> None:
    open_partnership(cast.casey, cast.taylor)
    visit = propose(cast.taylor)
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    wanted = {"focus": "Who speaks", "day": "2030-01-07", "time": "09:10", "revision": 1}
    client.post(address(visit, "edit/"), wanted)
    moved(visit, cast.casey, "draft")
    client.post(address(visit, "edit/"), {**wanted, "focus": "Too late", "revision": 2})
    with owner():
        assert Visit.objects.get().focus == "Who speaks"
        assert (
            OutboxMessage.objects.filter(recipient=cast.casey, kind="visit_proposed").count() == 2
        )


@pytest.mark.parametrize("agreed", [False, True])
def test_whoever_was_to_come_calls_it_off_and_the_teacher_is_told(
    client: Client, cast: Cast, proposed: Visit, agreed: bool
) -> None:
    if agreed:
        moved(proposed, cast.taylor, "agreed")
    with pytest.raises(Refused, match="moved on"):
        moved(proposed, cast.taylor, "called_off")
    assert "Call it off" in page(client, cast.casey, address(proposed))[1]
    client.post(address(proposed, "move/"), {"answer": "called_off"})
    assert "Casey called this visit off" in page(client, cast.taylor, address(proposed))[1]
    with owner():
        told = OutboxMessage.objects.get(kind="visit_off")
    assert told.recipient_id == cast.taylor.pk
    with acting(cast.casey), pytest.raises(Exception, match="row-level security"):
        take_line(visit=proposed, body=WORDS)


@pytest.mark.parametrize("answer", ["declined", "withdrawn"])
def test_a_coach_is_told_that_an_agreed_visit_will_not_take_place(
    cast: Cast, proposed: Visit, answer: str
) -> None:
    moved(proposed, cast.taylor, "agreed")
    proposed.status = "agreed"
    moved(proposed, cast.taylor, answer)
    with owner():
        told = OutboxMessage.objects.get(kind="visit_off")
    assert told.recipient_id == cast.casey.pk
    assert str(proposed.pk) not in told.path


def test_the_end_of_a_draft_tells_nobody_that_a_visit_is_off(cast: Cast, draft: Visit) -> None:
    draft.status = "draft"
    moved(draft, cast.taylor, "withdrawn")
    with owner():
        assert not OutboxMessage.objects.filter(kind="visit_off").exists()


def test_a_yes_is_to_the_plan_that_was_read(cast: Cast, proposed: Visit) -> None:
    with acting(cast.casey):
        change_plan(
            visit=proposed,
            focus="Something else",
            collect="",
            planned_at=proposed.planned_at,
            revision=1,
            district="riverbend",
        )
    with pytest.raises(Refused, match="changed meanwhile"):
        moved(proposed, cast.taylor, "agreed")


def test_lines_of_a_visit_that_is_off_are_gone(cast: Cast, proposed: Visit) -> None:
    moved(proposed, cast.taylor, "agreed")
    with acting(cast.casey):
        take_line(visit=proposed, body=WORDS)
    moved(proposed, cast.taylor, "declined")
    with owner():
        assert not Evidence.objects.exists()


def test_who_came_to_evaluate_the_teacher_hears_nothing_of_their_visit(
    cast: Cast, proposed: Visit
) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    proposed.status = "agreed"
    moved(proposed, cast.taylor, "declined")
    with owner():
        assert not OutboxMessage.objects.filter(kind="visit_off").exists()


@pytest.mark.parametrize(("by", "answer"), [("casey", "called_off"), ("taylor", "declined")])
def test_a_visit_that_is_off_says_so_and_offers_nothing(
    client: Client, cast: Cast, proposed: Visit, by: str, answer: str
) -> None:
    moved(proposed, getattr(cast, by), answer)
    for member in (cast.taylor, cast.casey):
        text = page(client, member, address(proposed))[1]
        assert "What was planned" in text
        assert "<form" not in text.partition("<main")[2].partition("</main>")[0]


def test_what_is_proposed_is_read_before_it_is_answered(
    client: Client, cast: Cast, proposed: Visit
) -> None:
    text = page(client, cast.taylor, address(proposed))[1]
    assert text.index("Seconds of silence") < text.index("Do you agree to this visit?")


def test_a_visit_ahead_stands_among_what_is_coming(
    client: Client, cast: Cast, proposed: Visit
) -> None:
    def coming(name: str) -> str:
        text = page(client, getattr(cast, name), "/d/riverbend/growth/")[1]
        return text.partition('id="coming"')[2].partition("</section>")[0]

    assert "Casey visits you" in coming("taylor")
    assert "Waits for your answer" in coming("taylor")
    assert "You visit Taylor" in coming("casey")
    assert "Nothing planned" in coming("jordan")
    moved(proposed, cast.taylor, "agreed")
    assert "Casey visits you" in coming("taylor")
    assert "Waits for your answer" not in coming("taylor")
    with owner():
        Visit.objects.update(planned_at=timezone.now() - timedelta(days=2))
    assert "Nothing planned" in coming("taylor")
