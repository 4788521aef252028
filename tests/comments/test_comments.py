"""Either side adds to a record, and nobody else reads or writes there."""

import pytest
from django.test import Client

from coaching.models import Partnership, Session
from comments.models import Comment
from tests.cast import Cast
from tests.coaching.sessions import HOME, LOG, logged, open_with, sign_in
from tests.conftest import acting, owner

SAID = "The second group was quieter."


@pytest.fixture
def held(cast: Cast, client: Client) -> Session:
    with acting(cast.casey):
        partnership = open_with(cast.taylor)
    sign_in(client, cast.casey).post(LOG, logged(people=[str(partnership.pk)]))
    with acting(cast.casey):
        return Session.objects.get()


@pytest.fixture
def taylor(cast: Cast) -> Client:
    return sign_in(Client(), cast.taylor)


def add_to(session: Session) -> str:
    return f"{HOME}comments/on/session/{session.pk}/"


@pytest.fixture
def comment(cast: Cast, held: Session, taylor: Client) -> Comment:
    assert taylor.post(add_to(held), {"body": SAID}).status_code == 302
    with acting(cast.taylor):
        return Comment.objects.get()


def test_a_teacher_adds_and_the_coach_reads(
    cast: Cast, client: Client, held: Session, comment: Comment
) -> None:
    assert comment.circle_id == held.circle_id
    assert comment.author_id == cast.taylor.pk
    html = client.get(f"{HOME}sessions/{held.pk}/").content.decode()
    assert SAID in html
    assert f"comments/{comment.pk}/edit" not in html


def test_nobody_outside_the_circle_writes_there(cast: Cast, held: Session) -> None:
    for member in (cast.pat, cast.robin, cast.morgan, cast.alex, cast.jordan):
        answer = sign_in(Client(), member).post(add_to(held), {"body": SAID})
        assert answer.status_code == 404, member
    with owner():
        assert not Comment.objects.exists()


def test_an_empty_comment_is_answered_422_and_a_wrong_kind_404(
    held: Session, taylor: Client
) -> None:
    assert taylor.post(add_to(held), {"body": " "}).status_code == 422
    wrong = add_to(held).replace("session", "partnership")
    assert taylor.post(wrong, {"body": SAID}).status_code == 404


def test_its_author_edits_it_and_a_stale_edit_shows_both(
    cast: Cast, taylor: Client, comment: Comment
) -> None:
    page = f"{HOME}comments/{comment.pk}/edit/"
    assert SAID in taylor.get(page).content.decode()
    assert taylor.post(page, {"body": "Newer.", "revision": 1}).status_code == 302
    answer = taylor.post(page, {"body": "From the other tab.", "revision": 1})
    assert answer.status_code == 409
    assert "Newer." in answer.content.decode()
    assert "From the other tab." in answer.content.decode()
    with acting(cast.casey):
        assert Comment.objects.get().body == "Newer."


def test_the_other_side_neither_edits_nor_removes_it(client: Client, comment: Comment) -> None:
    for action in ("edit", "remove"):
        address = f"{HOME}comments/{comment.pk}/{action}/"
        assert client.post(address, {"body": "No.", "revision": 1}).status_code == 404


def test_its_author_removes_it(cast: Cast, taylor: Client, comment: Comment) -> None:
    taylor.post(f"{HOME}comments/{comment.pk}/remove/")
    with acting(cast.casey):
        assert not Comment.objects.exists()


def test_a_closed_chapter_takes_no_more(cast: Cast, held: Session, taylor: Client) -> None:
    with acting(cast.casey):
        Partnership.objects.update(status="ended")
    assert taylor.post(add_to(held), {"body": SAID}).status_code == 404
    assert "Add comment" not in taylor.get(f"{HOME}sessions/{held.pk}/").content.decode()
