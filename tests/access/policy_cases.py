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
from tests.access.acts import KERNEL, Act, Adds, Changes, Does, Reads
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

# Even the kernel does some things once, and takes nothing away by them.
KIMS = "(SELECT user_id FROM accounts_member WHERE first_name = 'Kim')"
AGAIN: dict[str, tuple[Act, ...]] = {
    "member_accept": (
        Changes(who=KERNEL, to="user_id = NULL", then="user_id IS NULL"),
        Changes(who=KERNEL, to=f"user_id = {KIMS}", row="newcomer", alone=True),
        Changes(who=KERNEL, to="identity_since = '2100-01-01'", row="newcomer", alone=True),
    ),
    "invitation_accept": (
        Changes(
            who=KERNEL,
            to="accepted_at = '2100-01-01'",
            given="UPDATE accounts_invitation SET accepted_at = '2020-01-01'",
        ),
    ),
    **{name: (act,) for name, act in agreement_cases.AGAIN.items()},
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

# Pieces that another piece or a key of the table implies; they stand for the planner or the reader.
IMPLIED = {
    ("goal_read", "id = ANY (ARRAY(SELECT alongside.shared_with_me()))"),
    ("visit_read", "id = ANY (ARRAY(SELECT alongside.shared_with_me()))"),
    ("measurement_read", "goal_id = ANY (ARRAY(SELECT alongside.shared_with_me()))"),
    ("sessiontext_read", "session_id = ANY (ARRAY(SELECT alongside.shared_with_me()))"),
    ("evidence_read", "visit_id = ANY (ARRAY(SELECT alongside.shared_with_me()))"),
    # A visit at which one may take notes lies in an open circle of one's own, and the key of a note
    # carries the visit's circle.
    ("evidence_take", "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))"),
    # Whose turn it is to speak is asked among one's own open circles.
    ("comment_write", "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))"),
    ("response_write", "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))"),
    # The key to who started it carries the district.
    ("roster_admin_add", "district_id = (SELECT alongside.admin_district())"),
}
