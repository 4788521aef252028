"""Who may see and do what in visits.

The teacher asks or agrees first: no evidence can be written before. A draft is its author's, the
circle sees that it exists; once shared the circle reads it. When the teacher withdraws consent,
visit and evidence go to the teacher's own shelf.
"""

from access.policy import I_WROTE_IT, IN_MY_CIRCLES, MINE_AND_OPEN, Rule, shared_with_me

EVIDENCE_READERS = IN_MY_CIRCLES & (I_WROTE_IT | Rule("once shared, the circle", "shared"))
AGREED_VISITS = MINE_AND_OPEN & Rule(
    "at a visit to which the teacher agreed",
    "visit_id = ANY (ARRAY(SELECT alongside.my_agreed_visits()))",
)
MY_TURN = MINE_AND_OPEN & Rule(
    "after the teacher whose classroom it was",
    "alongside.may_speak(circle_id, visit_id)",
)
SHARED_EVIDENCE = EVIDENCE_READERS | (
    shared_with_me("visit_id") & Rule("once shared with the circle", "shared")
)
