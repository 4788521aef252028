"""Every address of the site, asked for by every member of the cast.

What is posted under /d/<district>/, and by whom it may be, stands in tests/posts.py. Who gets in
outside the districts stands in tests/outside.py.
"""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from access.context import acting_as_program
from accounts.models import Contact, Member, OutboxMessage, User
from accounts.services.invitations import invite
from tests.access.stage import ABOUT, IN_CIRCLE, Stage, arguments_for, standing
from tests.conftest import owner
from tests.outside import ONES_OWN, OPEN, OPERATORS, SIGNING_IN
from tests.posts import POSTS, Post

UNSAFE = ("post", "put", "patch", "delete")
# Their own page or another's is the same address: what is on it depends on who asks.
OWN_PAGES = {"caseload"}
NOT_THERE = {404, 405}
REFUSED = {403, 404}
NOT_ALLOWED = 405
A_MISTAKE = 422
# Whether a worker is well is not asked here.
READINESS = "/readyz"
# Signing in writes here, and what a page says once is kept here.
OF_THE_BROWSER = {"django_session", "usersessions_usersession"}


def patterns(found: Any, before: str = "") -> Iterator[tuple[str, str, set[str]]]:
    for entry in found:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            wanted = set(entry.pattern.converters)
            yield before + str(entry.pattern), entry.name or "", wanted


def district_addresses() -> list[tuple[str, set[str]]]:
    return [
        (name, wanted)
        for route, name, wanted in patterns(get_resolver().url_patterns)
        if route.startswith("d/<slug:district>/")
    ]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), standing() as built:
        yield built


def addresses(stage: Stage, slug: str = "riverbend") -> dict[str, str]:
    """Every name with an address to a real record; fails for a name that can't be filled in."""
    filled = {}
    for name, wanted in district_addresses():
        values = arguments_for(stage, name) if wanted else {}
        assert wanted <= set(values), (
            f"{name} needs {wanted}: say in tests/access/stage.py which record it is about."
        )
        kept = {key: value for key, value in values.items() if key in wanted}
        filled[name] = reverse(name, kwargs={"district": slug, **kept})
    return filled


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """One request whose writes are undone."""
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(address)
        transaction.set_rollback(True)
    well = response.status_code < 500 or address == READINESS
    assert well, f"{method} {address}: {response.status_code}"
    return response


def signed_in(member: Member | None) -> Client:
    client = Client(raise_request_exception=False)
    if member is not None:
        assert member.user
        client.force_login(member.user)
    return client


def is_record(name: str) -> bool:
    return name not in OWN_PAGES and not name.startswith("program-") and takes_a_record(name)


def takes_a_record(name: str) -> bool:
    return any(name == known or name.startswith(known + "-") for known in ABOUT) and any(
        wanted for found, wanted in district_addresses() if found == name
    )


def test_every_address_is_known(stage: Stage) -> None:
    assert len(addresses(stage)) > 60


OUTSIDERS = ("Robin", "Jordan", "Pat", "Morgan", "Alex", "Dana", "Blake", "Sam", "Quinn")
# Robin left the partnership and still reads its earlier chapter; the log is Morgan's own.
STILL_READS = {"Robin": "partnership", "Morgan": "review-log"}
OTHER_DISTRICT = ("Lee", "Ana", "Kim")


@pytest.mark.parametrize("name", [*OUTSIDERS, "Casey", "Taylor"])
def test_planted_words_show_for_their_circle_alone(stage: Stage, name: str) -> None:
    client = signed_in(stage.people[name])
    for address in addresses(stage).values():
        for method in ("get", "post"):
            body = ask(client, method, address).content.decode()
            for phrase, readers in stage.readers.items():
                assert phrase not in body or name in readers, f"{method} {address} shows {phrase}"


@pytest.mark.parametrize("name", OUTSIDERS)
def test_records_do_not_exist_for_others(stage: Stage, name: str) -> None:
    client = signed_in(stage.people[name])
    for about, address in addresses(stage).items():
        if not is_record(about) or about.startswith(STILL_READS.get(name, "-")):
            continue
        for method in ("get", *UNSAFE):
            status = ask(client, method, address).status_code
            assert status in NOT_THERE, f"{method} {address}: {status}"


@pytest.mark.parametrize("name", OTHER_DISTRICT)
def test_another_district_has_no_address_here(stage: Stage, name: str) -> None:
    client = signed_in(stage.people[name])
    for address in addresses(stage).values():
        for method in ("get", "post"):
            assert ask(client, method, address).status_code == 404, address


def test_a_record_is_not_reached_through_ones_own_district(stage: Stage) -> None:
    for name in OTHER_DISTRICT:
        client = signed_in(stage.people[name])
        for about, address in addresses(stage, "lakeshore").items():
            if takes_a_record(about):
                for method in ("get", "post"):
                    response = ask(client, method, address)
                    assert response.status_code in NOT_THERE, f"{name}: {method} {address}"


