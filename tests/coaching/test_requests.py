"""Asking for coaching on the pages."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import OutboxMessage, RoleAssignment
from coaching.models import Partnership, Request, Session, Wish
from tests.access.test_lines import signed_in, text_of
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

AT = "/d/riverbend/"
WORDS = "My exit tickets say nothing."


def ask(client: Client, cast: Cast, **changes: object) -> UUID:
    typed = {
        "submission": uuid4(),
        "size": "one_lesson",
        "body": WORDS,
        "suits": "Any morning.",
        "to": f"coach:{cast.casey.pk}",
        "may_be_passed": "on",
        **changes,
    }
    answer = client.post(f"{AT}ask/", typed)
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1])


@pytest.fixture
def asked(cast: Cast) -> UUID:
    return ask(signed_in(cast.taylor), cast)


def told(kind: str) -> list[str]:
    with owner():
        messages = OutboxMessage.objects.filter(kind=kind)
        return [message.recipient.first_name for message in messages]


def test_a_wish_reaches_its_coach_and_says_who_reads_it(cast: Cast, asked: UUID) -> None:
    page = text_of(signed_in(cast.casey), f"{AT}requests/{asked}/")
    assert WORDS in page
    assert "Any morning." in page
    assert "Taylor" in page
    assert told("request_asked") == ["Casey"]
    assert "waiting for your answer" in text_of(signed_in(cast.casey), f"{AT}requests/")


def test_yes_with_a_first_time_is_a_partnership_with_a_planned_session(
    cast: Cast, asked: UUID
) -> None:
    moment = timezone.localtime() + timedelta(days=2)
    typed = {"body": "Gladly.", "planned_at": f"{moment:%Y-%m-%dT%H:%M}", "minutes": 30}
    answer = signed_in(cast.casey).post(f"{AT}requests/{asked}/accept/", typed)
    with acting(cast.taylor):
        pair = Partnership.objects.get()
        assert answer.headers["Location"] == f"{AT}partnerships/{pair.pk}/"
        assert Session.objects.get().status == "planned"
    assert told("request_answered") == ["Taylor"]
    page = text_of(signed_in(cast.taylor), f"{AT}requests/{asked}/")
    assert "Gladly." in page
    assert f"/partnerships/{pair.pk}/" in page


def test_a_first_time_that_has_passed_comes_back_with_what_was_typed(
    cast: Cast, asked: UUID
) -> None:
    typed = {"body": "Gladly.", "planned_at": "2020-01-01T09:00", "minutes": 30}
    answer = signed_in(cast.casey).post(f"{AT}requests/{asked}/accept/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This day has passed" in page
    assert "Gladly." in page


def test_an_answer_that_comes_too_late_says_so_and_keeps_the_words(cast: Cast, asked: UUID) -> None:
    signed_in(cast.taylor).post(f"{AT}requests/{asked}/take-back/")
    answer = signed_in(cast.casey).post(f"{AT}requests/{asked}/decline/", {"body": "Not in May."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "answered already, or taken back" in page
    assert "Not in May." in page


def test_what_is_taken_back_is_gone(cast: Cast, asked: UUID) -> None:
    taylor = signed_in(cast.taylor)
    assert taylor.post(f"{AT}requests/{asked}/take-back/").status_code == 302
    with owner():
        assert not Wish.objects.exists()
    assert WORDS not in text_of(signed_in(cast.casey), f"{AT}requests/{asked}/")


def test_passed_along_the_asker_sees_to_whom_and_by_whom(cast: Cast, asked: UUID) -> None:
    casey = signed_in(cast.casey)
    casey.post(f"{AT}requests/{asked}/pass/", {"colleague": cast.robin.pk, "body": ""})
    assert WORDS not in text_of(casey, f"{AT}requests/{asked}/")
    with acting(cast.robin):
        passed = Request.objects.get()
    page = text_of(signed_in(cast.taylor), f"{AT}requests/{passed.pk}/")
    assert "Casey Coach passed it along" in page
    assert sorted(told("request_asked")) == ["Casey", "Robin"]


def test_an_evaluator_is_refused_with_the_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    with owner():
        RoleAssignment.objects.create(district=cast.riverbend, member=cast.pat, role="coach")
        evaluates(cast.pat, of=cast.taylor)
    typed = {"submission": uuid4(), "size": "cycle", "body": WORDS, "to": f"coach:{cast.pat.pk}"}
    answer = signed_in(cast.taylor).post(f"{AT}ask/", typed)
    assert answer.status_code == 422
    assert "evaluates" in answer.content.decode()
    assert WORDS in answer.content.decode()
    with owner():
        assert not Request.objects.exists()


def test_the_words_are_changed_until_somebody_answers_and_never_over_a_newer_version(
    cast: Cast, asked: UUID
) -> None:
    taylor = signed_in(cast.taylor)
    page = f"{AT}requests/{asked}/edit/"
    first = {"body": "Shorter.", "suits": "", "revision": 1}
    assert taylor.post(page, first).status_code == 302
    late = taylor.post(page, {**first, "body": "Longer."})
    assert late.status_code == 409
    assert "Shorter." in late.content.decode()
    assert "Longer." in late.content.decode()
    signed_in(cast.casey).post(f"{AT}requests/{asked}/accept/", {"body": "", "minutes": 30})
    assert taylor.get(page).status_code == 404


def test_words_that_were_declined_are_put_to_somebody_else_without_typing_them_again(
    cast: Cast, asked: UUID
) -> None:
    signed_in(cast.casey).post(f"{AT}requests/{asked}/decline/", {"body": "Not in May."})
    taylor = signed_in(cast.taylor)
    page = text_of(taylor, f"{AT}requests/{asked}/")
    assert "Not in May." in page
    assert WORDS in page
    assert "Your words are yours alone again" in page
    assert f"?again={asked}" in page
    assert WORDS in text_of(taylor, f"{AT}ask/?again={asked}")
    for other in (cast.casey, cast.jordan, cast.pat):
        assert WORDS not in text_of(signed_in(other), f"{AT}ask/?again={asked}")
    assert WORDS not in text_of(signed_in(cast.casey), f"{AT}requests/{asked}/")
