"""What people of the demo say. Every name and sentence is invented."""

from typing import Any

WISHES = (
    "How do I get more than five hands up? I think I wait too short, but I can't hear it myself.",
    "I'd like to plan one lesson with somebody who has done number talks, and have them there.",
    "My exit tickets tell me who is lost, but not what to do on the next day.",
)

OFFERS: tuple[dict[str, Any], ...] = (
    {
        "about": "Ten minutes before school, most days. I like thinking aloud about questions.",
        "subjects": ["English language arts", "Mathematics"],
        "grades": ["k", "1", "2", "3", "4", "5"],
        "focus_areas": ["Student talk"],
    },
    {
        "about": "Come and watch the morning meeting, any Tuesday.",
        "opens_classroom": True,
        "subjects": ["English language arts"],
        "grades": ["3"],
    },
    {
        "about": "Science kits, and what to do when the volcano does not.",
        "is_expert": True,
        "opens_classroom": True,
        "subjects": ["Science"],
        "grades": ["4", "5"],
        "focus_areas": ["Science inquiry"],
    },
)

TEACHERS = (
    "Taylor Reed",
    "Jordan Lee",
    "Sam Ortiz",
    "Ana Silva",
    "Lee Park",
    "Riley Nguyen",
    "Jamie Flores",
    "Avery Brooks",
    "Quinn Harper",
    "Dana Whitfield",
    "Noor Haddad",
    "Elena Petrova",
    "Marcus Greene",
    "Priya Raman",
    "Theo Lindgren",
    "Grace Okafor",
    "Ben Castillo",
    "Mei Tanaka",
    "Omar Farouk",
    "Hannah Weiss",
    "Diego Morales",
    "Ruth Abbott",
    "Kofi Mensah",
    "Lucia Romano",
)
TALKS = (
    "Looked at the exit tickets together. Most students can set up the problem, fewer explain it.",
    "Planned Thursday’s lesson: two open questions, ten seconds of quiet after each.",
    "Modeled the number talk in third period, then wrote down what students said.",
    "Co-taught the opening. The turn-and-talk ran four minutes, as planned.",
    "Talked through the seating. Three students have not spoken in two lessons.",
    "Tried the checklist on Monday’s plan and cut one of the three activities.",
    "Sorted the writing samples into three piles and chose one next move for each.",
)
# What each of these was, in the words of the log.
TALK_KINDS = ("data", "planning", "modeling", "co_teaching", "debrief", "planning", "data")
PRIVATE = ("Ask about the new schedule next time.", "Bring the two sample rubrics.")
STEPS = (
    "Try the exit ticket in second period",
    "Send the question stems",
    "Film five minutes of the discussion",
    "Count who speaks in the first ten minutes",
    "Choose one text for the small group",
)
GOALS = (
    (
        "Students will explain their reasoning in full sentences.",
        "Student talk",
        "students who explain",
        6,
        20,
    ),
    (
        "Students will ask each other questions in discussions.",
        "Student talk",
        "questions in a lesson",
        3,
        15,
    ),
    ("Students will use evidence from the text in writing.", "Writing", "of 25 essays", 8, 21),
    (
        "Students will begin work within two minutes.",
        "Classroom routines",
        "minutes to begin",
        6,
        2,
    ),
)
FOCUS = "Who speaks after a question, and how long the quiet lasts"
EVIDENCE = (
    (65, "quote", "“What do you notice about the two graphs?”"),
    (74, "note", "Nine seconds of quiet. Four hands, then seven."),
    (131, "quote", "“I agree with her because the line is steeper here.”"),
    (240, "tally", "Students who spoke: 11 of 24"),
    (410, "question", "What made you choose that partner pair?"),
)
# What a coach and the mentor wrote together, by the boxes of their log.
REVIEW = {
    "working": "Starting from student work keeps the talk short and kind.",
    "challenges": "Two Tuesdays went to coverage, and the afternoon visits with them.",
    "coach_steps": "Ask the office on Mondays which duties are planned.",
    "mentor_steps": "Send the one-page cycle that the other district uses.",
}
