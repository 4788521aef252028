"""For every policy of every model: who it lets through, and who it alone keeps out.

`rights` go through and fail without the policy; `wrongs` are refused and go through once it says
`true`. A piece of a condition that none of them would miss fails the test.
"""

from dataclasses import replace

from tests.access import (
    agreement_cases,
    background_cases,
    district_cases,
    kernel_cases,
    record_cases,
)
from tests.access.acts import KERNEL, Act, Adds, Changes, Does, Reads, leaves_undone
from tests.access.case import IN_RIVERBEND, Case

KERNELS = {
    name: Case((Does(who=who, what=what),)) for name, (who, what) in kernel_cases.NEEDS.items()
} | {
    # No function asks for these today; the grant stands and is measured by itself.
    "school_relate": Case((Reads(who=KERNEL),)),
    "coachrole_relate": Case((Reads(who=KERNEL),)),
    "look_relate": Case((Reads(who=KERNEL),)),
    "outbox_relate": Case((Adds(who=KERNEL, changed=IN_RIVERBEND),)),
}

# Even the kernel does some things once, and takes nothing away by them. What would leave them undone
# is refused, not passed over.
KIMS = "(SELECT user_id FROM accounts_member WHERE first_name = 'Kim')"
AGAIN: dict[str, tuple[Act, ...]] = {
    "member_accept": (
        Changes(who=KERNEL, to="user_id = NULL", then="user_id IS NULL"),
        Changes(
            who=KERNEL,
            to=f"user_id = {KIMS}, identity_since = now()",
            then=f"user_id = {KIMS}",
            alone=True,
        ),
        Changes(who=KERNEL, to=f"user_id = {KIMS}", row="newcomer", alone=True),
        Changes(who=KERNEL, to="identity_since = '2100-01-01'", row="newcomer", alone=True),
    ),
    "invitation_accept": (
        Changes(
            who=KERNEL,
            to="accepted_at = '2100-01-01'",
            given="UPDATE accounts_invitation SET accepted_at = '2020-01-01'",
        ),
        leaves_undone("accounts_invitation", "accepted_at"),
    ),
    **agreement_cases.AGAIN,
}
KERNELS |= {name: replace(KERNELS[name], wrongs=acts) for name, acts in AGAIN.items()}

CASES: dict[str, Case] = {
    **record_cases.RECORDS,
    **record_cases.SHARES,
    **record_cases.PARTNERSHIPS,
    **record_cases.MY_TIME,
    **agreement_cases.AGREEMENTS,
    **background_cases.BACKGROUND,
    **district_cases.DISTRICT,
    **district_cases.WORK_AND_ROSTER,
    **KERNELS,
}

MY_OPEN = "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))"


def lent(column: str) -> tuple[str, str]:
    """What was lent, by its id, and by its id and the circle that it was lent from."""
    places = f"(circle_id::text || {column}::text) = ANY (ARRAY(SELECT alongside.shared_places()))"
    return f"{column} = ANY (ARRAY(SELECT alongside.shared_with_me()))", places


# Pieces that nobody would miss, with the piece that implies them; they stand for the planner or the
# reader.
IMPLIED = {
    **{
        (name, by_id): by_place
        for name, (by_id, by_place) in {
            "goal_read": lent("id"),
            "visit_read": lent("id"),
            "measurement_read": lent("goal_id"),
            "sessiontext_read": lent("session_id"),
            "evidence_read": lent("visit_id"),
        }.items()
    },
    # A visit at which one may take notes lies in an open circle of one's own, and the key of a note
    # carries the visit's circle.
    ("evidence_take", MY_OPEN): "visit_id = ANY (ARRAY(SELECT alongside.my_agreed_visits()))",
    # Whose turn it is to speak is asked among one's own open circles.
    ("comment_write", MY_OPEN): "alongside.may_speak(circle_id, item_id)",
    ("response_write", MY_OPEN): "alongside.may_speak(circle_id, visit_id)",
    # The key to who started it carries the district.
    (
        "roster_admin_add",
        "district_id = (SELECT alongside.admin_district())",
    ): "started_by_id = (SELECT alongside.admin())",
}
