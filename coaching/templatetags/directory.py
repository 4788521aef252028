from django import template

from coaching.enums import Grade
from coaching.models import DirectoryEntry

register = template.Library()


@register.simple_tag
def offers(entry: DirectoryEntry) -> str:
    """`Open classroom · Science · Grades K, 1`."""
    grades = dict(Grade.choices)
    parts = [
        "Open classroom" if entry.opens_classroom else "",
        "Content expert" if entry.is_expert else "",
        ", ".join(entry.subjects),
        ", ".join(str(grades.get(grade, grade)) for grade in entry.grades),
        ", ".join(entry.focus_areas),
    ]
    return " · ".join(part for part in parts if part)
