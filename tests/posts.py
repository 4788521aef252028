"""What is sent to every address that takes a POST, and who may send it.

Each body is a valid one: the right person's POST goes through and changes something. Everybody
else's same POST must not. An address without an entry takes no POST at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from tests.access.stage import Stage
from tests.before_posting import (
    Values,
    changed,
    chapter,
    day,
    ended,
    ended_by_program,
    goal_left_behind,
    lent,
    moment,
    never_true,
    newcomer,
    old_chapter,
    once_kept_out,
    pk,
    place_of,
    proposal,
    staged,
    uploaded,
    vouched,
    who,
)
from tests.coaching.sessions import logged

ADMINS = ("Blake", "Sam")


def nothing(stage: Stage) -> Values:
    return {}


@dataclass(frozen=True)
class Post:
    """`too` names others who may do the same; `inside` those who read the record and may not.

    `given` sets up what the click needs and answers what else stands in the address. An `open` page
    names no record in its address: what it doesn't offer is a mistake in its form. `own` business is
    everybody's in the district, each for themself.
    """

    by: str
    body: Callable[[Stage], Values] = nothing
    too: tuple[str, ...] = ()
    inside: tuple[str, ...] = ("Casey", "Taylor")
    given: Callable[[Stage], Values] = nothing
    query: Callable[[Stage], Values] = nothing
    open: bool = False
    own: bool = False
    writes: bool = True


BY_THE_HOUR = {"minutes": 30, "form": "in_person"}
SEARCH = {"q": "Taylor", "find": "1"}
SETTINGS = {"quiet_from": "19:00", "quiet_until": "06:00", "time_zone": "", "on_leave_until": ""}
UNDER_WAY = "UPDATE observations_visit SET status = 'draft', started_at = now()"
A_DRAFT = f"{UNDER_WAY}; UPDATE observations_evidence SET shared = false"
LOG_BOXES = {"working": "Another word.", "challenges": "", "coach_steps": "", "mentor_steps": ""}
COACH_ROLE = {
    "title": "Literacy coach",
    "focus_areas": "Student talk",
    "kinds": ["coaching"],
    "interaction_types": ["planning"],
    "cadence_days": 7,
    "caseload_limit": 20,
}
AGREEMENT = {
    "seen": 0,
    "purpose": "To come alongside.",
    "share_one_to_one": 60,
    "share_group": 20,
    "share_support": 15,
    "share_non_coaching": 5,
}

COACHING = {
    "log": Post(
        "Casey", lambda s: logged(people=[pk(s, "partnership")]), too=("Taylor",), open=True
    ),
    "partnerships": Post("Casey", lambda s: SEARCH, own=True, writes=False),
    "sessions": Post("Casey", lambda s: SEARCH, own=True, writes=False),
    "log-people": Post("Casey", lambda s: {"search": "Taylor"}, own=True, writes=False),
    "log-other": Post(
        "Casey",
        lambda s: {
            "submission": uuid4(),
            "started_at": moment(),
            "minutes": 30,
            "category": "support",
            "label": "Testing",
        },
        own=True,
    ),
    "log-undo": Post("Casey"),
    "log-change": Post(
        "Casey",
        lambda s: {"started_at": moment(), "minutes": 20, "category": "support", "revision": 1},
        inside=("Taylor",),
    ),
    "log-remove": Post("Casey", inside=("Taylor",)),
    "session-plan": Post(
        "Casey",
        lambda s: {**BY_THE_HOUR, "planned_at": moment(1)},
        too=("Taylor",),
        query=lambda s: {"partnership": pk(s, "partnership")},
    ),
    "session": Post("Casey", lambda s: {"body": "Another word.", "revision": 1}),
    "session-change": Post(
        "Casey", lambda s: {**BY_THE_HOUR, "started_at": moment(), "minutes": 20, "revision": 1}
    ),
    "session-step": Post(
        "Casey",
        lambda s: {"submission": uuid4(), "step": "Try it.", "owner": who(s, "Casey")},
        too=("Taylor",),
    ),
    "session-note": Post("Casey", lambda s: {"own": "Another word.", "revision": 1}),
    "session-happened": Post("Casey"),
    "session-moved": Post("Casey", lambda s: {"planned_at": moment(3)}),
    "session-not-held": Post("Casey", lambda s: {"reason": "coverage"}),
    "session-plan-undo": Post("Casey"),
    "session-plan-again": Post(
        "Casey",
        given=changed("UPDATE coaching_session SET status = 'not_held' WHERE status = 'planned'"),
    ),
    "partnership-open": Post(
        "Casey",
        lambda s: {"people": [who(s, "Jordan")], "kind": "coaching", "term": "short"},
        own=True,
    ),
    "partnership-answer": Post(
        "Jordan", lambda s: {"answer": "join"}, inside=("Quinn",), given=proposal
    ),
    "partnership-ask": Post(
        "Taylor",
        lambda s: {"member": who(s, "Quinn"), "part": "coach"},
        inside=("Casey", "Robin"),
    ),
    "partnership-long-term": Post("Taylor", too=("Casey",), inside=("Robin",)),
    "partnership-pause": Post(
        "Casey", lambda s: {"until": day(9)}, too=("Taylor",), inside=("Robin",)
    ),
    "partnership-resume": Post(
        "Casey",
        too=("Taylor",),
        inside=("Robin",),
        given=changed("UPDATE coaching_partnership SET status = 'paused' WHERE status = 'active'"),
    ),
    "partnership-end": Post("Casey", too=("Taylor",), inside=("Robin",)),
    "partnership-take-back": Post("Quinn", inside=("Jordan",), given=ended),
    "newcomer": Post("Quinn", lambda s: {"answer": "them"}, inside=(), given=newcomer),
    "newcomer-undo": Post("Quinn", inside=(), given=vouched),
    "partnership-leave": Post("Taylor", too=("Casey",), inside=("Robin",)),
    "request-new": Post(
        "Taylor",
        lambda s: {
            "submission": uuid4(),
            "size": "one_lesson",
            "to": f"coach:{who(s, 'Quinn')}",
            "body": "Another word.",
        },
        own=True,
    ),
    "request-edit": Post(
        "Taylor", lambda s: {"body": "Another word.", "revision": 1}, inside=("Casey",)
    ),
    "request-accept": Post("Casey", lambda s: {"body": "Gladly.", "minutes": 30}),
    "request-pass": Post("Casey", lambda s: {"colleague": who(s, "Quinn")}),
    "request-decline": Post("Casey", lambda s: {"body": "Not in May."}),
    "request-take-back": Post("Taylor", inside=("Casey",)),
    "directory": Post("Casey", lambda s: SEARCH, own=True, writes=False),
    "directory-mine": Post("Taylor", lambda s: {"about": "Fractions."}, own=True),
    "coaching-invitation-put-away": Post("Taylor", inside=()),
}

GOALS = {
    "goal-new": Post(
        "Casey",
        lambda s: {**place_of(s), "statement": "Students will talk."},
        too=("Taylor",),
        open=True,
    ),
    "goal-edit": Post("Casey", lambda s: {"statement": "Another.", "revision": 1}, ("Taylor",)),
    "goal-status": Post("Casey", too=("Taylor",)),
    "step-new": Post(
        "Casey", lambda s: {"words": "Try it.", "owner": who(s, "Casey")}, ("Taylor",)
    ),
    "step-edit": Post(
        "Casey",
        lambda s: {"words": "Try it.", "owner": who(s, "Casey"), "revision": 1},
        ("Taylor",),
    ),
    "step-done": Post("Casey", too=("Taylor",)),
    "step-undone": Post(
        "Casey", too=("Taylor",), given=changed("UPDATE goals_nextstep SET done_at = now()")
    ),
    "measurement-new": Post("Casey", lambda s: {"measured_on": day(), "value": 7}, ("Taylor",)),
    "measurement-remove": Post("Casey"),
    "goal-outcome": Post(
        "Taylor", lambda s: {"verdict": "partly", "reflection": "", "revision": 1}, ("Casey",)
    ),
    "cycle-new": Post("Casey", lambda s: {"template": pk(s, "program-templates")}, ("Taylor",)),
    "cycle-move": Post("Casey", lambda s: {"seen": 1}, ("Taylor",)),
    "cycle-end": Post("Casey", too=("Taylor",)),
    "cycle-reopen": Post(
        "Casey", too=("Taylor",), given=changed("UPDATE goals_cycle SET ended_on = current_date")
    ),
    "goal-share": Post("Taylor", lambda s: {"reader": who(s, "Morgan"), "until": day(9)}),
    "share-take-back": Post("Taylor", given=lent),
    "goal-carry": Post(
        "Taylor",
        lambda s: {**place_of(s), "with_measurements": "on"},
        inside=("Casey", "Robin"),
        given=goal_left_behind,
    ),
}

CONVERSATIONS = {
    "comment-new": Post("Casey", lambda s: {"body": "Another word."}, ("Taylor",)),
    "comment-edit": Post("Casey", lambda s: {"body": "Another word.", "revision": 1}),
    "comment-remove": Post("Casey"),
    "visit-new": Post(
        "Casey",
        lambda s: {
            "pair": f"{chapter(s)}:{who(s, 'Taylor')}:{who(s, 'Casey')}",
            "focus": "Wait time",
            "day": day(3),
            "time": "09:00",
        },
        too=("Taylor",),
        open=True,
    ),
    "visit-move": Post("Taylor", lambda s: {"answer": "withdrawn"}),
    "visit-line-add": Post(
        "Casey", lambda s: {"body": "9 hands up.", "kind": "note"}, given=changed(UNDER_WAY)
    ),
    "visit-words": Post("Casey", lambda s: {"body": "effective"}, writes=False),
    "visit-line-mend": Post("Casey", lambda s: {"body": "Ten hands."}, given=changed(A_DRAFT)),
    "visit-edit": Post(
        "Casey",
        lambda s: {"focus": "Who speaks", "day": day(3), "time": "09:00", "revision": 1},
        given=changed("UPDATE observations_visit SET status = 'proposed', agreed_at = NULL"),
    ),
    "visit-line-remove": Post("Casey", given=changed(A_DRAFT)),
    "visit-response": Post("Taylor", lambda s: {"body": "Another word.", "revision": 1}),
    "caseload": Post(
        "Morgan",
        lambda s: {**LOG_BOXES, "revision": 0},
        inside=(),
        given=changed("DELETE FROM mentoring_reviewlog"),
    ),
    "my-mentor": Post(
        "Casey",
        lambda s: {**LOG_BOXES, "revision": 0},
        inside=(),
        given=changed("DELETE FROM mentoring_reviewlog"),
    ),
    "review-log": Post("Morgan", lambda s: {**LOG_BOXES, "revision": 1}, too=("Casey",), inside=()),
    "my-access-line": Post(
        "Taylor",
        lambda s: {"line": pk(s, "program-evaluators"), "answer": "agree"},
        inside=(),
        given=never_true,
    ),
    "my-name": Post("Taylor", lambda s: {"coach": who(s, "Casey"), "answer": "open"}, ("Pat",), ()),
    "my-access-reader": Post(
        "Jordan",
        lambda s: {"circle": old_chapter(s), "reader": who(s, "Quinn"), "answer": "open"},
        inside=(),
        given=once_kept_out,
    ),
    "my-settings": Post("Casey", lambda s: SETTINGS, own=True),
}


def kept_by_program(
    body: Callable[[Stage], Values] = nothing,
    given: Callable[[Stage], Values] = nothing,
    *,
    evaluated: bool = False,
    writes: bool = True,
) -> Post:
    """`evaluated`: what is about somebody whom Blake evaluates is not Blake's to keep."""
    too, inside = (("Sam",), ("Blake",)) if evaluated else (ADMINS, ())
    return Post("Alex", body, too=too, inside=inside, given=given, writes=writes)


