"""What a mentor and others may see.

A mentor holds no policy on partnerships, participants or sessions: the caseload review comes from a
function that gives pseudonyms, stages and gaps by the week, and totals only below five partners.
What mentor and coach write together belongs to their own circle.
"""

from access.policy import I_WROTE_IT_AND_OPEN, IN_MY_CIRCLES, MINE_AND_OPEN

__all__ = ["IN_MY_CIRCLES", "I_WROTE_IT_AND_OPEN", "MINE_AND_OPEN"]
