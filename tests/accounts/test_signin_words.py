"""What sign-in says and mails, in our words."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from tests.cast import Cast
from tests.conftest import owner


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


def test_a_second_factor_is_turned_on_and_asked_for(cast: Cast, client: Client) -> None:
    assert cast.taylor.user is not None
    password = "long enough for anybody"
    with owner():
        cast.taylor.user.set_password(password)
        cast.taylor.user.save()
    typed = {"login": cast.taylor.user.email, "password": password}
    client.post("/accounts/login/", typed)
    assert 'href="/accounts/2fa/totp/activate/"' in client.get("/accounts/2fa/").content.decode()
    activate = "/accounts/2fa/totp/activate/"
    once_more = client.get(activate, follow=True)
    assert "Is it still you?" in once_more.content.decode()
    again = f"/accounts/reauthenticate/?next={activate}"
    page = client.post(again, {"password": password, "next": activate}, follow=True)
    assert "Turn it on</button>" in page.content.decode()
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    answer = client.post(activate, {"code": code}, follow=True)
    assert "recovery" in answer.content.decode().lower()
    assert "Turn it off" in client.get("/accounts/2fa/").content.decode()
    other = Client()
    asked = other.post("/accounts/login/", typed, follow=True)
    assert "And the code, please" in asked.content.decode()
    assert other.get("/d/riverbend/").status_code == 302
