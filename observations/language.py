"""Words that judge instead of saying what was seen or heard.

A hint, never a lock: the same word may be a quotation, and the coach decides.
"""

import re

HINTS = {
    "effective": "What did students do or say that shows it?",
    "ineffective": "What did students do or say?",
    "good": "What exactly was said or done?",
    "great": "What exactly was said or done?",
    "excellent": "What exactly was said or done?",
    "nice": "What exactly was said or done?",
    "bad": "What exactly was said or done?",
    "poor": "What exactly was said or done?",
    "weak": "What exactly was said or done?",
    "strong": "What exactly was said or done?",
    "unsatisfactory": "Leave rating words out: what did you see?",
    "satisfactory": "Leave rating words out: what did you see?",
    "proficient": "Leave rating words out: what did you see?",
    "engaged": "How many students were doing what?",
    "disengaged": "How many students were doing what?",
    "off-task": "How many students were doing what?",
    "bored": "What did you see them do?",
    "chaotic": "Who was where, doing what?",
    "always": "How often, in how many minutes?",
    "never": "How often, in how many minutes?",
    "should": "Turn it into a question to ask later.",
}
JUDGING = re.compile(
    r"(?<![\w-])(" + "|".join(map(re.escape, HINTS)) + r")(?![\w-])", re.IGNORECASE
)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


def suggestion_for(text: str) -> tuple[str, str] | None:
    """The first judging word outside quotation marks, and what to write instead; or None."""
    found = JUDGING.search(QUOTED.sub(" ", text))
    if found is None:
        return None
    word = found.group(1)
    return word, HINTS[word.lower()]
