"""Writes of the district and its schools; each names the columns that an administrator may change."""

from accounts.models import District, School


def save_district(*, district: District) -> None:
    district.save(update_fields=["name", "time_zone", "minimum_group", "server_keeper"])


def save_school(*, school: School) -> School:
    school.save(update_fields=None if school._state.adding else ["name", "closed_on"])
    return school
