"""The directory, a role's duties, and an administrator's word to a teacher."""

import re

import pytest

from accounts.models import OutboxMessage, RoleAssignment
from coaching.models import CoachingInvitation, CoachRole, DirectoryEntry, RoleDuty
from tests.access.test_lines import signed_in, text_of
from tests.cast import Cast
from tests.conftest import owner

AT = "/d/riverbend/"
INVITING = f"{AT}program/coaching-invitations/"
BODY = "Casey has time on Tuesdays."


def test_coaches_stand_in_it_anyway_and_others_by_what_they_offer(cast: Cast) -> None:
    jordan = signed_in(cast.jordan)
    assert "Casey Coach" in text_of(jordan, f"{AT}directory/")
    assert "Jordan Lee" not in text_of(signed_in(cast.taylor), f"{AT}directory/?kind=classroom")
    offer = {"about": "Come on a Monday.", "opens_classroom": "on", "subjects": "Science"}
    jordan.post(f"{AT}directory/mine/", {**offer, "grades": ["4"], "focus_areas": "Student talk"})
    for query in ("kind=classroom", "subject=Science", "grade=4", "focus=Student+talk"):
        page = text_of(signed_in(cast.taylor), f"{AT}directory/?{query}")
        assert "Come on a Monday." in page, query
        assert "Casey Coach" not in page, query


def test_one_entry_a_person_changed_by_themself(cast: Cast) -> None:
    jordan = signed_in(cast.jordan)
    for about in ("Fractions.", "Fractions and talk."):
        jordan.post(f"{AT}directory/mine/", {"about": about})
    with owner():
        assert DirectoryEntry.objects.get(member=cast.jordan).about == "Fractions and talk."


def test_a_vacant_roles_duties_are_shared_out(cast: Cast) -> None:
    with owner():
        role = CoachRole.objects.create(district=cast.riverbend, title="Literacy coach")
    page = f"{AT}program/coach-roles/{role.pk}/duties/"
    alex = signed_in(cast.alex)
    alex.post(page, {"duty": "Book room", "member": cast.jordan.pk})
    alex.post(page, {"duty": "Data meetings", "member": ""})
    read = text_of(signed_in(cast.taylor), f"{AT}directory/")
    assert "Literacy coach, vacant" in read
    assert "Book room" in read
    assert "nobody yet" in read
    with owner():
        RoleAssignment.objects.create(
            district=cast.riverbend, member=cast.casey, role="coach", coach_role=role
        )
        gone = RoleDuty.objects.get(duty="Book room")
    alex.post(f"{AT}program/coach-roles/duties/{gone.pk}/remove/")
    read = text_of(signed_in(cast.taylor), f"{AT}directory/")
    assert "vacant" not in read
    assert "Book room" not in read


def without_tokens(page: str) -> str:
    """Each answer has its own against forged forms."""
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


@pytest.fixture
def invited(cast: Cast) -> CoachingInvitation:
    signed_in(cast.alex).post(INVITING, {"member": cast.taylor.pk, "body": BODY})
    with owner():
        return CoachingInvitation.objects.get()


def test_the_teacher_reads_it_word_for_word_and_puts_it_away(
    cast: Cast, invited: CoachingInvitation
) -> None:
    page = f"{AT}invited/{invited.pk}/"
    taylor = signed_in(cast.taylor)
    assert BODY in text_of(taylor, page)
    for other in (cast.casey, cast.pat, cast.alex, cast.ana):
        assert signed_in(other).get(page).status_code == 404
    sent = without_tokens(text_of(signed_in(cast.alex), INVITING))
    taylor.post(f"{page}put-away/")
    assert without_tokens(text_of(signed_in(cast.alex), INVITING)) == sent
    with owner():
        message = OutboxMessage.objects.get(kind="coaching_invited")
        assert message.recipient_id == cast.taylor.pk


def test_nobody_is_written_to_again_within_thirty_days(
    cast: Cast, invited: CoachingInvitation
) -> None:
    again = signed_in(cast.alex).post(INVITING, {"member": cast.taylor.pk, "body": "And?"})
    assert again.status_code == 422
    page = again.content.decode()
    assert "in the last 30 days" in page
    assert "And?" in page
