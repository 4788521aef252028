from access.models.agreements import LineAnswer, Readmission, Vouch
from access.models.lines import EvaluationLine
from access.models.relation import (
    Circle,
    CircleModel,
    DistrictModel,
    Look,
    Me,
    MyDistrict,
    Participant,
    SealKey,
    Share,
    TenantForeignKey,
)

__all__ = [
    "Circle",
    "CircleModel",
    "DistrictModel",
    "EvaluationLine",
    "LineAnswer",
    "Look",
    "Me",
    "MyDistrict",
    "Participant",
    "Readmission",
    "SealKey",
    "Share",
    "TenantForeignKey",
    "Vouch",
]
