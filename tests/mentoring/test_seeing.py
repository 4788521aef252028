"""Who can see what, from the relation that the policies use."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.models import Share
from accounts.models import Member
from coaching.models import CoachRole, Partnership, RoleAgreement, Session
from goals.models import Goal
from observations.models import Visit
from tests.access.test_wall import open_with
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner


@pytest.fixture
def records(cast: Cast) -> dict[str, UUID]:
    """One of each kind, between Casey and Taylor."""
    with acting(cast.casey):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT alongside.open_partnership('coaching', 'short', %s::uuid[], '', NULL)",
                [[str(cast.taylor.pk)]],
            )
            partnership = Partnership.objects.get(pk=cursor.fetchone()[0])
        circle = partnership.circle_id
        assert circle
        session = Session.objects.create(
            circle_id=circle, partnership=partnership, status="planned", planned_at=timezone.now()
        )
        visit = Visit.objects.create(
            circle_id=circle,
            teacher=cast.taylor,
            visitor=cast.casey,
            focus="Wait time",
            planned_at=timezone.now(),
        )
    with acting(cast.taylor):
        goal = Goal.objects.create(circle_id=circle, owner=cast.taylor, statement="They ask more.")
    return {
        "partnership": partnership.pk,
        "session": session.pk,
        "visit": visit.pk,
        "goal": goal.pk,
    }


def page(client: Client, member: Member, url: str) -> tuple[int, str]:
    client.force_login(member.user)  # type: ignore[arg-type]  # the cast can all sign in
    answer = client.get(f"/d/{member.district.slug}/{url}")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("kind", ["session", "goal", "visit", "partnership"])
def test_the_panel_names_the_audience_and_is_404_for_everyone_else(
    client: Client, cast: Cast, records: dict[str, UUID], kind: str
) -> None:
    url = f"who-can-see/{kind}/{records[kind]}/"
    for reader in (cast.casey, cast.taylor):
        status, text = page(client, reader, url)
        assert status == 200
        assert "data-panel" in text
        panel = text.split("data-panel>", 1)[1]
        assert "Casey Coach" in panel
        assert "Taylor Reed" in panel
        assert "Who runs the server" in panel
    assert "Pat Principal" in page(client, cast.taylor, url)[1]
    outside = [one for one in cast.people() if one not in (cast.casey, cast.taylor)]
    assert {page(client, one, url)[0] for one in outside} == {404}


def test_with_a_mentor_the_coach_is_the_one_supported(client: Client, cast: Cast) -> None:
    with acting(cast.morgan):
        mentoring = open_with(cast.casey, kind="mentoring")
    text = page(client, cast.casey, f"who-can-see/partnership/{mentoring.pk}/")[1]
    panel = " ".join(text.split("data-panel>", 1)[1].split())
    assert re.search(r"Morgan Mentor ?<br> <span[^>]*>mentor<", panel)
    assert re.search(r"Casey Coach \(you\) ?<br> <span[^>]*>coach<", panel)


def test_an_unknown_kind_is_404(client: Client, cast: Cast, records: dict[str, UUID]) -> None:
    assert page(client, cast.casey, f"who-can-see/note/{records['goal']}/")[0] == 404


def test_a_denied_coach_is_named_no_longer(
    client: Client, cast: Cast, records: dict[str, UUID]
) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    url = f"who-can-see/goal/{records['goal']}/"
    assert page(client, cast.casey, url)[0] == 404
    text = page(client, cast.taylor, url)[1]
    assert "Nobody else." in text
    assert "<strong>Casey Coach</strong>" in text


def test_a_share_is_shown_to_the_circle(
    client: Client, cast: Cast, records: dict[str, UUID]
) -> None:
    with acting(cast.taylor):
        goal = Goal.objects.get()
        Share.objects.create(
            circle_id=goal.circle_id,
            item_kind="goal",
            item_id=goal.pk,
            reader=cast.jordan,
            until=timezone.localdate() + timedelta(days=9),
        )
    assert "Jordan Lee" in page(client, cast.casey, f"who-can-see/goal/{records['goal']}/")[1]
    assert "Jordan Lee" not in page(client, cast.casey, f"who-can-see/visit/{records['visit']}/")[1]
    assert "Jordan Lee" in page(client, cast.taylor, "my-access/")[1]
    assert page(client, cast.jordan, f"who-can-see/goal/{records['goal']}/")[0] == 404


def test_a_proposed_partnership_says_who_was_asked(client: Client, cast: Cast) -> None:
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('coaching', 'long', %s::uuid[], '', NULL)",
            [[str(cast.taylor.pk)]],
        )
        pk = cursor.fetchone()[0]
    status, text = page(client, cast.taylor, f"who-can-see/partnership/{pk}/")
    assert status == 200
    assert "You read nothing of it yet" in text


def test_my_access_names_evaluators_and_readers(
    client: Client, cast: Cast, records: dict[str, UUID]
) -> None:
    text = page(client, cast.taylor, "my-access/")[1]
    assert "Pat Principal" in text
    assert "Casey Coach" in text
    empty = page(client, cast.jordan, "my-access/")[1]
    assert "Nothing is written about you" in empty


def test_an_evaluator_sees_schools_and_agreements_and_no_record(
    client: Client, cast: Cast, records: dict[str, UUID]
) -> None:
    with owner():
        role = CoachRole.objects.create(district=cast.riverbend, title="Literacy coach")
        for version in (1, 2):
            RoleAgreement.objects.create(
                district=cast.riverbend, coach_role=role, version=version, purpose=f"Why {version}"
            )
    status, text = page(client, cast.pat, "what-i-can-see/")
    assert status == 200
    assert "Everyone at Lincoln Elementary" in text
    assert "Why 2" in text
    assert "Why 1" not in text
    assert "Taylor" not in text
    assert "You are coached yourself" not in text


def test_a_coached_principal_sees_the_own_record_first(client: Client, cast: Cast) -> None:
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('leadership', 'short', %s::uuid[], '', NULL)",
            [[str(cast.pat.pk)]],
        )
    text = page(client, cast.pat, "what-i-can-see/")[1]
    assert text.index("You are coached yourself") < text.index("You are recorded as evaluating")


def test_the_pages_stay_within_twelve_statements(
    client: Client, cast: Cast, records: dict[str, UUID]
) -> None:
    urls = [f"who-can-see/{kind}/{pk}/" for kind, pk in records.items()]
    for url in [*urls, "my-access/", "what-i-can-see/", "coaches/", "my-mentor/"]:
        client.force_login(cast.taylor.user)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/d/riverbend/{url}").status_code == 200
        assert len(captured) <= 12 + 4, url  # four are the transaction around a test's request
