"""What sign-in says and mails, in our words."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.cast import Cast


@pytest.fixture(autouse=True)
def in_memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


def test_a_code_comes_in_a_short_mail_of_ours(cast: Cast, client: Client) -> None:
    assert cast.taylor.user is not None
    client.post("/accounts/login/code/", {"email": cast.taylor.user.email})
    (letter,) = mail.outbox
    assert letter.subject == "Your sign-in code"
    assert "testserver" not in letter.body
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(letter.body), re.MULTILINE)
    assert code is not None
    answer = client.post("/accounts/login/code/confirm/", {"code": code[0]})
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    cast: Cast, client: Client
) -> None:
    assert cast.taylor.user is not None
    said = []
    for address in (cast.taylor.user.email, "nobody@riverbend.test"):
        typed = {"login": address, "password": "not the password"}
        page = client.post("/accounts/login/", typed).content.decode()
        said.append("Address and password don’t fit together." in page)
    assert said == [True, True]
