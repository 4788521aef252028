from coaching.models.partnership import Ending, Partnership, Place, Pulse
from coaching.models.role import CoachRole, RoleAgreement
from coaching.models.session import PrivateNote, Session, SessionText, TimeEntry

__all__ = [
    "CoachRole",
    "Ending",
    "Partnership",
    "Place",
    "PrivateNote",
    "Pulse",
    "RoleAgreement",
    "Session",
    "SessionText",
    "TimeEntry",
]
