"""The program's side: pairings as logistics, coach roles and their agreements."""

import pytest
from django.test import Client

from access.context import acting_as_program
from access.models import Participant
from access.refusals import Refused, refusals
from accounts.models import Member, OutboxMessage
from coaching.models import CoachRole, Partnership, Place, RoleAgreement
from tests.access.test_wall import log, open_with
from tests.cast import Cast, evaluates
from tests.coaching.test_partnerships import statements
from tests.conftest import acting, owner

AT = "/d/riverbend/program/partnerships/"
ROLES = "/d/riverbend/program/coach-roles/"
ROLE = {
    "title": "Literacy coach",
    "focus_areas": "Student talk\nFractions",
    "kinds": ["coaching", "team"],
    "interaction_types": ["planning", "visit"],
    "cadence_days": "14",
    "caseload_limit": "20",
}
AGREEMENT = {
    "seen": "0",
    "purpose": "To come alongside.",
    "share_one_to_one": "60",
    "share_group": "20",
    "share_support": "15",
    "share_non_coaching": "5",
}


@pytest.fixture
def alex(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.alex)


def signed_in(client: Client, member: Member) -> Client:
    assert member.user is not None
    client.force_login(member.user)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def pair(client: Client, coach: Member, *partners: Member) -> tuple[int, str]:
    answer = client.post(
        AT + "new/",
        {
            "kind": "coaching",
            "coach": coach.pk,
            "people": [partner.pk for partner in partners],
            "team_name": "",
            "coach_role": "",
        },
    )
    return answer.status_code, answer.content.decode()


def test_a_pairing_is_proposed_and_begins_with_their_clicks(alex: Client, cast: Cast) -> None:
    assert pair(alex, cast.casey, cast.taylor)[0] == 302
    shown = page(alex, AT)
    assert "Taylor Reed" in shown
    assert "Proposed" in shown
    with owner():
        pairing = Partnership.objects.get()
        told = set(OutboxMessage.objects.values_list("recipient__first_name", "kind"))
    assert told == {("Casey", "partnership_proposed"), ("Taylor", "partnership_proposed")}
    for member in (cast.casey, cast.taylor):
        answer = signed_in(alex, member).post(
            f"/d/riverbend/partnerships/{pairing.pk}/answer/", {"answer": "join"}
        )
        assert answer.status_code == 302
    with owner():
        pairing.refresh_from_db()
    assert pairing.status == "active"


def test_a_principal_made_coach_of_a_teacher_is_refused_with_the_reason(
    alex: Client, cast: Cast
) -> None:
    status, shown = pair(alex, cast.pat, cast.taylor)
    assert status == 422
    assert "Pat Principal evaluates Taylor Reed" in shown
    with owner():
        assert not Partnership.objects.exists()
        assert not OutboxMessage.objects.exists()


def test_a_principal_made_coach_is_refused_in_the_database(cast: Cast) -> None:
    with acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk):
        pairing = Partnership(kind="coaching", term="long")
        Partnership.objects.bulk_create([pairing], ignore_conflicts=True)
        Place.objects.create(partnership=pairing, member=cast.taylor, part=Participant.Part.PARTNER)
        with pytest.raises(Refused, match="Pat Principal evaluates Taylor Reed"), refusals():
            Place.objects.create(partnership=pairing, member=cast.pat, part=Participant.Part.COACH)
        Place.objects.create(partnership=pairing, member=cast.casey, part=Participant.Part.COACH)


def test_nobody_is_their_own_partner(alex: Client, cast: Cast) -> None:
    status, shown = pair(alex, cast.casey, cast.casey)
    assert status == 422
    assert "their own partner" in shown


def test_the_list_shows_last_contact_but_no_words(alex: Client, cast: Cast) -> None:
    with acting(cast.casey):
        log(open_with(cast.taylor))
    shown = page(alex, AT)
    assert "met <time" in shown
    assert "Wait time" not in shown


def test_an_administrator_who_evaluates_a_partner_sees_names_but_no_last_contact(
    alex: Client, cast: Cast
) -> None:
    with acting(cast.casey):
        log(open_with(cast.taylor))
    with owner():
        evaluates(cast.alex, of=cast.taylor)
    shown = page(alex, AT)
    assert "Taylor Reed" in shown
    assert "met <time" not in shown
    assert "Their dates are not shown to you" in shown
    assert "not met yet" not in shown


def test_the_program_ends_a_partnership_and_the_circle_keeps_its_words(
    alex: Client, cast: Cast
) -> None:
    with acting(cast.casey):
        pairing = open_with(cast.taylor)
        log(pairing)
    assert alex.post(f"{AT}{pairing.pk}/end/").status_code == 302
    assert "Taylor Reed" not in page(alex, AT)
    assert "Taylor Reed" in page(alex, AT + "?status=ended")
    taylor = signed_in(alex, cast.taylor)
    assert "Wait time" in page(taylor, f"/d/riverbend/partnerships/{pairing.pk}/")


