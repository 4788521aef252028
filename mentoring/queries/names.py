"""Named reads: what a coach's own page knows about names that become numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from mentoring.queries.functions import rows_of

NAMES = "SELECT * FROM alongside.my_names_to_find(%s)"
NUMBERS = re.compile(r"Partner \d+(?: or \d+)*")


@dataclass(frozen=True)
class NameToFind:
    """`pattern` is looked for in a text and `becomes` written instead; None for a name that may stand.
    `who` says whose it is, where `is_whole` the whole name is meant."""

    who: str | None
    is_whole: bool
    pattern: str
    becomes: str | None


def names_to_find(circle_id: UUID) -> list[NameToFind]:
    """The order counts: whole names first. Empty for everybody but a coach who writes to a mentor."""
    return [NameToFind(*row) for row in rows_of(NAMES, [str(circle_id)])]


def people_of(names: Iterable[NameToFind]) -> list[NameToFind]:
    """One for each person who isn't named, by name."""
    whole = {one.becomes: one for one in names if one.is_whole and one.becomes}
    return sorted(whole.values(), key=lambda one: one.who or "")


def numbered_in(texts: Iterable[str], names: Iterable[NameToFind]) -> list[NameToFind]:
    """Those whose numbers stand in these texts."""
    numbers = {
        number
        for text in texts
        for found in NUMBERS.findall(text)
        for number in re.findall(r"\d+", found)
    }
    return [one for one in people_of(names) if numbers & set(re.findall(r"\d+", one.becomes or ""))]
