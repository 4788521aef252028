"""Who may see and do what in visits.

The teacher asks or agrees first: no evidence can be written before, and what was agreed to stays as
it is. A draft is its author's, the circle sees that it exists; once shared the circle reads it, and
no line changes anymore. When the teacher withdraws consent,
visit and evidence go to the teacher's own shelf.
"""

from access.policy import (
    I_WROTE_IT,
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    MINE_AND_OPEN,
    NO_EVALUATOR_ADMITTED,
    Rule,
    shared_with_me,
)

UNTIL_AGREED = I_WROTE_IT_AND_OPEN & Rule(
    "until the other one agrees; a teacher's own wish until the visit begins",
    "status = 'proposed' OR (status = 'agreed' AND teacher_id = author_id)",
)
UNTIL_SHARED = I_WROTE_IT_AND_OPEN & Rule("until it is shared", "NOT shared")
EVIDENCE_READERS = IN_MY_CIRCLES & (I_WROTE_IT | Rule("once shared, the circle", "shared"))
PROPOSED_BETWEEN_TWO = (
    MINE_AND_OPEN
    & NO_EVALUATOR_ADMITTED
    & Rule(
        "between two who are in it, as a proposal",
        "(SELECT count(*) FROM access_participant p"
        " WHERE p.circle_id = observations_visit.circle_id"
        " AND p.member_id IN (teacher_id, visitor_id)) = 2"
        " AND status = 'proposed' AND revision = 1 AND expires_on IS NULL"
        " AND num_nonnulls(agreed_at, started_at, ended_at, shared_at) = 0",
    )
)
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