def test_program_pages_do_not_exist_for_others(alex: Client, cast: Cast) -> None:
    for member in (cast.casey, cast.taylor, cast.pat, cast.morgan):
        for address in (AT, AT + "new/", ROLES, ROLES + "new/"):
            assert signed_in(alex, member).get(address).status_code == 404
    assert signed_in(alex, cast.kim).get(AT).status_code == 404


def test_a_coach_role_is_created_changed_and_retired(alex: Client, cast: Cast) -> None:
    assert "No coach role yet" in page(alex, ROLES)
    assert alex.post(ROLES + "new/", ROLE).status_code == 302
    with owner():
        role = CoachRole.objects.get()
    assert role.focus_areas == ["Student talk", "Fractions"]
    again = alex.post(ROLES + "new/", ROLE)
    assert again.status_code == 422
    assert "with this title already" in again.content.decode()
    address = f"{ROLES}{role.pk}/"
    assert "Student talk" in page(alex, address)
    assert alex.post(address, {**ROLE, "caseload_limit": "0"}).status_code == 422
    assert alex.post(address, {**ROLE, "caseload_limit": "12"}).status_code == 302
    assert "up to 12 partners" in page(alex, ROLES)
    assert alex.post(address + "retire/").status_code == 302
    assert "Retired" in page(alex, ROLES)
    alex.post(address + "retire/")
    assert "Retired" not in page(alex, ROLES)


def test_an_agreement_is_a_new_version_and_a_stale_one_is_not_lost(
    alex: Client, cast: Cast
) -> None:
    alex.post(ROLES + "new/", ROLE)
    with owner():
        role = CoachRole.objects.get()
    address = f"{ROLES}{role.pk}/agreement/"
    uneven = alex.post(address, {**AGREEMENT, "share_group": "30"})
    assert uneven.status_code == 422
    assert "make 110%" in uneven.content.decode()
    assert alex.post(address, AGREEMENT).status_code == 302
    stale = alex.post(address, {**AGREEMENT, "purpose": "Mine, typed meanwhile."})
    assert stale.status_code == 409
    assert "Mine, typed meanwhile." in stale.content.decode()
    assert "To come alongside." in stale.content.decode()
    assert 'name="seen" value="1"' in stale.content.decode()
    assert alex.post(address, {**AGREEMENT, "seen": "1"}).status_code == 302
    with owner():
        versions = list(RoleAgreement.objects.values_list("version", "shares__one_to_one"))
    assert versions == [(2, 60), (1, 60)]


def test_the_lists_ask_the_same_for_one_row_and_for_three(alex: Client, cast: Cast) -> None:
    alex.post(ROLES + "new/", ROLE)
    with acting(cast.casey):
        log(open_with(cast.taylor))
    one = statements(alex, AT), statements(alex, ROLES)
    for title in ("Mathematics coach", "Peer coach"):
        alex.post(ROLES + "new/", {**ROLE, "title": title})
    with acting(cast.casey):
        open_with(cast.jordan)
        open_with(cast.robin)
    many = statements(alex, AT), statements(alex, ROLES)
    assert one == many
    assert max(many) <= 12


def test_an_agreement_is_previewed_before_anybody_reads_it(alex: Client, cast: Cast) -> None:
    alex.post(ROLES + "new/", ROLE)
    with owner():
        role = CoachRole.objects.get()
    address = f"{ROLES}{role.pk}/agreement/"
    told = {**AGREEMENT, "told": ["hours", "days"], "conflict": "The three of them talk."}
    preview = alex.post(address, {**told, "step": "preview"})
    assert preview.status_code == 200
    assert "A principal reads" in preview.content.decode()
    with owner():
        assert not RoleAgreement.objects.exists()
    assert alex.post(address, {**told, "told": ["names"]}).status_code == 422
    assert alex.post(address, told).status_code == 302
    with owner():
        agreed = RoleAgreement.objects.get()
    assert agreed.told_words == ["Days in the building", "Hours by category"]
    assert agreed.conflict == "The three of them talk."
    stale = alex.post(address, {**told, "told": ["groups"]})
    assert stale.status_code == 409
    assert 'value="groups" id="id_told_4" checked' in stale.content.decode()
    alex.force_login(cast.pat.user)  # type: ignore[arg-type]
    read = page(alex, "/d/riverbend/what-i-can-see/")
    assert "Hours by category" in read
    assert "Group work with teams" not in read
