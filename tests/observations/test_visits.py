"""A visit by consent: the draft is its author's, the shared notes the circle's, and what the teacher
takes back is the teacher's alone."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from access.models import Share
from access.refusals import Refused
from accounts.models import Member, OutboxMessage
from comments.models import Comment
from observations.models import Evidence, Visit
from observations.queries import open_pairs
from observations.services import (
    answer_evidence,
    ask_for_visit,
    move_visit,
    take_line,
)
from tests.cast import Cast, evaluates
from tests.coaching.sessions import open_with
from tests.conftest import acting, owner

WORDS = "Three students waited eleven seconds."


def open_partnership(coach: Member, partner: Member) -> UUID:
    with acting(coach), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('coaching', 'quick', %s::uuid[], '', NULL)",
            [[str(partner.pk)]],
        )
        pk: UUID = cursor.fetchone()[0]
        return pk


def propose(by: Member) -> Visit:
    with acting(by):
        return ask_for_visit(
            pair=open_pairs(by.pk)[0],
            focus="Wait time",
            collect="Seconds of silence",
            planned_at=timezone.now() + timedelta(days=1),
            goal=None,
            district="riverbend",
        )


def moved(visit: Visit, by: Member, answer: str) -> None:
    with acting(by):
        move_visit(visit=visit, answer=answer, district="riverbend", seen=visit.revision)


@pytest.fixture
def proposed(cast: Cast) -> Visit:
    open_partnership(cast.casey, cast.taylor)
    return propose(cast.casey)


@pytest.fixture
def draft(cast: Cast, proposed: Visit) -> Visit:
    moved(proposed, cast.taylor, "agreed")
    moved(proposed, cast.casey, "draft")
    with acting(cast.casey):
        take_line(visit=Visit.objects.get(pk=proposed.pk), body=WORDS)
    return proposed


def address(visit: Visit, rest: str = "") -> str:
    return f"/d/riverbend/visits/{visit.pk}/{rest}"


def page(client: Client, member: Member, url: str) -> tuple[int, str]:
    client.force_login(member.user)  # type: ignore[arg-type]  # the cast can all sign in
    answer = client.get(url)
    return answer.status_code, answer.content.decode()


def lines_for(member: Member) -> int:
    with acting(member):
        return Evidence.objects.count()


def test_nothing_is_written_before_the_teacher_agrees(cast: Cast, proposed: Visit) -> None:
    with acting(cast.casey), pytest.raises(Exception, match="row-level security"):
        take_line(visit=proposed, body=WORDS)


def test_a_coach_cannot_agree_in_the_teachers_place(cast: Cast, proposed: Visit) -> None:
    with pytest.raises(Refused, match="moved on"):
        moved(proposed, cast.casey, "agreed")


@pytest.mark.parametrize("teacher", ["casey", "jordan"])
def test_a_visit_is_between_two_who_are_in_the_partnership(
    cast: Cast, proposed: Visit, teacher: str
) -> None:
    with acting(cast.casey), pytest.raises(DatabaseError, match="row-level security"):
        Visit.objects.create(
            circle_id=proposed.circle_id,
            teacher=getattr(cast, teacher),
            visitor=cast.casey,
            focus="Wait time",
            planned_at=timezone.now(),
        )


def test_a_teacher_who_asks_has_agreed_and_the_coach_is_told(cast: Cast) -> None:
    open_partnership(cast.casey, cast.taylor)
    visit = propose(cast.taylor)
    with owner():
        assert Visit.objects.get(pk=visit.pk).status == "agreed"
        told = OutboxMessage.objects.get(kind="visit_proposed")
    assert told.recipient_id == cast.casey.pk
    assert told.path == address(visit)


def test_a_draft_exists_for_the_teacher_and_is_read_by_its_author_alone(
    client: Client, cast: Cast, draft: Visit
) -> None:
    assert {m.first_name for m in cast.people() if lines_for(m)} == {"Casey"}
    status, text = page(client, cast.taylor, address(draft))
    assert status == 200
    assert "There is a draft of notes" in text
    assert WORDS not in text
    status, text = page(client, cast.casey, address(draft))
    assert WORDS in text
    assert "Draft, only you can read this" in text


def test_shared_notes_are_read_by_the_teacher_who_is_told(
    client: Client, cast: Cast, draft: Visit
) -> None:
    moved(draft, cast.casey, "shared")
    assert {m.first_name for m in cast.people() if lines_for(m)} == {"Casey", "Taylor"}
    assert WORDS in page(client, cast.taylor, address(draft))[1]
    with owner():
        assert OutboxMessage.objects.get(kind="evidence_shared").recipient_id == cast.taylor.pk


def test_everyone_else_gets_404(client: Client, cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    for other in (cast.pat, cast.jordan, cast.robin, cast.morgan, cast.alex):
        for url in (address(draft), f"/d/riverbend/who-can-see/visit/{draft.pk}/"):
            assert page(client, other, url)[0] == 404, other.name
    for url in (address(draft), address(draft).replace("riverbend", "lakeshore")):
        assert page(client, cast.ana, url)[0] == 404


def test_a_visit_lent_to_a_colleague_opens_and_leaves_a_look(
    client: Client, cast: Cast, draft: Visit
) -> None:
    moved(draft, cast.casey, "shared")
    with acting(cast.taylor):
        Share.objects.create(
            circle_id=draft.circle_id,
            item_kind="visit",
            item_id=draft.pk,
            reader=cast.jordan,
            until=timezone.localdate() + timedelta(days=7),
        )
    status, text = page(client, cast.jordan, address(draft))
    assert status == 200
    assert WORDS in text
    assert "Shared with you by the teacher" in text
    assert "Only you" not in text
    panel = page(client, cast.taylor, f"/d/riverbend/who-can-see/visit/{draft.pk}/")[1]
    looked = panel.split("Who else has looked", 1)[1].split("<h2>", 1)[0]
    assert "Jordan Lee" in looked


def test_a_coach_who_becomes_evaluator_gets_404(client: Client, cast: Cast, draft: Visit) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    assert page(client, cast.casey, address(draft))[0] == 404
    assert lines_for(cast.casey) == 0


@pytest.mark.parametrize("was_shared", [False, True])
def test_what_is_taken_back_is_on_the_teachers_shelf_alone(
    client: Client, cast: Cast, draft: Visit, was_shared: bool
) -> None:
    if was_shared:
        moved(draft, cast.casey, "shared")
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    assert client.post(address(draft, "move/"), {"answer": "withdrawn"}).status_code == 302
    status, text = page(client, cast.taylor, address(draft))
    assert status == 200
    assert WORDS in text
    assert page(client, cast.casey, address(draft))[0] == 404
    assert {m.first_name for m in cast.people() if lines_for(m)} == {"Taylor"}
    assert "On your shelf" in page(client, cast.taylor, "/d/riverbend/visits/")[1]


def test_a_visit_that_was_taken_back_offers_nothing_that_leads_nowhere(
    client: Client, cast: Cast, draft: Visit
) -> None:
    moved(draft, cast.casey, "shared")
    with acting(cast.taylor):
        answer_evidence(visit=draft, member_id=cast.taylor.pk, body="I saw that too.", revision=0)
    before = page(client, cast.taylor, address(draft))[1]
    assert "Save response" in before
    assert "Everybody who can read this can." in before
    client.post(f"/d/riverbend/comments/on/visit/{draft.pk}/", {"body": "Third period."})
    moved(draft, cast.taylor, "withdrawn")
    after = page(client, cast.taylor, address(draft))[1]
    for kept in (WORDS, "I saw that too.", "Third period."):
        assert kept in after
    for gone in ("Save response", "Add comment", "Everybody who can read this", "Take it back"):
        assert gone not in after


def test_the_teacher_responds_first(client: Client, cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    reply = {"body": "I saw that too.", "revision": 0}
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    client.post(address(draft, "response/"), {"body": "Look at this.", "revision": 0})
    before = page(client, cast.taylor, address(draft))[1]
    assert "Look at this." not in before
    assert "Comments" not in before
    assert client.post(address(draft, "response/"), reply).status_code == 302
    assert "I saw that too." in page(client, cast.casey, address(draft))[1]
    assert statements(client, cast.casey, address(draft)) <= 12
    stale = page_after_stale(client, cast, draft)
    assert "I saw that too." in stale
    assert "Typed elsewhere." in stale


def page_after_stale(client: Client, cast: Cast, visit: Visit) -> str:
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    answer = client.post(address(visit, "response/"), {"body": "Typed elsewhere.", "revision": 0})
    assert answer.status_code == 409
    return answer.content.decode()


def test_enter_adds_a_timed_line_and_a_judging_word_gets_a_hint(
    client: Client, cast: Cast, draft: Visit
) -> None:
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    answer = client.post(
        address(draft, "lines/"),
        {"body": "A weak opening.", "kind": "note", "at_second": "99999"},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert "A weak opening." in text
    assert "“weak” judges" in text
    assert "<html" not in text
    with owner():
        assert Evidence.objects.get(body="A weak opening.").at_second < 60
        line = Evidence.objects.get(body="A weak opening.")
    client.post(f"/d/riverbend/visits/lines/{line.pk}/remove/")
    assert lines_for(cast.casey) == 1


def test_the_notes_know_whose_names_are_no_students(
    client: Client, cast: Cast, draft: Visit
) -> None:
    text = page(client, cast.casey, address(draft))[1]
    known = text.partition('data-known-names="')[2].partition('"')[0].split("|")
    assert known[:2] == ["Taylor Reed", "Casey Coach"]
    assert "Lincoln Elementary" in known
    assert "Harbor Middle" not in known
    assert statements(client, cast.casey, address(draft)) <= 12


def test_planning_a_visit_in_the_browser(client: Client, cast: Cast) -> None:
    partnership = open_partnership(cast.casey, cast.taylor)
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    url = f"/d/riverbend/visits/new/?partnership={partnership}"
    form = client.get(url).context["form"]
    wanted = {"pair": form.initial["pair"], "focus": "Wait time", "day": "2030-01-07"}
    refused = client.post(url, wanted)
    assert refused.status_code == 422
    assert "Wait time" in refused.content.decode()
    assert client.post(url, {**wanted, "time": "09:10"}).status_code == 302
    with owner():
        visit = Visit.objects.get()
    assert visit.status == "proposed"
    assert timezone.localtime(visit.planned_at, cast.riverbend.zone).hour == 9


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, cast: Cast, proposed: Visit
) -> None:
    one = statements(client, cast.casey, "/d/riverbend/visits/")
    for _ in range(3):
        propose(cast.casey)
    assert statements(client, cast.casey, "/d/riverbend/visits/") == one <= 12
    assert statements(client, cast.casey, address(proposed)) <= 12


def statements(client: Client, member: Member, url: str) -> int:
    from django.test.utils import CaptureQueriesContext

    client.force_login(member.user)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])


def test_the_author_mends_a_line_of_the_draft_and_nobody_mends_it_later(
    client: Client, cast: Cast, draft: Visit
) -> None:
    with owner():
        line = Evidence.objects.get()
    mend = f"/d/riverbend/visits/lines/{line.pk}/mend/"
    for member in (cast.taylor, cast.pat, cast.jordan):
        client.force_login(member.user)  # type: ignore[arg-type]
        assert client.post(mend, {"body": "Changed."}).status_code == 404
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    assert client.post(mend, {"body": ""}, headers={"HX-Request": "true"}).status_code == 422
    assert client.post(mend, {"body": "Twelve seconds."}).status_code == 302
    with owner():
        mended = Evidence.objects.get()
        assert (mended.body, mended.at_second) == ("Twelve seconds.", line.at_second)
    moved(draft, cast.casey, "shared")
    assert client.post(mend, {"body": "Changed."}).status_code == 404


def test_the_clock_stands_still_once_the_visit_is_over(
    client: Client, cast: Cast, draft: Visit
) -> None:
    with owner():
        Visit.objects.update(started_at=timezone.now() - timedelta(hours=2))
    moved(draft, cast.casey, "ended")
    with owner():
        Visit.objects.update(ended_at=timezone.now() - timedelta(hours=1))
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    shown = client.get(address(draft))
    assert shown.context["elapsed"] == 3600
    assert 'role="timer"' not in shown.content.decode()
    client.post(address(draft, "lines/"), {"body": "One more.", "kind": "note", "at_second": 7200})
    with acting(cast.casey):
        assert Evidence.objects.get(body="One more.").at_second == 3600


def test_a_pair_and_a_team_of_the_same_people_are_told_apart(client: Client, cast: Cast) -> None:
    with acting(cast.casey):
        open_with(cast.taylor)
        open_with(cast.taylor, cast.jordan, kind="team", team="Grade 4", term="short")
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    offered = client.get("/d/riverbend/visits/new/").context["form"].fields["pair"].choices
    assert sorted(label for _, label in offered) == [
        "I visit Jordan Lee · Grade 4",
        "I visit Taylor Reed · Grade 4",
        "I visit Taylor Reed · Individual coaching",
    ]


def test_comments_go_with_a_visit_that_is_taken_back(cast: Cast, draft: Visit) -> None:
    moved(draft, cast.casey, "shared")
    with acting(cast.taylor):
        answer_evidence(visit=draft, member_id=cast.taylor.pk, body="I see.", revision=0)
        Comment.objects.create(
            circle_id=draft.circle_id, item_kind="visit", item_id=draft.pk, body="I lost them."
        )
    moved(draft, cast.taylor, "withdrawn")
    with acting(cast.casey):
        assert not Comment.objects.exists()
    with acting(cast.taylor):
        assert Comment.objects.get().circle_id != draft.circle_id
