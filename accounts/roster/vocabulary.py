"""OneRoster's words for roles and places, and what other exports write instead."""

import difflib
import re
from collections.abc import Iterable
from enum import StrEnum


class OrgType(StrEnum):
    DEPARTMENT = "department"
    SCHOOL = "school"
    DISTRICT = "district"
    LOCAL = "local"
    STATE = "state"
    NATIONAL = "national"


class EvaluatesAt(StrEnum):
    """Where a role's holder is suggested as an evaluator, until an admin says otherwise."""

    ORG = "org"
    DISTRICT = "district"


TEACHER = "teacher"
AIDE = "aide"
COUNSELOR = "counselor"
ADMINISTRATOR = "administrator"
PRINCIPAL = "principal"
SITE_ADMINISTRATOR = "siteAdministrator"
DISTRICT_ADMINISTRATOR = "districtAdministrator"
SYSTEM_ADMINISTRATOR = "systemAdministrator"

STAFF_ROLES = (
    TEACHER,
    AIDE,
    COUNSELOR,
    ADMINISTRATOR,
    PRINCIPAL,
    SITE_ADMINISTRATOR,
    DISTRICT_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
)
DROPPED_ROLES = ("student", "parent", "guardian", "relative", "proctor")

SUGGESTED_EVALUATORS = {
    PRINCIPAL: EvaluatesAt.ORG,
    SITE_ADMINISTRATOR: EvaluatesAt.ORG,
    ADMINISTRATOR: EvaluatesAt.ORG,
    DISTRICT_ADMINISTRATOR: EvaluatesAt.DISTRICT,
}

# Words of no OneRoster version that exports nevertheless write, most of them School Data Sync's.
ROLES_READ_AS = {
    "professor": TEACHER,
    "adjunct": TEACHER,
    "faculty": TEACHER,
    "instructor": TEACHER,
    "lecturer": TEACHER,
    "substitute": TEACHER,
    "paraprofessional": AIDE,
    "teacherassistant": AIDE,
    "teachingassistant": AIDE,
    "counsellor": COUNSELOR,
    "assistantprincipal": SITE_ADMINISTRATOR,
    "viceprincipal": SITE_ADMINISTRATOR,
}
ORG_TYPES_READ_AS = {
    "college": OrgType.SCHOOL,
    "university": OrgType.DISTRICT,
    "ministryofeducation": OrgType.NATIONAL,
}

EXTENSION = "ext:"

_SPORTS = re.compile(
    r"\b(athletic|sports?|foot ?ball|basket ?ball|base ?ball|soft ?ball|soccer|track|swim\w*|"
    r"volley ?ball|tennis|golf|wrestling|cheer\w*|lacrosse|hockey|cross.country|strength|"
    r"head|varsity|debate|driver|bus)\b",
    re.IGNORECASE,
)
_COACH = re.compile(
    r"\b(coach(es|ing)?|instructional (specialist|facilitator)|tosa|"
    r"teacher on special assignment)\b",
    re.IGNORECASE,
)


def plain(word: str) -> str:
    """``Site Administrator`` and ``siteAdministrator`` are the same word."""
    return re.sub(r"[\s_-]", "", word).casefold()


ROLE_BY_PLAIN = {plain(role): role for role in (*STAFF_ROLES, *DROPPED_ROLES)}
ORG_TYPE_BY_PLAIN = {plain(kind): kind for kind in OrgType}


def title_suggests_coach(title: str) -> bool:
    """Whether a job title sounds like an instructional coach's, not a team's."""
    return bool(_COACH.search(title)) and not _SPORTS.search(title)


def role_suggests_coach(role: str) -> bool:
    return role.startswith(EXTENSION) and title_suggests_coach(_words(role[len(EXTENSION) :]))


def _words(name: str) -> str:
    """``instructionalCoach`` to ``instructional Coach``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", name)


class Suggestions:
    """Finds the known name that a misspelled one most likely means, remembering answers."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(known)
        self._answers: dict[str, str | None] = {}

    def nearest(self, name: str) -> str | None:
        if name not in self._answers:
            close = difflib.get_close_matches(name, self._known, n=5, cutoff=0.6)
            number = _trailing_number(name)
            # Among names equally alike, the one with the same number is meant.
            close.sort(key=lambda known: _trailing_number(known) != number)
            self._answers[name] = close[0] if close else None
        return self._answers[name]


def _trailing_number(name: str) -> str:
    found = re.search(r"(\d+)$", name)
    return found.group(1).lstrip("0") if found else ""
