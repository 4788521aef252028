from accounts.models.district import (
    District,
    GradingPeriod,
    NonInstructionalDay,
    School,
    SchoolYear,
)
from accounts.models.heartbeat import Heartbeat
from accounts.models.outbox import OutboxMessage
from accounts.models.people import Contact, Invitation, Member, RoleAssignment
from accounts.models.roster import RosterFinding, RosterImport
from accounts.models.user import User

__all__ = [
    "Contact",
    "District",
    "GradingPeriod",
    "Heartbeat",
    "Invitation",
    "Member",
    "NonInstructionalDay",
    "OutboxMessage",
    "RoleAssignment",
    "RosterFinding",
    "RosterImport",
    "School",
    "SchoolYear",
    "User",
]