PEOPLE = {
    "program-partnerships": kept_by_program(lambda s: SEARCH, writes=False),
    "program-people": kept_by_program(lambda s: SEARCH, writes=False),
    "program-people-new": kept_by_program(lambda s: {"name": "Nora New", "email": "n@x.test"}),
    "program-paste": kept_by_program(
        lambda s: {
            "lines": "Nora New, n@x.test, Lincoln Elementary, Teacher",
            "step": "add",
            "make_schools": "on",
        }
    ),
    "program-person": kept_by_program(
        lambda s: {"name": "Taylor Reed", "title": "Grade 4", "email": "taylor@riverbend.test"}
    ),
    "program-person-role-add": kept_by_program(lambda s: {"role": "mentor", "fte": "1.00"}),
    "program-person-role": kept_by_program(lambda s: {"last_day": "2099-06-30"}, evaluated=True),
    "program-person-role-end": kept_by_program(evaluated=True),
    "program-person-invite": kept_by_program(
        given=changed("UPDATE accounts_member SET user_id = NULL WHERE name = 'Taylor Reed'")
    ),
    "program-person-deactivate": kept_by_program(),
    "program-person-activate": kept_by_program(
        given=changed("UPDATE accounts_member SET active = false WHERE name = 'Taylor Reed'")
    ),
    "program-evaluators": kept_by_program(
        lambda s: {"evaluator": "Alex Admin", "over": "person", "person": "Robin Coach"}
    ),
    "program-evaluators-end": kept_by_program(),
    "program-evaluators-never-true": kept_by_program(lambda s: {"reason": "person"}),
    "program-calendar-year-new": kept_by_program(
        lambda s: {"name": "Later", "starts_on": day(400), "ends_on": day(600)}
    ),
    "program-district": kept_by_program(
        lambda s: {
            "name": "Riverbend Schools",
            "time_zone": "America/Denver",
            "minimum_group": 12,
            "server_keeper": "The county office",
        }
    ),
    "program-district-school-add": kept_by_program(lambda s: {"school-name": "Hilltop School"}),
    "program-district-school": kept_by_program(lambda s: {"name": "Lincoln", "closed": "on"}),
    "program-calendar-year": kept_by_program(
        lambda s: {"name": "Longer", "starts_on": day(-3), "ends_on": day(300)}
    ),
    "program-calendar-period-add": kept_by_program(
        lambda s: {
            "period-name": "Q2",
            "period-starts_on": day(60),
            "period-ends_on": day(90),
        }
    ),
    "program-calendar-period": kept_by_program(
        lambda s: {"name": "First", "starts_on": day(2), "ends_on": day(30)}
    ),
    "program-calendar-days-add": kept_by_program(lambda s: {"days-first": day(50)}),
    "program-calendar-day-remove": kept_by_program(),
    "program-import": kept_by_program(uploaded),
    "program-import-confirm": kept_by_program(
        lambda s: {"evaluator-0": "yes", "coach-0": "on"}, staged
    ),
    "program-import-discard": kept_by_program(),
}

