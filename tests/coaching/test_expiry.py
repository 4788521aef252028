"""Just for me: its author is warned, can copy it, and then it is gone. No worker ever reads it."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.context import acting_as_worker
from access.models import Circle
from accounts.models import Contact, Member, OutboxMessage
from accounts.services.outbox import send_waiting
from coaching.models import Partnership, PrivateNote, Session
from coaching.services.expiry import remove_expired, warn_of_expiring
from coaching.tasks import expire
from tests.access.test_wall import open_with
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

WORDS = "Heron: I talked too much today"
PAGE = "/d/riverbend/expiring/"


def write_note(partnership: Partnership, body: str = WORDS) -> PrivateNote:
    assert partnership.circle_id
    session = Session.objects.create(
        circle_id=partnership.circle_id,
        partnership=partnership,
        status="held",
        held_at=timezone.now(),
    )
    return PrivateNote.objects.create(circle_id=partnership.circle_id, session=session, body=body)


@pytest.fixture
def note(cast: Cast) -> PrivateNote:
    with owner():
        Contact.objects.update(quiet_from=time(0), quiet_until=time(0))
    with acting(cast.casey):
        return write_note(open_with(cast.taylor))


def closed(cast: Cast, note: PrivateNote, days: int) -> None:
    """The partnership ended so many days ago."""
    with acting(cast.casey):
        assert Partnership.objects.update(status="ended") == 1
    with owner():
        changed = Circle.objects.filter(pk=note.circle_id, closed_at__isnull=False).update(
            closed_at=timezone.now() - timedelta(days=days)
        )
    assert changed == 1


def today(member: Member) -> date:
    return timezone.localdate(timezone=member.district.zone)


def last_day(note: PrivateNote) -> date | None:
    with owner():
        return PrivateNote.objects.get(pk=note.pk).expires_on


def is_kept(note: PrivateNote) -> bool:
    with owner():
        return PrivateNote.objects.filter(pk=note.pk).exists()


def test_a_note_stays_while_its_chapter_is_open(note: PrivateNote) -> None:
    with owner():
        Circle.objects.update(opened_at=timezone.now() - timedelta(days=400))
    assert warn_of_expiring() == 0
    assert remove_expired() == (0, 0)
    assert is_kept(note)


def test_its_author_is_warned_once_a_week_before_and_without_words(
    cast: Cast, note: PrivateNote
) -> None:
    closed(cast, note, days=22)
    assert warn_of_expiring() == 0
    with owner():
        Circle.objects.update(closed_at=timezone.now() - timedelta(days=23))
    assert warn_of_expiring() == 1
    assert warn_of_expiring() == 0
    assert send_waiting() == 1
    (warning,) = mail.outbox
    assert warning.to == ["casey@riverbend.test"]
    assert PAGE in warning.body
    assert "Heron" not in str(warning.message())
    assert last_day(note) == today(cast.casey) + timedelta(days=7)


def test_it_is_removed_after_its_last_day_and_not_before(cast: Cast, note: PrivateNote) -> None:
    closed(cast, note, days=23)
    warn_of_expiring()
    with owner():
        PrivateNote.objects.update(expires_on=today(cast.casey))
    assert remove_expired() == (0, 0)
    with owner():
        PrivateNote.objects.update(expires_on=today(cast.casey) - timedelta(days=1))
    assert remove_expired() == (1, 0)
    assert not is_kept(note)


def test_a_warning_that_comes_late_moves_the_last_day(cast: Cast, note: PrivateNote) -> None:
    closed(cast, note, days=300)
    expire()
    assert is_kept(note)
    assert last_day(note) == today(cast.casey) + timedelta(days=7)
    with owner():
        assert OutboxMessage.objects.get(kind="notes_expire").due_on == last_day(note)


@pytest.mark.parametrize("how", ["evaluates", "left"])
def test_whoever_cannot_read_it_anymore_is_not_warned_and_it_goes_all_the_same(
    cast: Cast, note: PrivateNote, how: str
) -> None:
    closed(cast, note, days=23)
    with owner():
        if how == "evaluates":
            evaluates(cast.casey, of=cast.taylor)
        else:
            Member.objects.filter(pk=cast.casey.pk).update(active=False)
    assert warn_of_expiring() == 0
    assert last_day(note) == today(cast.casey) + timedelta(days=7)


def test_two_notes_of_one_chapter_are_one_warning(cast: Cast, note: PrivateNote) -> None:
    with acting(cast.casey):
        write_note(Partnership.objects.get())
    with acting(cast.taylor):
        write_note(Partnership.objects.get())
    closed(cast, note, days=25)
    assert warn_of_expiring() == 2
    with owner():
        told = OutboxMessage.objects.filter(kind="notes_expire")
        assert set(told.values_list("recipient", flat=True)) == {cast.casey.pk, cast.taylor.pk}


def test_a_note_of_a_chapter_that_closed_because_somebody_joined_expires_too(
    cast: Cast, note: PrivateNote
) -> None:
    with acting(cast.taylor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT alongside.propose_place(p.id, %s, 'coach') FROM coaching_partnership p",
            [cast.robin.pk],
        )
    with acting(cast.robin), connection.cursor() as cursor:
        cursor.execute("SELECT alongside.answer_place(p.id, 'joined') FROM coaching_partnership p")
    with owner():
        Circle.objects.filter(closed_at__isnull=False).update(
            closed_at=timezone.now() - timedelta(days=23)
        )
    assert warn_of_expiring() == 1


def page(client: Client, member: Member, address: str = PAGE) -> str:
    client.force_login(member.user)  # type: ignore[arg-type]  # the cast can all sign in
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_author_alone_reads_it_on_the_page_until_it_goes(
    cast: Cast, note: PrivateNote, client: Client
) -> None:
    assert WORDS not in page(client, cast.casey)
    closed(cast, note, days=10)
    shown = page(client, cast.casey)
    assert WORDS in shown
    assert f'datetime="{today(cast.casey) + timedelta(days=20)}' in shown
    for member in cast.people():
        if member.district_id == cast.riverbend.pk and member != cast.casey:
            assert WORDS not in page(client, member), member.name


def test_where_it_is_written_and_read_stands_until_when(
    cast: Cast, note: PrivateNote, client: Client
) -> None:
    session = f"/d/riverbend/sessions/{note.session_id}/"
    until = "only you · until 30 days after this partnership ends"
    for address in ("/d/riverbend/log/", session):
        assert until in page(client, cast.casey, address)
    closed(cast, note, days=10)
    shown = page(client, cast.casey, session)
    assert until not in shown
    assert f'datetime="{today(cast.casey) + timedelta(days=20)}' in shown


def test_the_page_asks_as_much_for_many_as_for_one(
    cast: Cast, note: PrivateNote, client: Client
) -> None:
    closed(cast, note, days=1)

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            page(client, cast.casey)
        return len(statements)

    asked()
    few = asked()
    with owner():
        PrivateNote.objects.bulk_create(
            PrivateNote(
                district=cast.riverbend, circle_id=note.circle_id, author=cast.casey, body=WORDS
            )
            for _ in range(49)
        )
    assert page(client, cast.casey).count(WORDS) == 50
    assert asked() == few


def test_the_worker_reads_and_removes_no_note_itself(note: PrivateNote) -> None:
    for act in (PrivateNote.objects.exists, PrivateNote.objects.all().delete):
        with (
            acting_as_worker(),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            act()


def test_nobody_puts_off_the_day_of_their_own_note(cast: Cast, note: PrivateNote) -> None:
    with (
        acting(cast.casey),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        PrivateNote.objects.update(expires_on="2100-01-01")
    with (
        acting(cast.casey),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PrivateNote.objects.create(circle_id=note.circle_id, body=WORDS, expires_on="2100-01-01")
