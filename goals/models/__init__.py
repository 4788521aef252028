from goals.models.cycle import Cycle, CycleStage, StageMove
from goals.models.goal import Goal, Measurement, Outcome
from goals.models.next_step import NextStep, NextStepText
from goals.models.template import CycleTemplate, TemplateStage

__all__ = [
    "Cycle",
    "CycleStage",
    "CycleTemplate",
    "Goal",
    "Measurement",
    "NextStep",
    "NextStepText",
    "Outcome",
    "StageMove",
    "TemplateStage",
]
