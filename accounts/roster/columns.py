"""The files of OneRoster that Alongside reads, and the columns that it takes from them.

A column that is not named here is never looked at: that is how passwords, phone numbers,
grades and demographics stay behind. Source: OneRoster CSV 1.1 and 1.2 tables; the other
spellings are those of Microsoft School Data Sync 2 and 2.1 and of common exports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileShape:
    """``others`` maps a wanted column to other spellings that mean the same."""

    name: str
    key: str
    needed: tuple[str, ...]
    wanted: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.needed + self.wanted


MANIFEST = FileShape("manifest.csv", "propertyName", ("propertyName", "value"))

ORGS = FileShape(
    "orgs.csv",
    "sourcedId",
    ("sourcedId", "name", "type"),
    ("status", "identifier", "parentSourcedId"),
)

TERMS = FileShape(
    "academicSessions.csv",
    "sourcedId",
    ("sourcedId", "title", "type", "startDate", "endDate"),
    ("status", "parentSourcedId", "schoolYear"),
)

_PERSON = (
    "status",
    "enabledUser",
    "username",
    "email",
    "preferredGivenName",
    "preferredFamilyName",
    "title",
)
_TITLES = {"title": ("metadata.jobTitle", "metadata.title", "jobTitle", "positionTitle")}

USERS_11 = FileShape(
    "users.csv",
    "sourcedId",
    ("sourcedId", "givenName", "familyName", "role", "orgSourcedIds"),
    _PERSON,
    _TITLES,
)

USERS_12 = FileShape(
    "users.csv", "sourcedId", ("sourcedId", "givenName", "familyName"), _PERSON, _TITLES
)

ROLES = FileShape(
    "roles.csv",
    "userSourcedId",
    ("userSourcedId", "role", "orgSourcedId"),
    ("sourcedId", "status", "roleType", "isPrimary", "beginDate", "endDate"),
    {"beginDate": ("roleStartDate", "startDate"), "endDate": ("roleEndDate",)},
)

READ_FILES = frozenset(
    {"manifest.csv", "orgs.csv", "academicsessions.csv", "users.csv", "roles.csv"}
)

# The rest of the two versions' columns, so that a misspelled column is not taken for one of them.
OTHER_COLUMNS = frozenset(
    {
        "dateLastModified",
        "userIds",
        "middleName",
        "preferredMiddleName",
        "identifier",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "grade",
        "password",
        "userMasterIdentifier",
        "resourceSourcedIds",
        "primaryOrgSourcedId",
        "pronouns",
        "userProfileSourcedId",
        "sessionSourcedId",
        "activeDirectoryMatchId",
    }
)
