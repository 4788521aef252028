from coaching.models.directory import DirectoryEntry, RoleDuty
from coaching.models.invitation import CoachingInvitation
from coaching.models.partnership import Ending, Partnership, Place, Pulse
from coaching.models.request import Answer, Request, Wish
from coaching.models.role import CoachRole, RoleAgreement
from coaching.models.session import PrivateNote, Session, SessionText, TimeEntry

__all__ = [
    "Answer",
    "CoachRole",
    "CoachingInvitation",
    "DirectoryEntry",
    "Ending",
    "Partnership",
    "Place",
    "PrivateNote",
    "Pulse",
    "Request",
    "RoleAgreement",
    "RoleDuty",
    "Session",
    "SessionText",
    "TimeEntry",
    "Wish",
]
