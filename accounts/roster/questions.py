"""What only a person can answer before an import: who evaluates teachers, and who coaches."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from accounts.roster.comparing import full_name
from accounts.roster.current import Current
from accounts.roster.plan import Decisions
from accounts.roster.staging import StagedPerson, StagedRole, StagedRoster
from accounts.roster.vocabulary import SYSTEM_ADMINISTRATOR, EvaluatesAt

_SOUNDS_LIKE_ADMINISTRATION = re.compile(
    r"\b(principal|superintendent|supervisor|administrator|director|dean|head of school)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """About one person. `where` is what a yes would mean; `answer` is what is preselected."""

    sourced_id: str
    name: str
    title: str
    where: str
    answer: bool


def evaluator_questions(roster: StagedRoster, earlier: Decisions) -> list[Question]:
    """One for each administrator, and for whoever has an administrator's title."""
    questions = []
    roles = roster.roles_of()
    for person in roster.people.values():
        theirs = [role for role in roles.get(person.sourced_id, []) if not role.deleted]
        if person.deleted or not theirs or not _may_evaluate(person, theirs):
            continue
        suggested = any(role.suggested_evaluator for role in theirs)
        questions.append(
            Question(
                person.sourced_id,
                full_name(person),
                person.title,
                _where(roster, theirs),
                earlier.evaluators.get(person.sourced_id, suggested),
            )
        )
    return sorted(questions, key=lambda question: (question.where, question.name))


def coach_questions(roster: StagedRoster, current: Current, earlier: Decisions) -> list[Question]:
    """One for each person whose title or role sounds like a coach's and who is none yet."""
    questions = []
    roles = roster.roles_of()
    for person in roster.people.values():
        theirs = [role for role in roles.get(person.sourced_id, []) if not role.deleted]
        here = current.members.get(person.sourced_id)
        if here is not None and here.id in current.coaches:
            continue
        if theirs and (person.suggested_coach or any(role.suggested_coach for role in theirs)):
            questions.append(
                Question(
                    person.sourced_id,
                    full_name(person),
                    person.title,
                    _where(roster, theirs),
                    earlier.coaches.get(person.sourced_id, True),
                )
            )
    return sorted(questions, key=lambda question: question.name)


def _may_evaluate(person: StagedPerson, roles: list[StagedRole]) -> bool:
    return bool(_SOUNDS_LIKE_ADMINISTRATION.search(person.title)) or any(
        role.suggested_evaluator
        or role.role == SYSTEM_ADMINISTRATOR
        or _SOUNDS_LIKE_ADMINISTRATION.search(role.role)
        for role in roles
    )


def _where(roster: StagedRoster, roles: list[StagedRole]) -> str:
    if any(role.suggested_evaluator is EvaluatesAt.DISTRICT for role in roles):
        return "Everyone in the district"
    names = {roster.orgs[role.org].name for role in roles if role.org in roster.orgs}
    return ", ".join(sorted(names)) or "Where they work"


def as_json(questions: list[Question]) -> list[dict[str, Any]]:
    return [asdict(question) for question in questions]
