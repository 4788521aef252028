"""Ways around the wall that lead through ordinary pages: by the calendar, an address, a place at a
school, an ending that is taken back, one's own time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access.context import acting_as_program
from access.models import Circle, EvaluationLine, Participant, Share
from access.refusals import Refused, refusals
from accounts.enums import MessageKind, Role
from accounts.models import Contact, Member, OutboxMessage, RoleAssignment, SchoolYear
from accounts.services.lapsing import lapse_lines
from accounts.services.messages import queue_messages
from coaching.models import Partnership, Place, Pulse, Session, TimeEntry
from goals.models import Goal
from tests.access.test_lines import signed_in
from tests.access.test_wall import call, log, open_with
from tests.cast import Cast, evaluates, person
from tests.conftest import acting, owner

AT = "/d/riverbend/"
PROGRAM = f"{AT}program/"


def boss(cast: Cast) -> Member:
    """An administrator who coaches too."""
    blake = person(cast.riverbend, cast.lincoln, "Blake Boss", Role.ADMIN)
    RoleAssignment.objects.create(district=cast.riverbend, member=blake, role="coach")
    return blake


def chapter(pair: Partnership) -> Any:
    assert pair.circle_id
    return pair.circle_id


def met(pair: Partnership, minutes: int) -> TimeEntry:
    """A held session with its stretch of time."""
    now = timezone.now()
    entry = TimeEntry.objects.create(started_at=now, minutes=minutes, category="one_to_one")
    Session.objects.create(
        circle_id=chapter(pair),
        partnership=pair,
        entry=entry,
        status="held",
        held_at=now,
        minutes=minutes,
    )
    return entry


def test_nobody_is_seated_beside_a_teacher_by_an_ending_that_is_taken_back(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    casey = signed_in(cast.casey)
    here = f"{AT}partnerships/{pair.pk}/"
    asked = {"member": cast.robin.pk, "part": "coach"}
    assert casey.post(here + "ask/", asked).status_code == 422
    casey.post(here + "end/")
    assert casey.post(here + "ask/", asked).status_code == 422
    casey.post(here + "take-back/")
    with owner():
        assert not Place.objects.filter(member=cast.robin).exists()
        assert Partnership.objects.get(pk=pair.pk).status == "active"


def test_nor_by_an_administrator(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    signed_in(cast.alex).post(f"{PROGRAM}partnerships/{pair.pk}/end/")
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        pytest.raises(Refused, match="not a proposal anymore"),
        refusals(),
    ):
        Place.objects.create(partnership_id=pair.pk, member=cast.alex, part=Participant.Part.COACH)


def test_nor_while_the_teacher_reads_the_proposal(cast: Cast) -> None:
    with acting(cast.casey), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('coaching', 'long', %s::uuid[], '', NULL)",
            [[str(cast.taylor.pk)]],
        )
        pair = cursor.fetchone()[0]
        call("propose_place", pair, cast.robin.pk, "coach")
    with acting(cast.taylor):
        call("answer_place", pair, "joined")
    with acting(cast.robin), pytest.raises(Refused), refusals():
        call("answer_place", pair, "joined")


@pytest.mark.parametrize("by", ["casey", "alex"])
def test_what_has_begun_is_no_proposal_again(cast: Cast, by: str) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    one = getattr(cast, by)
    step = acting(one)
    if by == "alex":
        step = acting_as_program(member_id=one.pk, district_id=one.district_id)
    with step, pytest.raises(Refused, match="no proposal anymore"), refusals():
        Partnership.objects.filter(pk=pair.pk).update(status="proposed")


def test_an_evaluator_ends_no_place_by_which_they_evaluate(cast: Cast) -> None:
    with owner():
        blake = boss(cast)
        evaluates(blake, school=cast.lincoln)
        place = RoleAssignment.objects.get(member=cast.taylor)
    page = f"{PROGRAM}people/{cast.taylor.pk}/"
    said = signed_in(blake).post(f"{page}roles/{place.pk}/end/", follow=True).content.decode()
    assert "You evaluate this person" in said
    with owner():
        place.refresh_from_db()
        assert place.ends_on is None
    signed_in(cast.alex).post(f"{page}roles/{place.pk}/end/")
    with owner():
        place.refresh_from_db()
        assert place.ends_on is not None


def test_an_evaluator_moves_nobodys_mail_to_themself(cast: Cast) -> None:
    with owner():
        blake = boss(cast)
        evaluates(blake, of=cast.taylor)
        before = Contact.objects.get(member=cast.taylor).email
    page = f"{PROGRAM}people/{cast.taylor.pk}/"
    typed = {"name": "Taylor Reed", "title": "", "email": "blake@mail.test", "on_leave_until": ""}
    answer = signed_in(blake).post(page, typed)
    assert answer.status_code == 422
    assert "You evaluate this person" in answer.content.decode()
    with owner():
        assert Contact.objects.get(member=cast.taylor).email == before


def test_an_evaluator_who_keeps_the_calendar_lapses_no_line_of_theirs(cast: Cast) -> None:
    today = timezone.now().date()
    with owner():
        for evaluator in (boss(cast), cast.pat):
            line = evaluates(evaluator, school=cast.lincoln)
            EvaluationLine.objects.filter(pk=line.pk).update(
                source="roster",
                starts_on=today - timedelta(days=150),
                renewed_on=today - timedelta(days=150),
            )
        SchoolYear.objects.create(
            district=cast.riverbend,
            name="Year",
            starts_on=today - timedelta(days=160),
            ends_on=today - timedelta(days=130),
        )
    lapse_lines()
    with owner():
        held = EvaluationLine.objects.filter(ends_on=None, source="roster")
        assert [line.evaluator.name for line in held] == ["Blake Boss"]
        told = OutboxMessage.objects.filter(kind="line_ended", recipient=cast.taylor)
        assert told.count() == 1


def test_ones_own_time_with_somebody_closed_is_closed_too(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
        entry = met(pair, 37)
        TimeEntry.objects.create(started_at=timezone.now(), minutes=11, category="learning")
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with acting(cast.casey):
        assert [one.minutes for one in TimeEntry.objects.all()] == [11]
        assert not TimeEntry.objects.filter(minutes=37).delete()[0]
    with owner():
        assert Session.objects.get().entry_id == entry.pk


def test_a_mentor_who_evaluates_a_partner_reads_no_minutes_of_theirs(cast: Cast) -> None:
    with acting(cast.morgan), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('mentoring', 'long', %s::uuid[], '', NULL)",
            [[str(cast.casey.pk)]],
        )
        mentoring = cursor.fetchone()[0]
    with acting(cast.casey):
        call("answer_place", mentoring, "joined")
        pair = open_with(cast.taylor)
        met(pair, 47)
    minutes = "SELECT coalesce(sum(minutes), 0) FROM alongside.caseload_time(%s)"

    def seen() -> Any:
        with acting(cast.morgan), connection.cursor() as cursor:
            cursor.execute(minutes, [str(cast.casey.pk)])
            return cursor.fetchone()[0]

    assert seen() == 47
    with owner():
        evaluates(cast.morgan, of=cast.taylor)
    assert seen() == 0


def test_a_mentor_opens_no_caseload_by_logging_a_talk(cast: Cast) -> None:
    with acting(cast.morgan), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('mentoring', 'quick', %s::uuid[], '', NULL)",
            [[str(cast.casey.pk)]],
        )
        cursor.execute("SELECT count(*) FROM alongside.my_coaches()")
        assert cursor.fetchone()[0] == 0


def test_whoever_comes_later_counts_nothing_of_before(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
        log(pair, "before")
        assert Pulse.objects.values_list("last_contact").get()[0]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(Pulse.objects.values_list("sessions_held"))


def test_a_goal_is_owned_by_somebody_in_its_circle(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    with acting(cast.casey), pytest.raises(DatabaseError, match="goal_owner"):
        Goal.objects.create(circle_id=chapter(pair), owner=cast.pat, statement="x")


def test_what_is_lent_is_dated_now(cast: Cast) -> None:
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    with acting(cast.taylor), pytest.raises(DatabaseError, match="row-level security"):
        Share.objects.create(
            circle_id=chapter(pair),
            item_kind="goal",
            item_id=pair.pk,
            reader=cast.jordan,
            until=timezone.localdate(),
            shared_at=timezone.now() + timedelta(days=100),
        )


def test_a_team_of_one_teacher_grows_by_that_teachers_word(cast: Cast) -> None:
    with acting(cast.casey):
        team = open_with(cast.taylor, kind="team")
        with pytest.raises(Refused, match="Your partner asks others in"), refusals():
            call("propose_place", team.pk, cast.jordan.pk, "partner")
    with acting(cast.taylor):
        call("propose_place", team.pk, cast.jordan.pk, "partner")
    with acting(cast.jordan):
        call("answer_place", team.pk, "joined")
    with acting(cast.casey):
        call("propose_place", team.pk, cast.robin.pk, "partner")


@pytest.mark.parametrize("over", ["person", "school", "place"])
def test_what_began_on_the_day_on_which_a_line_ends_stays_denied(cast: Cast, over: str) -> None:
    with owner():
        line = evaluates(cast.robin, **WHAT_A_LINE_IS_OVER[over](cast))
    with acting(cast.casey):
        pair = open_with(cast.taylor)
    with owner():
        Participant.objects.create(
            district=cast.riverbend,
            circle_id=chapter(pair),
            member=cast.robin,
            part=Participant.Part.PARTNER,
        )
        today = timezone.now().date()
        if over == "place":
            RoleAssignment.objects.filter(member=cast.taylor).update(ends_on=today)
        else:
            EvaluationLine.objects.filter(pk=line.pk).update(ends_on=today)
    with acting(cast.robin):
        assert not Circle.objects.filter(pk=chapter(pair)).exists()
        later = open_with(cast.taylor)
        assert Circle.objects.filter(pk=chapter(later)).exists()


WHAT_A_LINE_IS_OVER: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "person": lambda cast: {"of": cast.taylor},
    "school": lambda cast: {"school": cast.lincoln},
    "place": lambda cast: {"school": cast.lincoln},
}


def test_no_place_of_work_is_given_in_hindsight(cast: Cast) -> None:
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        RoleAssignment.objects.create(
            member=cast.jordan, role=Role.COACH, starts_on=timezone.now() - timedelta(days=30)
        )


TRY_A_KEY = (
    "INSERT INTO accounts_outboxmessage (id, key, kind, recipient_id, path, secret, attempts)"
    " VALUES (gen_random_uuid(), %s, 'evidence_shared', %s, '', '', 0) ON CONFLICT DO NOTHING"
)


def test_trying_the_key_of_a_message_tells_nothing_and_keeps_nobody_from_being_told(
    cast: Cast,
) -> None:
    """Whoever knows the ids of a cause could else learn whether somebody was told of it, or take the
    key of a reminder before the worker does."""
    with acting(cast.casey):
        queue_messages(kind=MessageKind.EVIDENCE_SHARED, cause="visit", recipients=[cast.taylor.pk])
    with owner():
        key = OutboxMessage.objects.get().key
    for tried in (key, key.partition(":")[2], "follow-up:step:2030-01-07"):
        with acting(cast.robin), connection.cursor() as cursor:
            cursor.execute(TRY_A_KEY, [tried, cast.taylor.pk])
            assert cursor.rowcount == 1
    with owner():
        tried_keys = OutboxMessage.objects.exclude(key=key).values_list("key", flat=True)
        assert all(one.startswith(f"{cast.robin.pk}:") for one in tried_keys)


def test_the_same_cause_is_told_once_by_whoever_tells_it(cast: Cast) -> None:
    for _ in range(2):
        with acting(cast.casey):
            queue_messages(
                kind=MessageKind.EVIDENCE_SHARED, cause="visit", recipients=[cast.taylor.pk]
            )
    with owner():
        assert OutboxMessage.objects.count() == 1
