"""Program pages about people: only an administrator of this district, and only through policies."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.context import acting_as_program
from access.models import EvaluationLine
from access.refusals import refusals
from accounts.enums import Role
from accounts.models import Contact, Invitation, Member, OutboxMessage, RoleAssignment, School
from accounts.services.pasting import read_pasted
from accounts.services.people import add_person
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner
from tests.searching import search

FRAME = ("SAVEPOINT", "RELEASE", "SELECT current_setting('role')")
PROGRAM = "/d/riverbend/program/"
SHEET = "name\temail\tschool\ttitle\nAda Stone\tada@riverbend.test\tLincoln Elementary\tTeacher\n"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alex.user)  # type: ignore[arg-type]
    return client


def pages_of(cast: Cast) -> list[str]:
    with owner():
        line = EvaluationLine.objects.get(evaluator=cast.pat)
    return [
        PROGRAM,
        f"{PROGRAM}people/",
        f"{PROGRAM}people/new/",
        f"{PROGRAM}people/paste/",
        f"{PROGRAM}people/{cast.taylor.pk}/",
        f"{PROGRAM}evaluators/",
        f"{PROGRAM}evaluators/{line.pk}/end/",
        f"{PROGRAM}calendar/",
        f"{PROGRAM}calendar/years/new/",
    ]


def test_every_page_opens_for_the_administrator_in_few_statements(
    cast: Cast, admin: Client
) -> None:
    for address in pages_of(cast):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert admin.get(address).status_code == 200, address
        # The test's own transaction turns the middleware's into a savepoint and asks for the role.
        asked = [q["sql"] for q in statements if not q["sql"].startswith(FRAME)]
        assert len(asked) <= 12, (address, len(asked))


@pytest.mark.parametrize("who", ["casey", "taylor", "pat", "morgan", "kim"])
def test_nobody_else_finds_a_program_page(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who).user)
    for address in pages_of(cast):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_person_of_another_district_is_not_found(cast: Cast, admin: Client) -> None:
    for tail in ("", "invite/", "deactivate/", "roles/"):
        address = f"{PROGRAM}people/{cast.ana.pk}/{tail}"
        assert admin.post(address, {"name": "Changed"}).status_code == 404
    with owner():
        assert Member.objects.get(pk=cast.ana.pk).name == "Ana Silva"


def test_the_list_asks_the_same_number_of_statements_for_many(cast: Cast, admin: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            admin.get(f"{PROGRAM}people/")
        return len(statements)

    admin.get(f"{PROGRAM}people/")
    few = asked()
    with owner():
        Member.objects.bulk_create(
            Member(district=cast.riverbend, name=f"Person {n:02}", first_name="P")
            for n in range(60)
        )
    assert asked() == few


def test_the_next_page_begins_where_the_first_ends(cast: Cast, admin: Client) -> None:
    with owner():
        Member.objects.bulk_create(
            Member(district=cast.riverbend, name=f"Zoe {n:02}", first_name="Zoe") for n in range(40)
        )
    shown: list[str] = []
    address: str | None = f"{PROGRAM}people/"
    while address:
        page = admin.get(address)
        shown += [person.name for person in page.context["people"]]
        after = page.context["after"]
        address = f"{PROGRAM}people/?{urlencode({'after': after})}" if after else None
    with owner():
        everyone = Member.objects.filter(district=cast.riverbend)
        assert sorted(shown) == sorted(everyone.values_list("name", flat=True))


def test_the_list_is_narrowed_by_role_school_and_name(cast: Cast, admin: Client) -> None:
    def names(response: object) -> set[str]:
        return {p.name for p in response.context["people"]}  # type: ignore[attr-defined]

    coaches = names(admin.get(f"{PROGRAM}people/", {"role": "coach"}))
    assert coaches == {"Casey Coach", "Robin Coach"}
    lincoln = names(admin.get(f"{PROGRAM}people/", {"school": str(cast.lincoln.pk)}))
    assert lincoln == {"Taylor Reed", "Jordan Lee"}
    assert names(search(admin, f"{PROGRAM}people/", "taylor@")) == {"Taylor Reed"}


def test_a_person_is_added_and_given_a_role(cast: Cast, admin: Client) -> None:
    answer = admin.post(f"{PROGRAM}people/new/", {"name": "Ada Stone", "email": "A@b.test"})
    assert answer.status_code == 302
    answer = admin.post(
        f"{answer['Location']}roles/",
        {"role": "coach", "school": cast.lincoln.pk, "fte": "0.5", "days": ["1", "3"]},
    )
    assert answer.status_code == 302
    with owner():
        given = RoleAssignment.objects.get(member__name="Ada Stone")
        assert (given.role, given.school_id, given.days) == ("coach", cast.lincoln.pk, [1, 3])
        assert given.district_id == cast.riverbend.pk


def test_an_address_that_is_taken_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    answer = admin.post(
        f"{PROGRAM}people/new/", {"name": "Ada Stone", "email": "taylor@riverbend.test"}
    )
    assert answer.status_code == 422
    assert "Somebody else" in answer.content.decode()
    assert "Ada Stone" in answer.content.decode()


def test_a_role_ends_today_and_one_s_own_administration_does_not(cast: Cast, admin: Client) -> None:
    with owner():
        teaching = RoleAssignment.objects.get(member=cast.taylor)
        mine = RoleAssignment.objects.get(member=cast.alex)
    admin.post(f"{PROGRAM}people/{cast.taylor.pk}/roles/{teaching.pk}/end/")
    admin.post(f"{PROGRAM}people/{cast.alex.pk}/roles/{mine.pk}/end/")
    with owner():
        teaching.refresh_from_db()
        mine.refresh_from_db()
        assert teaching.ends_on is not None
        assert mine.ends_on is None


def test_whoever_left_cannot_come_in_and_undo_opens_again(
    cast: Cast, admin: Client, client: Client
) -> None:
    admin.post(f"{PROGRAM}people/{cast.casey.pk}/deactivate/")
    other = Client()
    other.force_login(cast.casey.user)  # type: ignore[arg-type]
    assert other.get("/d/riverbend/settings/").status_code == 404
    admin.post(f"{PROGRAM}people/{cast.casey.pk}/activate/")
    assert other.get("/d/riverbend/settings/").status_code == 200


def test_an_evaluator_is_recorded_by_name_and_closed_out_at_once(cast: Cast, admin: Client) -> None:
    answer = admin.post(
        f"{PROGRAM}evaluators/",
        {"evaluator": "casey coach", "over": "person", "person": "jordan@riverbend.test"},
    )
    assert answer.status_code == 302
    with owner():
        line = EvaluationLine.objects.get(evaluator=cast.casey)
        assert (line.person_id, line.district_id) == (cast.jordan.pk, cast.riverbend.pk)


def test_nobody_of_another_district_can_be_named(cast: Cast, admin: Client) -> None:
    answer = admin.post(
        f"{PROGRAM}evaluators/",
        {"evaluator": "lee@lakeshore.test", "over": "district"},
    )
    assert answer.status_code == 422
    assert "Nobody of that name" in answer.content.decode()


def open_lines_now() -> set[object]:
    with owner():
        return set(EvaluationLine.objects.filter(ends_on=None).values_list("pk", flat=True))


def test_a_line_is_ended_on_its_own_page_and_the_teachers_are_told(
    cast: Cast, admin: Client
) -> None:
    with owner():
        line = EvaluationLine.objects.get(evaluator=cast.pat)
    address = f"{PROGRAM}evaluators/{line.pk}/end/"
    admin.get(address)
    assert line.pk in open_lines_now()
    assert admin.post(address).status_code == 302
    assert line.pk not in open_lines_now()
    with owner():
        told = OutboxMessage.objects.filter(kind="line_ended")
        assert set(told.values_list("recipient", flat=True)) == {cast.taylor.pk, cast.jordan.pk}
        assert {message.path for message in told} == {"/d/riverbend/settings/"}


def test_an_administrator_cannot_end_a_line_about_themselves(cast: Cast, admin: Client) -> None:
    with owner():
        line = evaluates(cast.alex, of=cast.taylor)
    answer = admin.post(f"{PROGRAM}evaluators/{line.pk}/end/")
    assert answer.status_code == 422
    assert "ask another administrator" in answer.content.decode()
    with owner():
        line.refresh_from_db()
        assert line.ends_on is None
        assert not OutboxMessage.objects.filter(kind="line_ended").exists()


def test_the_database_refuses_back_dated_ends(cast: Cast) -> None:
    day = "2020-01-01"
    for model, of in ((EvaluationLine, "evaluator"), (RoleAssignment, "member")):
        who = cast.pat if model is EvaluationLine else cast.taylor
        with (
            acting_as_program(member_id=cast.alex.pk, district_id=cast.riverbend.pk),
            pytest.raises(Exception, match="row-level security"),
            refusals(),
        ):
            model.objects.filter(**{of: who}).update(ends_on=day)


def test_members_cannot_write_the_staff_list(cast: Cast) -> None:
    for act in (
        lambda: Member.objects.filter(pk=cast.taylor.pk).update(name="Changed"),
        lambda: RoleAssignment.objects.create(member=cast.taylor, role=Role.ADMIN),
        lambda: EvaluationLine.objects.create(evaluator=cast.taylor, person=cast.casey),
    ):
        with (
            acting(cast.taylor),
            pytest.raises(Exception, match="permission denied"),
            refusals(),
        ):
            act()


def test_a_sheet_is_read_with_and_without_a_header() -> None:
    plain = read_pasted('Ada Stone, ada@a.test, Lincoln; Annex, Teacher\n"Reed, Tim",,Lincoln,')
    assert [(p.line, p.name, p.email) for p in plain.people] == [
        (1, "Ada Stone", "ada@a.test"),
        (2, "Tim Reed", ""),
    ]
    assert plain.people[0].schools == ("Lincoln", "Annex")
    headed = read_pasted("Title\tLast name\tFirst name\tE-mail\nCoach\tStone\tAda\tADA@a.test")
    assert (headed.people[0].name, headed.people[0].email) == ("Ada Stone", "ada@a.test")
    assert headed.people[0].suggested == "coach"


def test_bad_lines_are_named_by_their_number() -> None:
    pasted = read_pasted(
        "Ada, ada@a.test\n\n, no@name.test\nBo, not an address\nCy, ada@a.test\nx@y.test, Di\n"
        '"Unclosed, e@e.test'
    )
    assert [line for line, _ in pasted.problems] == [3, 4, 5, 6, 7]
    assert "Line 1" in dict(pasted.problems)[5]


def test_a_sheet_is_shown_before_anybody_is_added(cast: Cast, admin: Client) -> None:
    text = SHEET + "Taylor Reed\ttaylor@riverbend.test\t\t\nNo School\tn@n.test\tNew Place\tCoach"
    answer = admin.post(f"{PROGRAM}people/paste/", {"lines": text, "step": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 people to add" in page
    assert "Not in this district yet: New Place" in page
    assert "Here already" in page
    with owner():
        assert not Member.objects.filter(name="Ada Stone").exists()
        assert not School.objects.filter(name="New Place").exists()


def test_a_sheet_is_added_with_schools_roles_evaluators_and_invitations(
    cast: Cast, admin: Client
) -> None:
    text = (
        f"{SHEET}Cal Coy\tcal@riverbend.test\tNew Place\tLiteracy coach\n"
        "Pri Ya\tpri@riverbend.test\tNew Place\tPrincipal\n"
    )
    answer = admin.post(
        f"{PROGRAM}people/paste/",
        {"lines": text, "step": "add", "make_schools": "on", "invite": "on"},
    )
    assert answer.status_code == 302
    with owner():
        place = School.objects.get(name="New Place", district=cast.riverbend)
        assert RoleAssignment.objects.get(member__name="Cal Coy").role == "coach"
        assert EvaluationLine.objects.get(evaluator__name="Pri Ya").school_id == place.pk
        assert not RoleAssignment.objects.filter(member__name="Pri Ya").exists()
        assert Contact.objects.get(member__name="Ada Stone").email == "ada@riverbend.test"
        assert Invitation.objects.count() == 3


def test_bad_lines_stop_the_adding_and_lose_nothing(cast: Cast, admin: Client) -> None:
    text = f"{SHEET}\tnobody@riverbend.test\t\t\n"
    answer = admin.post(f"{PROGRAM}people/paste/", {"lines": text, "step": "add"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 3: There is no name." in page
    assert "nobody@riverbend.test" in page
    with owner():
        assert not Member.objects.filter(name="Ada Stone").exists()


def test_one_sees_who_is_recorded_as_one_s_evaluator(cast: Cast, client: Client) -> None:
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    page = client.get("/d/riverbend/settings/").content.decode()
    assert "Pat Principal" in page
    client.force_login(cast.casey.user)  # type: ignore[arg-type]
    assert "Pat Principal" not in client.get("/d/riverbend/settings/").content.decode()


def test_settings_are_saved_for_oneself(cast: Cast, client: Client) -> None:
    client.force_login(cast.taylor.user)  # type: ignore[arg-type]
    typed = {"quiet_from": "17:00", "quiet_until": "08:00", "time_zone": "Mars/Olympus"}
    assert client.post("/d/riverbend/settings/", typed).status_code == 422
    typed["time_zone"] = "America/Denver"
    assert client.post("/d/riverbend/settings/", typed).status_code == 302
    with owner():
        assert Contact.objects.get(member=cast.taylor).time_zone == "America/Denver"


def test_an_administrator_adds_nobody_outside_the_program_pages(cast: Cast) -> None:
    with acting(cast.alex), pytest.raises(Exception, match="permission denied"), refusals():
        add_person(name="Ada Stone")


def test_an_administrator_changes_how_much_of_a_week_somebody_coaches(
    admin: Client, cast: Cast
) -> None:
    with owner():
        role = RoleAssignment.objects.get(member=cast.casey, role=Role.COACH)
    at = f"{PROGRAM}people/{cast.casey.pk}/roles/{role.pk}/"
    assert admin.post(at, {"fte": "1.5"}).status_code == 422
    admin.post(at, {"fte": "0.40", "days": ["2", "4"]})
    assert "0.40 of full time" in admin.get(f"{PROGRAM}people/{cast.casey.pk}/").content.decode()
    with owner():
        role.refresh_from_db()
        assert (role.fte, role.days, role.ends_on) == (Decimal("0.40"), [2, 4], None)


@pytest.mark.parametrize("column", ["fte", "days", "source"])
def test_members_read_who_works_where_and_not_how_much(cast: Cast, column: str) -> None:
    with acting(cast.taylor):
        assert RoleAssignment.objects.filter(member=cast.casey).values_list("role", "school")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(RoleAssignment.objects.values_list(column))


def test_a_role_asks_for_what_it_has_and_the_rest_stays(admin: Client, cast: Cast) -> None:
    with owner():
        role = RoleAssignment.objects.get(member=cast.taylor, role=Role.TEACHER)
        RoleAssignment.objects.filter(pk=role.pk).update(fte="0.5", days=[1, 2])
    at = f"{PROGRAM}people/{cast.taylor.pk}/roles/{role.pk}/"
    assert set(admin.get(at).context["form"].fields) == {"last_day"}
    assert admin.post(at, {"fte": "0.1", "coach_role": "1"}).status_code == 302
    with owner():
        role.refresh_from_db()
        assert (role.fte, role.days, role.coach_role) == (Decimal("0.5"), [1, 2], None)


def test_what_a_new_role_does_not_have_does_not_count(admin: Client, cast: Cast) -> None:
    at = f"{PROGRAM}people/{cast.casey.pk}/roles/"
    typed = {"role": "teacher", "school": cast.lincoln.pk, "fte": "", "days": ["9"]}
    assert admin.post(at, {**typed, "role": "mentor"}).status_code == 422
    assert admin.post(at, typed).status_code == 302
    with owner():
        role = RoleAssignment.objects.get(member=cast.casey, role=Role.TEACHER)
        assert (role.fte, role.days, role.coach_role) == (Decimal(1), [], None)