PROGRAM = {
    "program-partnerships-propose": kept_by_program(
        lambda s: {"kind": "coaching", "coach": who(s, "Quinn"), "people": [who(s, "Jordan")]}
    ),
    "program-partnerships-take-back": Post("Alex", inside=ADMINS, given=ended_by_program),
    "program-partnerships-end": kept_by_program(),
    "program-coach-roles-new": kept_by_program(lambda s: COACH_ROLE),
    "program-coach-roles-edit": kept_by_program(lambda s: COACH_ROLE),
    "program-coach-roles-agreement": kept_by_program(lambda s: AGREEMENT),
    "program-coach-roles-retire": kept_by_program(),
    "program-coach-roles-duties": kept_by_program(lambda s: {"duty": "Data meetings"}),
    "program-coach-roles-duty-remove": kept_by_program(),
    "program-invitations": kept_by_program(
        lambda s: {"member": who(s, "Jordan"), "body": "Another word."}
    ),
    "program-templates-new": kept_by_program(
        lambda s: {
            "name": "Our cycle",
            "about": "",
            "stage-TOTAL_FORMS": 1,
            "stage-INITIAL_FORMS": 0,
            "stage-0-name": "Look",
        }
    ),
    "program-templates-edit": kept_by_program(
        lambda s: {
            "name": "Our cycle",
            "about": "",
            "stage-TOTAL_FORMS": 1,
            "stage-INITIAL_FORMS": 1,
            "stage-0-name": "Look",
            "stage-0-prompt": "",
            "stage-0-cadence_days": 7,
        }
    ),
    "program-templates-retire": kept_by_program(),
    "program-templates-restore": kept_by_program(
        given=changed("UPDATE goals_cycletemplate SET retired_at = now()")
    ),
}

POSTS: dict[str, Post] = {**COACHING, **GOALS, **CONVERSATIONS, **PEOPLE, **PROGRAM}
