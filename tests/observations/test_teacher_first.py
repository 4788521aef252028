"""At a visit the teacher speaks first: in the database, whatever a page asks it."""

import pytest
from django.test import Client

from access.refusals import refusals
from accounts.models import Member
from comments.models import Comment
from observations.models import Visit, VisitResponse
from tests.cast import Cast
from tests.conftest import acting, owner
from tests.observations.test_visits import address, draft, moved, page, proposed

__all__ = ["draft", "proposed"]

FIRST, SECOND = "I saw that too.", "Look at this."


def respond(visit: Visit, by: Member, body: str) -> None:
    with acting(by), refusals():
        VisitResponse.objects.create(circle_id=visit.circle_id, visit=visit, body=body)


def comment(visit: Visit, by: Member, kind: str = "visit") -> None:
    with acting(by), refusals():
        Comment.objects.create(
            circle_id=visit.circle_id, item_kind=kind, item_id=visit.pk, body=SECOND
        )


def refused(visit: Visit, by: Member) -> None:
    with pytest.raises(Exception, match="row-level security"):
        respond(visit, by, SECOND)
    # Under another name it is the same visit.
    for kind in ("visit", "session"):
        with pytest.raises(Exception, match="row-level security"):
            comment(visit, by, kind)


def test_nobody_responds_before_the_notes_are_shared(cast: Cast, draft: Visit) -> None:
    for who in (cast.casey, cast.taylor):
        refused(draft, who)
    moved(draft, cast.casey, "shared")
    respond(draft, cast.taylor, FIRST)


def test_the_visitor_waits_for_the_teacher(cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    refused(draft, cast.casey)
    respond(draft, cast.taylor, FIRST)
    respond(draft, cast.casey, SECOND)
    comment(draft, cast.casey)


def test_strangers_say_nothing_after_it_either(cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    respond(draft, cast.taylor, FIRST)
    for who in (cast.pat, cast.jordan, cast.robin):
        refused(draft, who)


def test_what_was_taken_back_is_the_teachers_to_speak_of(cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    respond(draft, cast.taylor, FIRST)
    moved(draft, cast.taylor, "withdrawn")
    with owner():
        back = Visit.objects.get(pk=draft.pk)
    refused(back, cast.casey)
    comment(back, cast.taylor)


def test_a_comment_that_the_page_does_not_offer_is_refused_on_it(
    client: Client, cast: Cast, draft: Visit
) -> None:
    moved(draft, cast.casey, "shared")
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    said = client.post(f"/d/riverbend/comments/on/visit/{draft.pk}/", {"body": SECOND})
    assert said.status_code == 302
    assert "responds first" in page(client, cast.casey, address(draft))[1]
    with owner():
        assert not Comment.objects.exists()
    respond(draft, cast.taylor, FIRST)
    client.post(f"/d/riverbend/comments/on/visit/{draft.pk}/", {"body": SECOND})
    assert SECOND in page(client, cast.taylor, address(draft))[1]
