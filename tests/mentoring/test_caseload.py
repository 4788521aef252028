"""The caseload review: pseudonyms, stages and gaps, and a log that mentor and coach write together."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Member
from coaching.models import Partnership, Pulse, Session, TimeEntry
from mentoring.models import ReviewLog
from mentoring.queries.caseload import Coach, ReviewRow
from tests.access.test_wall import call, open_with
from tests.cast import Cast, evaluates, person
from tests.coaching.sessions import sign_in
from tests.coaching.sessions import statements as asked
from tests.conftest import acting, owner

BOXES = {"working": "Short visits work.", "challenges": "", "coach_steps": "", "mentor_steps": ""}


def open_partnership(by: Member, partner: Member, kind: str = "coaching") -> UUID:
    with acting(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership(%s, 'short', %s::uuid[], '', NULL)",
            [kind, [str(partner.pk)]],
        )
        pk: UUID = cursor.fetchone()[0]
        return pk


def mentors(mentor: Member, coach: Member) -> None:
    """By the coach's own click."""
    with acting(mentor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.open_partnership('mentoring', 'long', %s::uuid[], '', NULL)",
            [[str(coach.pk)]],
        )
        asked_in = cursor.fetchone()[0]
    with acting(coach):
        call("answer_place", asked_in, "joined")


@pytest.fixture
def mentored(cast: Cast) -> Cast:
    mentors(cast.morgan, cast.casey)
    return cast


def teachers(cast: Cast, count: int) -> list[Member]:
    with owner():
        made = [
            person(cast.riverbend, cast.lincoln, f"Teacher{number} Namely", Role.TEACHER)
            for number in range(count)
        ]
    for teacher in made:
        open_partnership(cast.casey, teacher)
    return made


def review(client: Client, reader: Member, coach: Member) -> tuple[int, str]:
    client.force_login(reader.user)  # type: ignore[arg-type]  # the cast can all sign in
    answer = client.get(f"/d/riverbend/coaches/{coach.pk}/")
    return answer.status_code, answer.content.decode()


def test_the_mentor_sees_pseudonyms_and_no_names_or_ids(client: Client, mentored: Cast) -> None:
    partners = teachers(mentored, 11)
    with acting(mentored.casey):
        first = Partnership.objects.get(places__member=partners[0])
        assert first.circle_id
        Session.objects.create(
            circle_id=first.circle_id,
            partnership=first,
            status="held",
            held_at=timezone.now(),
        )
    status, text = review(client, mentored.morgan, mentored.casey)
    assert status == 200
    assert "Partner K<" in text
    assert text.index("Partner B<") < text.index("Partner K<")
    assert "Contact in 1 of 12 weeks" in text
    assert "Namely" not in text
    with owner():
        ids = [*Partnership.objects.filter(kind="coaching").values_list("pk", flat=True)]
    assert not [one for one in [*ids, *(p.pk for p in partners)] if str(one) in text]


def test_below_five_partners_there_are_totals_only(client: Client, mentored: Cast) -> None:
    teachers(mentored, 4)
    text = review(client, mentored.morgan, mentored.casey)[1]
    assert "4 partners" in text
    assert "Partner A" not in text


def test_a_partner_whom_the_mentor_evaluates_is_left_out(client: Client, mentored: Cast) -> None:
    partners = teachers(mentored, 6)
    with owner():
        evaluates(mentored.morgan, of=partners[0])
    text = review(client, mentored.morgan, mentored.casey)[1]
    assert "Partner E<" in text
    assert "Partner F<" not in text
    client.force_login(mentored.casey.user)  # type: ignore[arg-type]
    assert "Partner F<" in client.get("/d/riverbend/my-mentor/").content.decode()


def test_nobody_else_and_no_former_mentor_opens_a_caseload(client: Client, mentored: Cast) -> None:
    for other in (mentored.robin, mentored.taylor, mentored.pat, mentored.alex):
        assert review(client, other, mentored.casey)[0] == 404
    with acting(mentored.morgan), connection.cursor() as cursor:
        partnership = Partnership.objects.get(kind="mentoring")
        cursor.execute("SELECT alongside.answer_place(%s, 'left')", [str(partnership.pk)])
    assert review(client, mentored.morgan, mentored.casey)[0] == 404


def test_a_mentor_who_becomes_the_coachs_evaluator_gets_404(client: Client, mentored: Cast) -> None:
    with owner():
        evaluates(mentored.morgan, of=mentored.casey)
    assert review(client, mentored.morgan, mentored.casey)[0] == 404


def test_both_write_in_the_log_and_a_stale_save_shows_both(client: Client, mentored: Cast) -> None:
    url = f"/d/riverbend/coaches/{mentored.casey.pk}/"
    client.force_login(mentored.morgan.user)  # type: ignore[arg-type]
    assert client.post(url, {**BOXES, "revision": 0}).status_code == 302
    client.force_login(mentored.casey.user)  # type: ignore[arg-type]
    mine = {**BOXES, "coach_steps": "Try exit tickets."}
    assert client.post("/d/riverbend/my-mentor/", {**mine, "revision": 1}).status_code == 302
    client.force_login(mentored.morgan.user)  # type: ignore[arg-type]
    stale = client.post(url, {**BOXES, "mentor_steps": "Visit on Monday.", "revision": 1})
    assert stale.status_code == 409
    assert "Try exit tickets." in stale.content.decode()
    assert "Visit on Monday." in stale.content.decode()
    assert client.post(url, {"revision": 2}).status_code == 422
    with owner():
        assert ReviewLog.objects.get().revision == 2


