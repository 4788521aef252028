"""The cycle templates that ship, and how a district changes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import District
from goals.models import CycleTemplate, TemplateStage

CONTACT_DAYS = 14


class Stage(NamedTuple):
    name: str
    prompt: str
    cadence_days: int | None = CONTACT_DAYS


class Template(NamedTuple):
    name: str
    about: str
    stages: tuple[Stage, ...]
    any_order: bool = False


SHIPPED = (
    Template(
        "Impact Cycle",
        "A clear picture of reality, a goal that students feel, a strategy, and steady improving.",
        (
            Stage(
                "Identify",
                "What does learning look like now? What do students need to be able to do? "
                "Which goal matters most, and which strategy will you try first?",
                7,
            ),
            Stage(
                "Learn",
                "Go through the strategy as a checklist. Would modeling help: in class, before "
                "class, or in a colleague's room?",
                7,
            ),
            Stage(
                "Improve",
                "Confirm the direction, review progress, invent improvements, plan the next "
                "actions. Is the goal met?",
            ),
        ),
    ),
    Template(
        "Student-centered",
        "Four to six weeks around what students learn, from a standard to its evidence.",
        (
            Stage("Set goal", "Students will … Which standard, in words that students know?", 7),
            Stage("Assess", "What can each student do before we begin? What is the baseline?", 7),
            Stage("Implement", "Plan, teach and look at student work together. What now?", 7),
            Stage("Reassess", "What can each student do now? Who needs more, and what next?", 7),
        ),
    ),
    Template(
        "Before, during, after (BDA)",
        "One visit, agreed before and talked about after.",
        (
            Stage("Before", "Which focus, which data, and which form do we use for it?", 7),
            Stage("During", "Collect only the data agreed on.", 7),
            Stage("After", "What do the data say to you? What will you keep, and change?", 7),
        ),
    ),
    Template(
        "GROW",
        "A conversation in four parts; their order may vary.",
        (
            Stage("Goal", "What do you want? How will you know that you are there?"),
            Stage("Reality", "What is happening now? What have you tried?"),
            Stage("Options", "What could you do? What else? What would a colleague try?"),
            Stage("Will", "What will you do, by when, and what could get in the way?"),
        ),
        any_order=True,
    ),
    Template(
        "Practice-based",
        "Shared goals, a focused look at practice, and reflection.",
        (
            Stage("Shared goals and action planning", "What do we both want to see, and by when?"),
            Stage("Focused observation", "Which practice, and what will be written down?"),
            Stage("Reflection and feedback", "What stood out? What supports the next try?"),
        ),
    ),
    Template(
        "Short-term",
        "A narrow wish, often one tool.",
        (
            Stage("Plan", "What do you want to try, in which lesson?", 7),
            Stage("Model or co-teach", "Who does what in the lesson?", 7),
            Stage("Follow up", "How did it go without me? What would make it easier?"),
            Stage("Invite", "Is there something larger that you would like to work on?", None),
        ),
    ),
)


def provide_templates(*, district: District) -> list[CycleTemplate]:
    """Gives a district the shipped templates; what it has by the same name stays as it is.

    Runs as the owner of the tables, when a district is created.
    """
    return [provide_template(district=district, shipped=shipped) for shipped in SHIPPED]


@transaction.atomic
def provide_template(*, district: District, shipped: Template) -> CycleTemplate:
    template, is_new = CycleTemplate.objects.get_or_create(
        district=district,
        name=shipped.name,
        defaults={"about": shipped.about, "any_order": shipped.any_order},
    )
    if is_new:
        TemplateStage.objects.bulk_create(
            TemplateStage(
                district=district, template=template, position=position, **stage._asdict()
            )
            for position, stage in enumerate(shipped.stages, start=1)
        )
    return template


@transaction.atomic
def save_template(*, template: CycleTemplate, stages: Sequence[Stage]) -> CycleTemplate:
    """A new one, or an old one with these stages in this order. Names what it writes: the rest of a
    row is nobody's to change."""
    is_new = template._state.adding
    template.save(update_fields=None if is_new else ["name", "about", "any_order"])
    kept = {} if is_new else {stage.position: stage for stage in template.stages.all()}
    for position, wanted in enumerate(stages, start=1):
        here = kept.pop(position, None)
        if here is None:
            TemplateStage.objects.create(template=template, position=position, **wanted._asdict())
        else:
            TemplateStage.objects.filter(pk=here.pk).update(**wanted._asdict())
    TemplateStage.objects.filter(pk__in=[stage.pk for stage in kept.values()]).delete()
    return template


def retire_template(*, template: CycleTemplate) -> None:
    """No new cycle starts from it; cycles under way have their own stages."""
    _set_retired(template, timezone.now())


def restore_template(*, template: CycleTemplate) -> None:
    _set_retired(template, None)


def _set_retired(template: CycleTemplate, moment: datetime | None) -> None:
    CycleTemplate.objects.filter(pk=template.pk).update(retired_at=moment)
