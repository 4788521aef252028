"""Rules: a sentence that a person can check, and the SQL that the database runs.

The form of the SQL decides its cost: `= ANY (ARRAY(SELECT f()))` is evaluated once per statement and
uses the index; `IN (SELECT f())` and `EXISTS` are not, and were measured 250 times slower.
"""

from dataclasses import dataclass

SELECT = "SELECT"
INSERT = "INSERT"
UPDATE = "UPDATE"
DELETE = "DELETE"


@dataclass(frozen=True)
class Rule:
    """Who, in words, and the condition on a row. `a & b` and `a | b` compose both."""

    sentence: str
    sql: str

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.sentence}, and {other.sentence}", f"({self.sql}) AND ({other.sql})")

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.sentence}; or {other.sentence}", f"({self.sql}) OR ({other.sql})")


def shared_with_me(column: str = "id") -> Rule:
    """Rows of an item that a partner lent me; `column` holds the item's id.

    The second condition ties the item to the circle that it was lent from.
    """
    return Rule(
        "those with whom a partner shared it, until that day",
        f"{column} = ANY (ARRAY(SELECT alongside.shared_with_me()))"
        f" AND (circle_id::text || {column}::text) = ANY (ARRAY(SELECT alongside.shared_places()))",
    )


IN_MY_CIRCLES = Rule(
    "the participants of its circle, less whoever evaluates a partner",
    "circle_id = ANY (ARRAY(SELECT alongside.mine()))",
)
IN_MY_OPEN_CIRCLES = Rule(
    "the participants of its circle while that is open, less whoever evaluates a partner",
    "circle_id = ANY (ARRAY(SELECT alongside.mine_open()))",
)
I_WROTE_IT = Rule("its author", "author_id = (SELECT alongside.me())")
WRITTEN_NOW = Rule("dated now", "created_at = statement_timestamp()")
MINE_AND_OPEN = IN_MY_OPEN_CIRCLES & I_WROTE_IT & WRITTEN_NOW
I_WROTE_IT_AND_OPEN = IN_MY_OPEN_CIRCLES & I_WROTE_IT
NO_EVALUATOR_ADMITTED = Rule(
    "not in a leadership team, which holds team work only",
    "NOT EXISTS (SELECT 1 FROM access_circle c WHERE c.id = circle_id AND c.admits_evaluator)",
)
MY_OWN = Rule("the person concerned", "member_id = (SELECT alongside.me())")
MY_DISTRICT = Rule("members of the district", "district_id = (SELECT alongside.my_district())")
PROGRAM_ADMIN = Rule(
    "administrators of the district's program",
    "district_id = (SELECT alongside.admin_district())",
)
ROSTER_JOB = Rule(
    "an import that an administrator of the district started",
    "district_id = (SELECT alongside.roster_district())",
)
EVERY_ROW = Rule("every row", "true")
