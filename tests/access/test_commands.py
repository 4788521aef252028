"""What the operator can ask the kernel, and how its key is changed."""

from io import StringIO
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from access.models import Share
from access.seals import parse_keys
from coaching.models import PrivateNote, Session, SessionText
from observations.models import Evidence, Visit
from tests.access.test_wall import call, logged
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


def test_who_can_read_points_to_the_policies_of_what_is_in_no_circle(
    cast: Cast, logged: Session
) -> None:
    answer = said("who_can_read", str(logged.partnership_id))
    assert "explain_access coaching_partnership" in answer


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
