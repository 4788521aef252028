"""What a mentor and others may see.

A mentor holds no policy on partnerships, participants or sessions: the caseload review comes from a
function that gives letters instead of names, stages and gaps by the week, and totals only below five
partners. What mentor and coach write together belongs to their own circle; names of the coach's
partners are left out of what the coach writes. A name is known to a mentor by its owner's own click.
"""

from access.policy import I_WROTE_IT_AND_OPEN, IN_MY_CIRCLES, MINE_AND_OPEN, Rule

__all__ = ["IN_MY_CIRCLES", "I_WROTE_IT_AND_OPEN", "MINE_AND_OPEN"]

GIVEN_BY_ME = Rule("whose name it is", "partner_id = (SELECT alongside.me())")
TO_MY_COACH = Rule(
    "to the mentor of somebody who supports them, in a circle that they may read",
    "coach_id = ANY (ARRAY(SELECT alongside.my_supporters()))",
)
GIVEN_NOW = Rule("dated now", "agreed_at = statement_timestamp() AND taken_back_at IS NULL")
