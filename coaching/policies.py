"""Who may see and do what in partnerships and sessions.

A partnership's names, kind and status are logistics: those in it and the program's administrators
see them. Whoever has left sees the chapters that were theirs and nothing of the present. Its dates and counts (the pulse) are closed to an administrator who evaluates a partner.
What was said belongs to the circle. "Just for me" belongs to its author, as long as the author may
still read the circle: a coach who becomes principal does not take the old notes along. It expires
(docs/background.md) without anything but its author ever reading it.
"""

from access.policy import I_WROTE_IT, IN_MY_CIRCLES, IN_MY_OPEN_CIRCLES, PROGRAM_ADMIN, Rule

IN_IT = Rule(
    "those in the partnership or asked to join it, less whoever evaluates a partner",
    "id = ANY (ARRAY(SELECT alongside.my_partnerships()))",
)
STEERS = Rule(
    "those who are in it now; while it is only proposed, those whom it concerns",
    "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))"
    " OR (status = 'proposed' AND id = ANY (ARRAY(SELECT alongside.my_partnerships())))",
)
ONES_PARTNERSHIP = Rule(
    "those in the partnership or asked to join it, less whoever evaluates a partner",
    "partnership_id = ANY (ARRAY(SELECT alongside.my_partnerships()))",
)
ONES_OWN_TIME = Rule(
    "those in the partnership, or in it until it ended, less whoever evaluates a partner",
    "partnership_id = ANY (ARRAY(SELECT alongside.my_present()))",
)
NOT_EVALUATING = Rule(
    "not one who evaluates a partner in it",
    "partnership_id <> ALL (ARRAY(SELECT alongside.denied_partnerships()))",
)
PROGRAM_WHO_MAY_COUNT = PROGRAM_ADMIN & NOT_EVALUATING
ONLY_PROPOSED = Rule("only as a proposal", "status = 'proposed'")
JUST_FOR_ME = IN_MY_CIRCLES & I_WROTE_IT
JUST_WRITTEN = (
    IN_MY_OPEN_CIRCLES
    & I_WROTE_IT
    & Rule("within ten minutes, to undo it", "created_at > now() - interval '10 minutes'")
)
COACHED = IN_MY_OPEN_CIRCLES & Rule(
    "whoever has the coach's part in it",
    "circle_id = ANY (ARRAY(SELECT p.circle_id FROM access_participant p"
    " WHERE p.member_id = (SELECT alongside.me()) AND p.part = 'coach'))",
)
NOT_HELD_YET = Rule("while it is planned or called off", "status IN ('planned', 'not_held')")
# What was logged once may hold somebody's words, which a row takes along.
NEVER_LOGGED = Rule(
    "while it is planned and was never logged", "status = 'planned' AND revision = 1"
)
NOT_EXPIRING = Rule("without a last day", "expires_on IS NULL")
# East of Greenwich a district's day begins before the database's.
EXPIRED = Rule("once its last day has come", "expires_on <= current_date")
MY_TIME = Rule("the coach whose time it is", "author_id = (SELECT alongside.me())")
MY_OPEN_TIME = MY_TIME & Rule(
    "not with somebody whose record is closed to them",
    "id <> ALL (ARRAY(SELECT alongside.my_hidden_entries()))",
)
OF_MY_REQUEST = Rule(
    "beside one's own request",
    "EXISTS (SELECT 1 FROM coaching_request r WHERE r.id = request_id"
    " AND r.circle_id = coaching_wish.circle_id AND r.author_id = (SELECT alongside.me()))",
)
