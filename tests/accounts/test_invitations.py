"""Invitations: looking never accepts, the token is never stored, the link works once."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from access.context import acting_as_program
from accounts.models import Contact, Invitation, Member, OutboxMessage, User
from accounts.services.invitations import hash_of, invite
from tests.cast import Cast
from tests.conftest import owner

PASSWORD = "a calm long sentence"


@pytest.fixture
def ada(cast: Cast) -> Member:
    with owner():
        member = Member.objects.create(district=cast.riverbend, name="Ada Stone", first_name="Ada")
        Contact.objects.create(district=cast.riverbend, member=member, email="ada@riverbend.test")
    return member


@pytest.fixture
def token(cast: Cast, ada: Member) -> str:
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        invite(member=ada)
    with owner():
        return OutboxMessage.objects.get(kind="invitation").secret


def user_of(member: Member) -> User | None:
    with owner():
        return Member.objects.select_related("user").get(pk=member.pk).user


def test_only_a_hash_is_kept_with_the_invitation(token: str) -> None:
    with owner():
        kept = Invitation.objects.get()
        assert kept.token_hash == hash_of(token)
        assert token not in kept.token_hash
        assert OutboxMessage.objects.get().path == "/invitations/{secret}/"


def test_looking_shows_who_and_where_and_accepts_nothing(
    ada: Member, token: str, client: Client
) -> None:
    for _ in range(2):
        page = client.get(f"/invitations/{token}/")
        assert page.status_code == 200
    text = page.content.decode()
    assert "Ada" in text
    assert "Riverbend" in text
    assert "no-store" in page["Cache-Control"]
    client.head(f"/invitations/{token}/")
    assert user_of(ada) is None


def test_accepting_makes_an_identity_and_comes_in(ada: Member, token: str, client: Client) -> None:
    answer = client.post(f"/invitations/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/d/riverbend/"
    user = user_of(ada)
    assert user is not None
    assert user.email == "ada@riverbend.test"
    assert user.check_password(PASSWORD)
    assert client.get("/d/riverbend/settings/").status_code == 200


def test_a_used_link_is_gone(ada: Member, token: str, client: Client) -> None:
    client.post(f"/invitations/{token}/", {"password": PASSWORD, "again": PASSWORD})
    other = Client()
    answer = other.get(f"/invitations/{token}/")
    assert answer.status_code == 410
    assert "no longer works" in answer.content.decode()
    again = other.post(f"/invitations/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 410


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), (PASSWORD, "something else"), ("", "")]
)
def test_a_poor_password_accepts_nothing(
    ada: Member, token: str, client: Client, password: str, again: str
) -> None:
    answer = client.post(f"/invitations/{token}/", {"password": password, "again": again})
    assert answer.status_code == 422
    assert user_of(ada) is None


def test_an_expired_link_and_an_unknown_one_look_the_same(token: str, client: Client) -> None:
    with owner():
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expired = client.get(f"/invitations/{token}/")
    unknown = client.get("/invitations/unknown/")
    assert expired.status_code == unknown.status_code == 410


def test_inviting_again_ends_the_earlier_link(
    cast: Cast, ada: Member, token: str, client: Client
) -> None:
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        invite(member=ada)
    assert client.get(f"/invitations/{token}/").status_code == 410


def test_an_identity_with_that_address_signs_in_and_is_tied(
    ada: Member, token: str, client: Client
) -> None:
    with owner():
        user = User.objects.create_user("ada@riverbend.test", PASSWORD)
    stranger = client.post(f"/invitations/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert stranger.status_code == 403
    assert user_of(ada) is None
    client.force_login(user)
    assert client.get(f"/invitations/{token}/").status_code == 200
    assert user_of(ada) is None
    assert client.post(f"/invitations/{token}/").status_code == 302
    assert user_of(ada) == user


def test_somebody_else_s_identity_is_not_tied(
    cast: Cast, ada: Member, token: str, client: Client
) -> None:
    client.force_login(cast.lee.user)  # type: ignore[arg-type]
    assert "Sign out first" in client.get(f"/invitations/{token}/").content.decode()
    assert client.post(f"/invitations/{token}/").status_code == 403
    assert user_of(ada) is None
    assert client.post(f"/invitations/{token}/sign-out/").status_code == 302
    assert "Choose a password" in client.get(f"/invitations/{token}/").content.decode()


def test_the_page_invites_and_says_why_not(cast: Cast, ada: Member, client: Client) -> None:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]
    address = f"/d/riverbend/program/people/{ada.pk}/invite/"
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    with owner():
        assert Invitation.objects.filter(member=ada).count() == 1
        Contact.objects.filter(member=ada).update(email="")
    page = client.post(address, follow=True).content.decode()
    assert "no address to send" in page
    signed_in = client.post(f"/d/riverbend/program/people/{cast.taylor.pk}/invite/", follow=True)
    assert "signs in already" in signed_in.content.decode()


def test_the_operator_keeps_districts_and_identities_and_no_more(db: None, client: Client) -> None:
    with owner():
        operator = User.objects.create_superuser("operator@alongside.test", PASSWORD)
    client.force_login(operator)
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == {"accounts.District", "accounts.User"}
    typed = {"name": "Hilltop", "slug": "hilltop", "time_zone": "UTC", "minimum_group": 10}
    assert client.post("/operator/accounts/district/add/", typed).status_code == 302
    assert client.post("/operator/accounts/district/add/", typed).status_code == 200
    assert client.get("/operator/accounts/district/").status_code == 200
    answer = client.post("/operator/accounts/user/add/", {"email": "new@alongside.test"})
    assert answer.status_code == 302
    with owner():
        made = User.objects.get(email="new@alongside.test")
        assert not made.has_usable_password()
    page = f"/operator/accounts/user/{made.pk}/change/"
    client.post(page, {"email": "changed@alongside.test", "is_active": "on"})
    with owner():
        made.refresh_from_db()
    assert made.email == "new@alongside.test"
    assert client.get(f"/operator/accounts/user/{made.pk}/password/").status_code in (302, 404)


def test_no_password_can_be_tried_at_the_operators_door(cast: Cast, client: Client) -> None:
    with owner():
        User.objects.create_superuser("operator@alongside.test", PASSWORD)
    typed = {"username": "operator@alongside.test", "password": PASSWORD, "next": "/operator/"}
    answer = client.post("/operator/login/?next=/operator/", typed)
    assert answer["Location"] == "/accounts/login/?next=/operator/"
    assert client.get("/operator/")["Location"].startswith("/operator/login/")
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    assert client.get("/operator/login/").status_code == 404
    assert client.get("/operator/", follow=True).status_code == 404
