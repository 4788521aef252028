"""Asking for coaching, at the database: who reads the wish, and where the words go."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from access.context import acting_as_program
from access.models import Circle
from access.refusals import Refused, refusals
from accounts.models import Member, RoleAssignment
from coaching.models import Answer, CoachingInvitation, CoachRole, Partnership, Request, Wish
from tests.access.test_wall import call
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

WORDS = "My exit tickets say nothing."


def ask_for(
    asker: Member, coach: Member | None = None, *, role: UUID | None = None, size: str = "cycle"
) -> UUID:
    """A request in its asker's own words."""
    wanted = uuid4()
    with acting(asker), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_request(%s, %s, %s, %s, true)",
            [str(wanted), size, str(coach.pk) if coach else None, role and str(role)],
        )
        Wish.objects.create(circle_id=cursor.fetchone()[0], request_id=wanted, body=WORDS)
    return wanted


def readers(people: Sequence[Member]) -> set[str]:
    found = set()
    for member in people:
        with acting(member):
            if Wish.objects.exists():
                found.add(member.first_name)
    return found


def says(coach: Member, function: str, *values: object) -> None:
    with acting(coach), refusals():
        call(function, *values)


def status(request: UUID) -> str:
    with owner():
        return Request.objects.get(pk=request).status


def test_the_asker_and_those_asked_read_it(cast: Cast) -> None:
    ask_for(cast.taylor, cast.casey)
    assert readers(cast.people()) == {"Taylor", "Casey"}


@pytest.mark.parametrize(("size", "term"), [("ten_minutes", "quick"), ("cycle", "short")])
def test_a_yes_begins_a_partnership_that_holds_the_words(cast: Cast, size: str, term: str) -> None:
    wanted = ask_for(cast.taylor, cast.casey, size=size)
    says(cast.casey, "accept_request", wanted, "Gladly.")
    with acting(cast.taylor):
        pair = Partnership.objects.get()
        assert (pair.term, pair.status) == (term, "active")
        assert Wish.objects.get().circle_id == pair.circle_id
        assert Answer.objects.get().body == "Gladly."
        assert Request.objects.get().partnership_id == pair.pk


def test_whoever_evaluates_the_asker_is_not_asked_and_reads_nothing_later(cast: Cast) -> None:
    with owner():
        for coach in (cast.casey, cast.pat):
            RoleAssignment.objects.create(
                district=cast.riverbend, member=coach, role="coach", school=cast.lincoln
            )
    with pytest.raises(Refused, match="evaluates"), refusals():
        ask_for(cast.taylor, cast.pat)
    wanted = ask_for(cast.taylor)
    with owner():
        circle = Request.objects.get(pk=wanted).circle_id
        asked = set(
            Circle.objects.get(pk=circle)
            .participants.filter(part="coach")
            .values_list("member__first_name", flat=True)
        )
    assert "Casey" in asked
    assert "Pat" not in asked
    with owner():
        evaluates(cast.casey, of=cast.taylor)
    with acting(cast.casey):
        assert not Request.objects.exists()
        with pytest.raises(Refused), refusals():
            call("accept_request", wanted, "")


def test_in_a_pool_the_first_yes_counts_and_the_others_lose_the_words(cast: Cast) -> None:
    with owner():
        role = CoachRole.objects.create(district=cast.riverbend, title="Literacy coach")
        for coach in (cast.casey, cast.robin):
            RoleAssignment.objects.create(
                district=cast.riverbend, member=coach, role="coach", coach_role=role
            )
    wanted = ask_for(cast.taylor, role=role.pk)
    assert readers(cast.people()) == {"Taylor", "Casey", "Robin"}
    says(cast.robin, "accept_request", wanted, "")
    assert readers(cast.people()) == {"Taylor", "Robin"}
    with acting(cast.casey):
        taken = Request.objects.get()
        assert (taken.status, taken.answered_by_id) == ("accepted", cast.robin.pk)
    with pytest.raises(Refused, match="answered already"):
        says(cast.casey, "accept_request", wanted, "")