def test_an_earlier_log_opens_for_both_and_nobody_else(client: Client, mentored: Cast) -> None:
    with acting(mentored.morgan):
        circle = Partnership.objects.get(kind="mentoring").circle_id
        assert circle
        log = ReviewLog.objects.create(
            circle_id=circle, held_on="2026-01-05", working=BOXES["working"]
        )
    url = f"/d/riverbend/review-logs/{log.pk}/"
    for reader in (mentored.morgan, mentored.casey):
        client.force_login(reader.user)  # type: ignore[arg-type]
        assert BOXES["working"] in client.get(url).content.decode()
        saved = client.post(url, {**BOXES, "revision": log.revision})
        assert saved.status_code == 302
        assert client.get(saved.url).status_code == 200  # type: ignore[attr-defined]
        log.revision += 1
    for other in (mentored.alex, mentored.taylor, mentored.robin, mentored.pat):
        client.force_login(other.user)  # type: ignore[arg-type]
        assert client.get(url).status_code == 404


def test_a_log_is_contact_and_stays_it(client: Client, mentored: Cast) -> None:
    def last_contact() -> Any:
        with owner():
            return Pulse.objects.get(partnership__kind="mentoring").last_contact

    assert last_contact() is None
    client.force_login(mentored.morgan.user)  # type: ignore[arg-type]
    client.post(f"/d/riverbend/coaches/{mentored.casey.pk}/", {**BOXES, "revision": 0})
    with owner():
        written = ReviewLog.objects.get().created_at
    assert last_contact() == written
    with acting(mentored.morgan):
        mentoring = Partnership.objects.get(kind="mentoring")
        assert mentoring.circle_id
        Session.objects.create(
            circle_id=mentoring.circle_id,
            partnership=mentoring,
            status="held",
            held_at=written - timedelta(days=3),
        )
    assert last_contact() == written


def test_the_figures_of_a_coach_add_up(client: Client, mentored: Cast) -> None:
    """Quick help is counted among the partners, so it stands beside them."""
    teachers(mentored, 3)
    with acting(mentored.casey):
        open_with(mentored.jordan, term="quick")
    page = sign_in(client, mentored.morgan).get("/d/riverbend/coaches/").content.decode()
    cells = re.findall(r'<td class="amount">(\d+)', page)
    assert cells == ["4", "3", "0", "1", "0"]


def test_coaches_cost_the_same_for_one_and_for_many(client: Client, mentored: Cast) -> None:
    def statements(url: str) -> int:
        return len(asked(sign_in(client, mentored.morgan), url))

    page = f"/d/riverbend/coaches/{mentored.casey.pk}/"
    one, row = statements("/d/riverbend/coaches/"), statements(page)
    with owner():
        more = [
            person(mentored.riverbend, mentored.lincoln, f"Coach{number} Other", Role.COACH)
            for number in range(3)
        ]
    for coach in more:
        mentors(mentored.morgan, coach)
    teachers(mentored, 6)
    assert statements("/d/riverbend/coaches/") == one <= 12
    assert statements(page) == row <= 12


def test_the_strip_draws_contact_and_gaps_of_three_weeks_or_more() -> None:
    weeks = [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    met, gap = "is-met", "is-gap"
    drawn = ["", "", "", met, "", "", met, gap, gap, gap, met, gap, gap, gap]
    assert ReviewRow("Partner A", False, "Learn", "reach_out", 3, weeks).strip == drawn
    # Quick help is never something to reach out for, so it has no gaps; nor has what is not met yet.
    assert gap not in ReviewRow("Partner B", False, None, "door_open", 3, weeks).strip
    assert set(ReviewRow("Partner C", False, None, "in_touch", None, [0] * 12).strip) == {""}


def load(**figures: int) -> Coach:
    counts = dict.fromkeys(("partners", "in_touch", "waiting", "door_open", "paused"), 0)
    return Coach(None, "", None, None, **{**counts, **figures}, at_most=None)


def test_a_caseload_is_one_bar_of_all_its_people() -> None:
    coach = load(partners=12, in_touch=6, waiting=3, door_open=2, paused=1)
    assert coach.parts[0] == ("touch", 6, 0, 120)
    assert sum(width for *_, width in coach.parts) == 240
    assert load().parts[0] == ("touch", 0, 0, 0)


def test_what_changed_since_the_last_log_is_told(client: Client, mentored: Cast) -> None:
    teachers(mentored, 5)
    page = f"/d/riverbend/coaches/{mentored.casey.pk}/"
    assert mentored.morgan.user
    client.force_login(mentored.morgan.user)
    client.post(page, {**BOXES, "revision": 0})
    with owner():
        ReviewLog.objects.update(held_on=timezone.localdate() - timedelta(days=20))
    assert "Since" not in client.get(page).content.decode()
    with acting(mentored.casey):
        one = Partnership.objects.filter(places__member__name="Teacher0 Namely")
        one.update(status="paused")
    shown = " ".join(client.get(page).content.decode().split())
    assert "in touch 5 → 4, paused 0 → 1" in shown or "paused 0 → 1" in shown


def test_the_mentor_sees_sums_of_time_and_none_of_its_labels(
    client: Client, mentored: Cast
) -> None:
    with acting(mentored.casey):
        TimeEntry.objects.create(
            started_at=timezone.now(), minutes=75, category="group", label="Number talk"
        )
    _, shown = review(client, mentored.morgan, mentored.casey)
    assert "1 h 15 min" in shown
    assert "100%" in shown
    assert "Number talk" not in shown
    with acting(mentored.robin), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM alongside.caseload_time(%s)", [str(mentored.casey.pk)])
        assert cursor.fetchall() == []
