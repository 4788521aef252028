"""What Taylor writes."""

from decimal import Decimal

from goals.services.goals import GoalFields

FIELDS: GoalFields = {
    "statement": "Students will explain their thinking aloud.",
    "focus": "Student talk",
    "origin": "self_reflection",
    "measure": "Students who speak in a ten-minute talk",
    "unit": "students",
    "baseline": Decimal(4),
    "target": Decimal(20),
    "due_on": None,
}
TYPED = {key: value for key, value in FIELDS.items() if value is not None}