def test_nobody_comes_in_without_signing_in(stage: Stage) -> None:
    client = signed_in(None)
    for address in addresses(stage).values():
        for method in ("get", *UNSAFE):
            response = ask(client, method, address)
            assert response.status_code == 302, address
            assert response.headers["Location"].startswith("/accounts/login/"), address


@pytest.mark.parametrize("name", ["Casey", "Taylor", "Jordan", "Pat", "Morgan"])
def test_program_pages_are_the_administrators(stage: Stage, name: str) -> None:
    client = signed_in(stage.people[name])
    for about, address in addresses(stage).items():
        if "/program/" in address:
            assert ask(client, "get", address).status_code == 404, about


@pytest.mark.parametrize("name", ["Casey", "Taylor"])
def test_the_circle_reads_what_was_planted(stage: Stage, name: str) -> None:
    """Otherwise all that is said above could be true of empty pages."""
    client = signed_in(stage.people[name])
    found = addresses(stage)
    for about in ("session", "goal", "visit"):
        assert IN_CIRCLE in ask(client, "get", found[about]).content.decode(), about


def test_a_missing_record_looks_like_a_hidden_one(stage: Stage) -> None:
    client = signed_in(stage.people["Pat"])
    for about, address in addresses(stage).items():
        if not is_record(about):
            continue
        pk = str(stage.records[about]["pk"]) if about in stage.records else ""
        if not pk or pk not in address:
            continue
        hidden = ask(client, "get", address)
        missing = ask(client, "get", address.replace(pk, str(uuid4())))
        assert hidden.status_code == missing.status_code, about
        assert len(hidden.content) == len(missing.content), about


# --- What is posted -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clients(stage: Stage) -> dict[str, Client]:
    """Everybody in the cast, signed in, and somebody who isn't."""
    return {"Nobody": signed_in(None)} | {
        name: signed_in(member) for name, member in stage.people.items()
    }


