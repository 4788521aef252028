"""What the operator can ask the kernel, and how its key is changed."""

from io import StringIO
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from access.models import EvaluationLine, Share, Vouch
from access.seals import parse_keys
from accounts.models import Contact, Member, OutboxMessage
from coaching.models import Place, PrivateNote, Pulse, Session, SessionText
from observations.models import Evidence, Visit
from tests.access.test_wall import call, logged, open_with
from tests.cast import Cast, evaluates
from tests.conftest import acting, owner

__all__ = ["logged"]


def said(command: str, *args: str) -> str:
    out = StringIO()
    with owner():
        call_command(command, *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_explain_access_names_every_table(db: None) -> None:
    text = said("explain_access")
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
    assert [table for table in tables if table not in text] == []


def test_explain_access_says_who_in_sentences(db: None) -> None:
    text = said("explain_access", "coaching_sessiontext")
    assert (
        "On a person's page, the participants of its circle, less whoever evaluates a partner;"
        in text
    )
    assert "may change body, revision, edited_at (sessiontext_edit)." in text
    assert "accounts_member" not in text


def test_explain_access_names_the_columns_where_not_all_may_be_read(db: None) -> None:
    text = said("explain_access", "accounts_heartbeat")
    assert (
        "On the sign-in connection, whoever asks whether the worker is alive may read beat_at"
        " (heartbeat_ask)." in text
    )


def test_who_can_read_gives_reasons_and_no_words(cast: Cast, logged: Session) -> None:
    with owner():
        text = SessionText.objects.get()
        evaluates(cast.casey, of=cast.taylor)
    answer = said("who_can_read", str(text.pk))
    assert "Casey Coach can't read it: coach in its circle" in answer
    assert "evaluates a partner" in answer
    assert "Taylor Reed can read it: partner in its circle" in answer
    assert text.body not in answer


def test_who_can_read_knows_what_is_for_its_author(cast: Cast, logged: Session) -> None:
    with owner():
        note = PrivateNote.objects.get()
    answer = said("who_can_read", str(note.pk))
    assert "Casey Coach can read it" in answer
    assert "Taylor Reed can't read it" in answer


def test_who_can_read_names_those_to_whom_it_was_lent(cast: Cast, logged: Session) -> None:
    with acting(cast.taylor):
        Share.objects.create(
            circle_id=logged.circle_id,
            item_kind="session",
            item_id=logged.pk,
            reader=cast.morgan,
            until="2100-01-01",
        )
    with owner():
        text = SessionText.objects.get()
        note = PrivateNote.objects.get()
    lent = "Morgan Mentor can read it: Taylor Reed shared it until January 1, 2100."
    assert lent in said("who_can_read", str(text.pk))
    assert "Morgan" not in said("who_can_read", str(note.pk))
    with owner():
        evaluates(cast.morgan, of=cast.taylor)
    assert "Morgan Mentor can read it" not in said("who_can_read", str(text.pk))


def test_who_can_read_knows_that_a_draft_is_its_authors(cast: Cast, logged: Session) -> None:
    circle = {"circle_id": logged.circle_id}
    with acting(cast.casey):
        visit = Visit.objects.create(
            **circle,
            teacher=cast.taylor,
            visitor=cast.casey,
            focus="Wait time",
            planned_at=timezone.now(),
        )
    with acting(cast.taylor):
        call("move_visit", visit.pk, "agreed", 1)
    with acting(cast.casey):
        line = Evidence.objects.create(**circle, visit=visit, body="Nine seconds.")
    draft = said("who_can_read", str(line.pk))
    assert "Casey Coach can read it" in draft
    assert "Taylor Reed can't read it" in draft
    with acting(cast.casey):
        call("move_visit", visit.pk, "draft", 1)
        call("move_visit", visit.pk, "shared", 1)
    assert "Taylor Reed can read it" in said("who_can_read", str(line.pk))


def test_who_can_read_tells_of_a_partnership_by_its_places(cast: Cast, logged: Session) -> None:
    answer = said("who_can_read", str(logged.partnership_id))
    assert "Casey Coach can read it: coach, joined." in answer
    assert "Taylor Reed can read it: partner, joined." in answer
    assert "On program pages Alex Admin can read it: administrators" in answer
    with owner():
        evaluates(cast.casey, of=cast.taylor)
        place = Place.objects.get(partnership=logged.partnership_id, member=cast.taylor)
    for pk in (logged.partnership_id, place.pk):
        answer = said("who_can_read", str(pk))
        assert "Casey Coach can't read it: coach, joined, and evaluates a partner of it." in answer


def test_who_can_read_tells_who_has_left_a_partnership(cast: Cast, logged: Session) -> None:
    with acting(cast.taylor):
        call("propose_place", logged.partnership_id, cast.jordan.pk, "partner")
    with acting(cast.jordan):
        call("answer_place", logged.partnership_id, "declined")
    answer = said("who_can_read", str(logged.partnership_id))
    assert "Jordan Lee can't read it: partner, declined, and has declined." in answer


def test_who_can_read_says_that_everybody_does(cast: Cast) -> None:
    for pk in (cast.lincoln.pk, cast.jordan.pk, cast.riverbend.pk):
        answer = said("who_can_read", str(pk))
        assert "Everybody in the district can read it: " in answer
        assert "Taylor Reed" not in answer


def test_who_can_read_names_whom_a_line_concerns(cast: Cast) -> None:
    with owner():
        line = evaluates(cast.morgan, of=cast.taylor)
        over_lincoln = EvaluationLine.objects.get(evaluator=cast.pat)
    answer = said("who_can_read", str(line.pk))
    assert "Morgan Mentor can read it: named in it as evaluator." in answer
    assert "Taylor Reed can read it: named in it as person." in answer
    assert "Jordan" not in answer
    answer = said("who_can_read", str(over_lincoln.pk))
    others = next(line for line in answer.splitlines() if "everyone at that school" in line)
    assert "Taylor Reed" in others


def test_who_can_read_says_for_whom_it_is_to_those_it_names(cast: Cast) -> None:
    with owner():
        contact = Contact.objects.get(member=cast.taylor)
    answer = said("who_can_read", str(contact.pk))
    assert "Taylor Reed can read it: named in it as member." in answer
    assert "On program pages Alex Admin can read it" in answer
    assert answer.count("Reed") == 1
    with acting(cast.casey):
        open_with(cast.taylor)
    with owner():
        Member.objects.filter(pk=cast.taylor.pk).update(identity_since=Now())
    with acting(cast.casey):
        doubt = Vouch.objects.create(member=cast.taylor, is_them=False)
    answer = said("who_can_read", str(doubt.pk))
    assert "Casey Coach can read it" in answer
    assert "Taylor Reed can't read it: named in it as member, and it is for" in answer


def test_who_can_read_knows_the_administrator_who_evaluates(cast: Cast, logged: Session) -> None:
    with owner():
        evaluates(cast.alex, of=cast.taylor)
        pulse = Pulse.objects.get(partnership=logged.partnership_id)
    answer = said("who_can_read", str(pulse.pk))
    assert "On program pages Alex Admin can't read it" in answer
    assert "Taylor Reed can read it" in answer


def test_who_can_read_tells_what_nobody_reads_on_a_page(cast: Cast) -> None:
    with owner():
        message = OutboxMessage.objects.create(
            district=cast.riverbend, key="one", kind="line_ended", recipient=cast.taylor
        )
    answer = said("who_can_read", str(message.pk))
    assert "Nobody reads it on their pages; see explain_access accounts_outboxmessage." in answer


def test_who_can_read_answers_the_owner_alone(cast: Cast, logged: Session) -> None:
    with pytest.raises(CommandError, match="Only alongside_owner is answered"):
        call_command("who_can_read", str(logged.pk))
    with acting(cast.casey), pytest.raises(CommandError, match="Only alongside_owner"):
        call_command("who_can_read", str(logged.pk))


def test_who_can_read_says_when_there_is_no_such_record(db: None) -> None:
    with pytest.raises(CommandError, match="No record has this id"):
        said("who_can_read", str(uuid4()))


def test_keys_rotate_while_people_work(
    cast: Cast, logged: Session, settings: LazySettings, tmp_path: object
) -> None:
    old = settings.SEAL_KEYS[0]
    printed = said("rotate_seal_key").strip().removeprefix("SEAL_KEYS=")
    assert texts_for_taylor(cast) == 1  # the old seal still holds
    settings.SEAL_KEYS = parse_keys(printed, tmp_path)  # type: ignore[arg-type]  # never read
    assert settings.SEAL_KEYS[0].name != old.name
    assert texts_for_taylor(cast) == 1
    said("rotate_seal_key", "--retire", old.name)
    assert texts_for_taylor(cast) == 1
    settings.SEAL_KEYS = (old,)
    assert texts_for_taylor(cast) == 0


def texts_for_taylor(cast: Cast) -> int:
    with acting(cast.taylor):
        return SessionText.objects.count()
