"""A district begins with one administrator who is invited, and with templates to start from."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import District, Invitation, OutboxMessage
from accounts.services.outbox import claim
from goals.models import CycleTemplate
from tests.conftest import owner


def create(slug: str = "mapleton", zone: str = "America/Denver") -> None:
    with owner():
        call_command(
            "create_district",
            slug,
            "Mapleton Schools",
            time_zone=zone,
            admin_name="Ada Stone",
            admin_email="Ada@mapleton.test",
            verbosity=0,
        )


def test_the_first_administrator_is_invited_by_mail(db: None) -> None:
    create()
    with owner():
        assert Invitation.objects.count() == 1
        assert OutboxMessage.objects.get().secret
        assert CycleTemplate.objects.count() == 6
    assert [letter.email for letter in claim()] == ["ada@mapleton.test"]


def test_a_wrong_time_zone_creates_nothing(db: None) -> None:
    with pytest.raises(CommandError, match="time zone"):
        create(zone="Mars/Base")
    with owner():
        assert not OutboxMessage.objects.exists()


def test_a_district_made_in_the_admin_is_finished_and_one_with_people_is_not(db: None) -> None:
    with owner():
        District.objects.create(slug="mapleton", name="Mapleton", time_zone="UTC")
    create()
    with owner():
        made = District.objects.get(slug="mapleton")
        assert (made.name, made.time_zone) == ("Mapleton Schools", "America/Denver")
        assert CycleTemplate.objects.filter(district=made).count() == 6
    with pytest.raises(CommandError, match="already exists"):
        create()
