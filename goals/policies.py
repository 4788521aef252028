"""Who may see and do what with goals.

A goal, its cycle, stages and measurements belong to the circle: coach and partner both write them.
Each person writes one outcome of their own. Of a next step, workers see the day and whose it is,
never the words. Templates are the district's, readable by all.
"""

from access.policy import (
    I_WROTE_IT_AND_OPEN,
    IN_MY_CIRCLES,
    IN_MY_OPEN_CIRCLES,
    MINE_AND_OPEN,
    NO_EVALUATOR_ADMITTED,
)

__all__ = [
    "IN_MY_CIRCLES",
    "IN_MY_OPEN_CIRCLES",
    "I_WROTE_IT_AND_OPEN",
    "MINE_AND_OPEN",
    "NO_EVALUATOR_ADMITTED",
]