def snapshot() -> dict[str, str]:
    """What every table holds, as one fingerprint a table."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)",
            [list(OF_THE_BROWSER)],
        )
        each = [
            f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
            for (table,) in cursor.fetchall()
        ]
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def post_to(stage: Stage, name: str, post: Post) -> str:
    """The address, after what it is about was set up."""
    about = {**arguments_for(stage, name), **post.given(stage), "district": "riverbend"}
    wanted = dict(district_addresses())[name] | {"district"}
    address = reverse(name, kwargs={key: about[key] for key in wanted})
    return f"{address}?{urlencode(post.query(stage))}" if post.query(stage) else address


def send(client: Client, address: str, body: dict[str, Any]) -> tuple[HttpResponse, dict[str, str]]:
    """One POST; what stood in the database afterwards, before it was undone."""
    with transaction.atomic():
        response: Any = client.post(address, body)
        after = {} if response.status_code >= 500 else snapshot()
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{address}: {response.status_code}"
    return response, after


def may_answer(post: Post, name: str, response: HttpResponse, in_district: bool) -> bool:
    """Whether this is how somebody is refused who has no business there."""
    if name == "Nobody":
        return response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    if name in post.inside or (in_district and post.own):
        return True
    return response.status_code in REFUSED or (
        in_district and post.open and response.status_code == A_MISTAKE
    )


def test_what_takes_no_post_says_so(clients: dict[str, Client], stage: Stage) -> None:
    """An address that takes one without standing in tests/posts.py fails here."""
    found = addresses(stage)
    assert set(POSTS) <= set(found)
    for name, address in found.items():
        for method in UNSAFE:
            if method == "post" and name in POSTS:
                continue
            client = clients["Alex" if "/program/" in address else "Casey"]
            assert ask(client, method, address).status_code == 405, f"{method} {name}"


@pytest.mark.parametrize("name", sorted(POSTS))
def test_only_the_right_people_post(
    stage: Stage, clients: dict[str, Client], settings: LazySettings, tmp_path: Path, name: str
) -> None:
    settings.DATA_DIR = tmp_path
    post = POSTS[name]
    with transaction.atomic():
        address = post_to(stage, name, post)
        before = snapshot()
        for person, client in clients.items():
            if person == post.by or person in post.too:
                continue
            response, after = send(client, address, post.body(stage))
            in_district = person not in (*OTHER_DISTRICT, "Nobody")
            assert may_answer(post, person, response, in_district), f"{person}: {response}"
            if not (in_district and post.own):
                assert after == before, person
        for person in (post.by, *post.too):
            response, after = send(clients[person], address, post.body(stage))
            assert response.status_code < 400, f"{person}: {response}"
            assert (after != before) == post.writes, person
        transaction.set_rollback(True)


# --- Outside the districts ------------------------------------------------------------------------

SIGN_IN = "/accounts/login/"


def ask_each(client: Client, address: str) -> Iterator[tuple[str, HttpResponse]]:
    """The answers to every method; a sign-out is undone like everything else."""
    for method in ("get", *UNSAFE):
        cookies = SimpleCookie(client.cookies)
        yield method, ask(client, method, address)
        client.cookies = cookies


def says_nothing_of(people: dict[str, Member], body: str, *, but: str) -> bool:
    others = (member.user for name, member in people.items() if name != but)
    return not any(user and user.email in body for user in others)


@pytest.fixture
def unlimited(settings: LazySettings) -> None:
    """The limits on tries would answer in place of what is asked."""
    settings.ACCOUNT_RATE_LIMITS = False


def test_every_address_outside_the_districts_is_known() -> None:
    # An expression in an expression begins anew; resolve() leaves that mark out.
    there = {route.replace("/^", "/") for route, _, _ in patterns(get_resolver().url_patterns)}
    known = {resolve(at).route for at in (*OPEN, *SIGNING_IN, *ONES_OWN, *OPERATORS)}
    assert known == {route for route in there if not route.startswith("d/<slug:district>/")}


@pytest.mark.parametrize("address", [*OPEN, *SIGNING_IN, *ONES_OWN])
@pytest.mark.usefixtures("unlimited")
def test_nobody_learns_of_others_outside_the_districts(
    stage: Stage, clients: dict[str, Client], address: str
) -> None:
    before = snapshot()
    for name, client in clients.items():
        for method, answer in ask_each(client, address):
            body = answer.content.decode()
            assert says_nothing_of(stage.people, body, but=name), f"{name}: {method}"
            assert not any(phrase in body for phrase in stage.readers), f"{name}: {method}"
            if name == "Nobody" and address in ONES_OWN and answer.status_code != NOT_ALLOWED:
                assert answer.headers["Location"].startswith(SIGN_IN), method
            if name != "Nobody" and address in SIGNING_IN:
                assert answer.status_code == 302, f"{name}: {method}"
    assert snapshot() == before


@pytest.mark.parametrize("address", OPERATORS)
def test_the_operators_pages_are_no_members(
    stage: Stage, clients: dict[str, Client], address: str
) -> None:
    about = address.replace("/user/1/", f"/user/{stage.cast.taylor.user_id}/")
    about = about.replace("/district/1/", f"/district/{stage.cast.riverbend.pk}/")
    before = snapshot()
    for name, client in clients.items():
        for method, answer in ask_each(client, about):
            led = answer.headers.get("Location", "")
            assert answer.status_code in REFUSED or led.startswith((SIGN_IN, "/operator/")), name
            assert says_nothing_of(stage.people, answer.content.decode(), but=""), method
        end: Any = client.get(about, follow=True)
        assert end.status_code == 404 or end.request["PATH_INFO"] == SIGN_IN, name
    assert snapshot() == before


def test_the_operator_comes_in_there_and_into_no_district(stage: Stage) -> None:
    with transaction.atomic():
        with owner():
            operator = User.objects.create_superuser("operator@alongside.test")
        client = Client()
        client.force_login(operator)
        page = client.get(f"/operator/accounts/user/{stage.cast.taylor.user_id}/change/")
        assert "taylor@riverbend.test" in page.content.decode()
        for address in addresses(stage).values():
            assert ask(client, "get", address).status_code == 404, address
        transaction.set_rollback(True)


def test_an_invitation_is_accepted_by_no_other_identity(
    stage: Stage, clients: dict[str, Client]
) -> None:
    with transaction.atomic():
        with owner():
            home = {"district": stage.cast.riverbend}
            ada = Member.objects.create(**home, name="Ada Stone", first_name="Ada")
            Contact.objects.create(**home, member=ada, email="ada@riverbend.test")
        alex = stage.people["Alex"]
        with acting_as_program(member_id=alex.pk, district_id=alex.district_id):
            invite(member=ada)
        with owner():
            address = f"/invitations/{OutboxMessage.objects.get(recipient=ada).secret}/"
        before = snapshot()
        for name, client in clients.items():
            for method, answer in ask_each(client, address):
                wanted = {"get": 200, "post": 200 if name == "Nobody" else 403}
                assert answer.status_code == wanted.get(method, NOT_ALLOWED), f"{name}: {method}"
        assert snapshot() == before
        transaction.set_rollback(True)


def test_the_demos_mail_is_there_in_the_demo_alone(clients: dict[str, Client]) -> None:
    for client in clients.values():
        for _, answer in ask_each(client, "/demo/mail"):
            assert answer.status_code == 404