def test_a_no_is_told_when_nobody_is_left(cast: Cast) -> None:
    with owner():
        role = CoachRole.objects.create(district=cast.riverbend, title="Literacy coach")
        for coach in (cast.casey, cast.robin):
            RoleAssignment.objects.create(
                district=cast.riverbend, member=coach, role="coach", coach_role=role
            )
    wanted = ask_for(cast.taylor, role=role.pk)
    says(cast.robin, "decline_request", wanted, "")
    assert status(wanted) == "open"
    assert readers(cast.people()) == {"Taylor", "Casey", "Robin"}
    says(cast.casey, "decline_request", wanted, "")
    assert status(wanted) == "declined"
    assert readers(cast.people()) == {"Taylor"}


def test_passed_along_the_words_go_to_the_colleague_and_leave_whoever_passed_it(
    cast: Cast,
) -> None:
    wanted = ask_for(cast.taylor, cast.casey)
    says(cast.casey, "pass_request", wanted, cast.robin.pk, "")
    assert readers(cast.people()) == {"Taylor", "Robin"}
    with acting(cast.robin):
        passed = Request.objects.get()
        assert (passed.passed_by_id, passed.author_id) == (cast.casey.pk, cast.taylor.pk)
        call("accept_request", passed.pk, "")


def test_nothing_is_passed_to_an_evaluator_or_against_the_askers_word(cast: Cast) -> None:
    with owner():
        RoleAssignment.objects.create(district=cast.riverbend, member=cast.pat, role="coach")
    wanted = ask_for(cast.taylor, cast.casey)
    with pytest.raises(Refused, match="evaluates"):
        says(cast.casey, "pass_request", wanted, cast.pat.pk, "")
    with owner():
        Request.objects.filter(pk=wanted).update(may_be_passed=False)
    with pytest.raises(Refused, match="not to be passed along"):
        says(cast.casey, "pass_request", wanted, cast.robin.pk, "")


def test_what_is_taken_back_is_gone_and_answered_by_nobody(cast: Cast) -> None:
    wanted = ask_for(cast.taylor, cast.casey)
    with acting(cast.taylor):
        Wish.objects.all().delete()
        call("take_back_request", wanted)
    assert readers(cast.people()) == set()
    with pytest.raises(Refused, match="taken back"):
        says(cast.casey, "accept_request", wanted, "")


def test_only_the_asker_takes_back_and_only_those_asked_answer(cast: Cast) -> None:
    wanted = ask_for(cast.taylor, cast.casey)
    for who, function in (
        (cast.casey, "take_back_request"),
        (cast.taylor, "accept_request"),
        (cast.robin, "accept_request"),
        (cast.pat, "decline_request"),
    ):
        values = [wanted] if function == "take_back_request" else [wanted, ""]
        with pytest.raises(Refused):
            says(who, function, *values)
    assert status(wanted) == "open"


def test_a_principal_is_coached_by_whom_they_evaluate_who_says_yes(cast: Cast) -> None:
    with owner():
        evaluates(cast.pat, of=cast.casey)
    wanted = ask_for(cast.pat, cast.casey)
    says(cast.casey, "accept_request", wanted, "")
    with acting(cast.pat):
        assert Partnership.objects.get().kind == "leadership"
        assert Wish.objects.get().body == WORDS


def test_the_program_learns_how_many_wait_and_nothing_else(cast: Cast) -> None:
    wanted = ask_for(cast.taylor, cast.casey)
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT alongside.waiting_requests()")
        assert cursor.fetchone() == (0,)
    with owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_request SET created_at = now() - interval '3 days'")
    with (
        acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT alongside.waiting_requests()")
        assert cursor.fetchone() == (1,)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Request.objects.filter(pk=wanted).exists()


def test_an_invitations_sender_never_learns_the_answer(cast: Cast) -> None:
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        CoachingInvitation.objects.create(
            member=cast.taylor, sent_by=cast.alex, body="You might like this."
        )
    with acting(cast.taylor):
        assert CoachingInvitation.objects.get().body == "You might like this."
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        assert list(CoachingInvitation.objects.values_list("body", flat=True))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(CoachingInvitation.objects.values_list("put_away_at"))


def test_two_taps_make_one_request(cast: Cast) -> None:
    wanted = ask_for(cast.taylor, cast.casey)
    with acting(cast.taylor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_request(%s, 'cycle', %s, NULL, true)",
            [str(wanted), str(cast.casey.pk)],
        )
    with owner():
        assert Request.objects.count() == 1


def test_nobody_is_asked_across_districts(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody like this"), refusals():
        ask_for(cast.taylor, cast.lee)
    with pytest.raises(Refused), refusals():
        ask_for(cast.ana, cast.casey)
