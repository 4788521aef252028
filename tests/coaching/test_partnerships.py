"""Opening, answering, asking in, pausing and ending, on the pages and in the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import MessageKind
from accounts.models import Member, OutboxMessage
from coaching.models import CoachRole, Partnership, Place, RoleAgreement, TimeEntry
from comments.models import Comment
from goals.models import CycleTemplate, Goal, Measurement, NextStep, NextStepText
from goals.services.cycles import start_cycle
from goals.services.templates import provide_templates
from tests.access.test_wall import log, open_with
from tests.cast import Cast, evaluates, person
from tests.conftest import acting, owner
from tests.searching import search

AT = "/d/riverbend/partnerships/"
WORDS = "Wait time after questions."


@pytest.fixture
def casey(cast: Cast, client: Client) -> Client:
    return as_member(client, cast.casey)


def as_member(client: Client, member: Member) -> Client:
    assert member.user is not None
    client.force_login(member.user)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def opened(client: Client, cast: Cast, term: str = "long", kind: str = "coaching") -> Partnership:
    answer = client.post(
        AT + "new/", {"people": [cast.taylor.pk], "kind": kind, "term": term, "team_name": ""}
    )
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        return Partnership.objects.latest("opened_at")


def messages_to(member: Member) -> list[str]:
    with owner():
        return list(OutboxMessage.objects.filter(recipient=member).values_list("kind", flat=True))


def set_goal(pairing: Partnership, owner: Member) -> Goal:
    assert pairing.circle_id is not None
    return Goal.objects.create(
        circle_id=pairing.circle_id, owner=owner, statement="Students will ask."
    )


def test_list_is_empty_and_says_what_to_do(casey: Client) -> None:
    assert "Nobody yet" in page(casey, AT)


def test_long_term_begins_with_the_partners_own_click(casey: Client, cast: Cast) -> None:
    pairing = opened(casey, cast)
    assert pairing.status == "proposed"
    assert messages_to(cast.taylor) == [MessageKind.PARTNERSHIP_PROPOSED]
    taylor = as_member(casey, cast.taylor)
    assert "Waiting for your answer" in page(taylor, AT)
    assert "You are asked to join" in page(taylor, f"{AT}{pairing.pk}/")
    assert taylor.post(f"{AT}{pairing.pk}/answer/", {"answer": "join"}).status_code == 302
    with owner():
        pairing.refresh_from_db()
    assert pairing.status == "active"
    assert "Only you and Casey Coach can read this" in page(taylor, f"{AT}{pairing.pk}/")
    again = taylor.post(f"{AT}{pairing.pk}/answer/", {"answer": "join"})
    assert again.status_code == 422
    assert "answered already" in again.content.decode()


def test_declining_leaves_nothing_to_read(casey: Client, cast: Cast) -> None:
    pairing = opened(casey, cast)
    taylor = as_member(casey, cast.taylor)
    assert taylor.post(f"{AT}{pairing.pk}/answer/", {"answer": "decline"}).status_code == 302
    assert taylor.get(f"{AT}{pairing.pk}/").status_code == 404


def test_short_term_begins_at_once_and_grows_by_the_partners_click(
    casey: Client, cast: Cast
) -> None:
    pairing = opened(casey, cast, term="short")
    assert pairing.status == "active"
    address = f"{AT}{pairing.pk}/long-term/"
    assert casey.post(address).status_code == 302
    with owner():
        pairing.refresh_from_db()
    assert pairing.term == "short"
    assert set(messages_to(cast.taylor)) == {
        MessageKind.PARTNERSHIP_OPENED,
        MessageKind.PARTNERSHIP_PROPOSED,
    }
    as_member(casey, cast.taylor).post(address)
    with owner():
        pairing.refresh_from_db()
    assert pairing.term == "long"


def test_individual_kinds_are_one_for_each_person_and_a_team_is_one(
    casey: Client, cast: Cast
) -> None:
    both = [cast.taylor.pk, cast.jordan.pk]
    casey.post(AT + "new/", {"people": both, "kind": "coaching", "term": "short"})
    nameless = casey.post(AT + "new/", {"people": both, "kind": "team", "term": "short"})
    assert nameless.status_code == 422
    casey.post(
        AT + "new/", {"people": both, "kind": "team", "term": "short", "team_name": "Grade 4"}
    )
    with owner():
        kinds = list(Partnership.objects.values_list("kind", flat=True))
        assert sorted(kinds) == ["coaching", "coaching", "team"]
        assert Place.objects.filter(partnership__kind="team").count() == 3


def test_kinds_follow_the_roles_held(casey: Client, cast: Cast) -> None:
    assert "Individual coaching" in page(casey, AT + "new/")
    offered = page(as_member(casey, cast.taylor), AT + "new/")
    assert "Individual coaching" not in offered
    assert "Peer" in offered
    assert "Mentoring" in page(as_member(casey, cast.morgan), AT + "new/")
    refused = as_member(casey, cast.taylor).post(
        AT + "new/", {"people": [cast.jordan.pk], "kind": "coaching", "term": "short"}
    )
    assert refused.status_code == 422


def test_a_search_for_people_loses_nothing_that_was_chosen(casey: Client, cast: Cast) -> None:
    found = casey.post(
        AT + "new/",
        {"people": [cast.taylor.pk], "kind": "team", "team_name": "Grade 4", "q": "jor", "find": 1},
    )
    assert found.status_code == 200
    shown = found.content.decode()
    assert "Taylor Reed" in shown
    assert "Jordan Lee" in shown
    assert "Pat Principal" not in shown
    assert shown.count(" checked") >= 2
    assert 'value="Grade 4"' in shown
    with owner():
        assert not Partnership.objects.exists()


def test_a_big_district_offers_whom_one_helped_lately_until_a_name_is_typed(
    casey: Client, cast: Cast
) -> None:
    with owner():
        for number in range(20):
            person(cast.riverbend, cast.lincoln, f"P{number:02} Park")
    with acting(cast.casey):
        log(open_with(cast.taylor))
        log(open_with(cast.jordan))
    offered = casey.get(AT + "new/").context["form"].fields["people"].widget.choices
    assert [name for _, name in offered] == ["Jordan Lee", "Taylor Reed"]
    found = casey.post(AT + "new/", {"q": "p07", "find": 1}).content.decode()
    assert "P07 Park" in found
    nobody = casey.post(AT + "new/", {"q": "nobody", "find": 1}).content.decode()
    assert "Nobody by that name works in this district." in nobody
    new = as_member(casey, cast.robin)
    assert "Type a name to find somebody." in page(new, AT + "new/")


def test_evaluator_is_refused_with_the_reason(casey: Client, cast: Cast) -> None:
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    answer = casey.post(
        AT + "new/", {"people": [cast.taylor.pk], "kind": "coaching", "term": "short"}
    )
    assert answer.status_code == 422
    assert "Casey Coach evaluates Taylor Reed" in answer.content.decode()
    with owner():
        assert not Partnership.objects.exists()


def test_timeline_shows_texts_and_goals_to_the_circle_and_to_nobody_else(
    casey: Client, cast: Cast
) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
    with acting(cast.taylor):
        set_goal(pairing, cast.taylor)
    address = f"{AT}{pairing.pk}/"
    for member in (cast.casey, cast.taylor):
        shown = page(as_member(casey, member), address)
        assert WORDS in shown
        assert "Students will ask." in shown
    for member in (cast.pat, cast.jordan, cast.morgan, cast.alex, cast.robin):
        assert as_member(casey, member).get(address).status_code == 404


def test_somebody_asked_in_reads_from_their_own_click_on(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
    address = f"{AT}{pairing.pk}/"
    asking = {"member": cast.jordan.pk, "part": "partner"}
    # A coach can't bring somebody in to sit beside a teacher; the teacher can.
    assert casey.post(address + "ask/", asking).status_code == 422
    asked = as_member(casey, cast.taylor).post(address + "ask/", asking)
    assert asked.status_code == 302
    assert messages_to(cast.jordan) == [MessageKind.PARTNERSHIP_PROPOSED]
    jordan = as_member(casey, cast.jordan)
    assert WORDS not in page(jordan, address)
    jordan.post(address + "answer/", {"answer": "join"})
    joined = page(jordan, address)
    assert WORDS not in joined
    assert "Taylor Reed" in joined


def test_an_evaluator_asked_in_as_coach_is_refused_on_the_form(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
    taylor = as_member(casey, cast.taylor)
    answer = taylor.post(f"{AT}{pairing.pk}/ask/", {"member": cast.pat.pk, "part": "coach"})
    assert answer.status_code == 422
    assert "Pat Principal evaluates Taylor Reed" in answer.content.decode()


def test_pause_resume_end_and_what_ended_stays_ended(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
    address = f"{AT}{pairing.pk}/"
    for click, status in (("pause", "paused"), ("resume", "active"), ("end", "ended")):
        assert casey.post(f"{address}{click}/", {"until": ""}).status_code == 302
        with owner():
            pairing.refresh_from_db()
        assert pairing.status == status
    for click in ("pause", "resume", "end"):
        refused = casey.post(f"{address}{click}/", {"until": ""}, follow=True)
        assert "What has ended stays ended" in refused.content.decode()
    assert WORDS in page(casey, address)


def test_who_leaves_keeps_what_they_were_part_of(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
    taylor = as_member(casey, cast.taylor)
    assert taylor.post(f"{AT}{pairing.pk}/leave/").status_code == 302
    assert WORDS in page(taylor, f"{AT}{pairing.pk}/")
    with owner():
        pairing.refresh_from_db()
    assert pairing.status == "ended"


def test_search_and_filter(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        open_with(cast.taylor)
        open_with(cast.jordan)
    found = search(casey, AT, "tay").content.decode()
    assert "Taylor Reed" in found
    assert "Jordan Lee" not in found
    assert "Nobody found" in page(casey, AT + "?status=ended")


# Written by the tests' nested contexts, and by no request.
OF_THE_TESTS = ("SAVEPOINT", "SELECT current_setting('role')", "'alongside_signin_data'")


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, address)
    return len([q for q in queries if not any(part in q["sql"] for part in OF_THE_TESTS)])


def test_pages_ask_the_same_for_one_row_and_for_many(casey: Client, cast: Cast) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
        set_goal(pairing, cast.taylor)
    address = f"{AT}{pairing.pk}/"
    one = statements(casey, address), statements(casey, AT)
    with acting(cast.casey):
        open_with(cast.jordan)
        for number in range(50):
            log(pairing, f"Session {number}.")
    many = statements(casey, address), statements(casey, AT)
    assert one == many
    assert max(many) <= 12
    shown = page(casey, address)
    assert "Show more" in shown
    assert WORDS not in shown
    assert WORDS in page(casey, address + "?shown=75")


def test_the_page_tells_stages_steps_comments_and_the_goals_figures(
    casey: Client, cast: Cast
) -> None:
    with owner():
        provide_templates(district=cast.riverbend)
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        assert pairing.circle_id
        circle = {"circle_id": pairing.circle_id}
        goal = set_goal(pairing, cast.taylor)
        for day, value in ((20, 4), (6, 9)):
            Measurement.objects.create(
                **circle,
                goal=goal,
                measured_on=timezone.localdate() - timedelta(days=day),
                value=value,
            )
        template = CycleTemplate.objects.get(name__startswith="Impact")
        stages = list(template.stages.all())
        cycle = start_cycle(goal=goal, template=template)
        session = log(pairing)
        Comment.objects.create(
            **circle, item_kind="session", item_id=session.pk, body="Heard and noted."
        )
        step = NextStep.objects.create(**circle, owner=cast.taylor)
        NextStepText.objects.create(**circle, step=step, body="Count who speaks.")
    address = f"{AT}{pairing.pk}/"
    casey.post(f"/d/riverbend/steps/{step.pk}/done/")
    move = f"/d/riverbend/cycles/{cycle.pk}/move/{stages[1].position}/"
    assert move in page(casey, address)
    moved = casey.post(move, {"seen": stages[0].position, "next": address})
    assert moved.headers["Location"] == address
    shown = page(casey, address)
    kinds = [one.kind for one in casey.get(address).context["timeline"].happenings]
    assert sorted(kinds) == ["comment", "goal", "move", "move", "session", "step"]
    for words in ("Heard and noted.", "Count who speaks.", stages[1].name, "Line chart of 2"):
        assert words in shown
    outside = casey.post(move, {"seen": stages[1].position, "next": "https://elsewhere.test/"})
    assert outside.headers["Location"] == f"/d/riverbend/goals/{goal.pk}/"
    assert "Heard and noted." not in page(as_member(casey, cast.taylor), AT)
    assert as_member(casey, cast.pat).get(address).status_code == 404


def test_my_time_holds_hours_against_the_agreement(casey: Client, cast: Cast) -> None:
    with owner():
        role = CoachRole.objects.create(district=cast.riverbend, title="Literacy coach")
        cast.casey.assignments.update(coach_role=role)
        RoleAgreement.objects.create(
            district=cast.riverbend, coach_role=role, shares={"one_to_one": 60, "group": 40}
        )
    with acting(cast.casey):
        for minutes, category in ((45, "one_to_one"), (15, "non_coaching")):
            TimeEntry.objects.create(
                started_at=timezone.now() - timedelta(days=1), minutes=minutes, category=category
            )
    shown = page(casey, "/d/riverbend/time/")
    assert "Literacy coach" in shown
    assert "75%" in shown
    assert "60%" in shown
    assert "Other time" in shown
    assert "75%" not in page(as_member(casey, cast.robin), "/d/riverbend/time/")
