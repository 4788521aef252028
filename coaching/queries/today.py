"""The day: meetings and visits until tonight, and meetings of earlier days without a word yet."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from coaching.enums import MeetingForm
from coaching.queries.sessions import Settling
from observations.enums import VisitStatus

DAY_ROWS = 12


@dataclass
class TodayLine:
    """A meeting or a visit; its name is its partnership's."""

    pk: UUID
    partnership_id: UUID
    planned_at: datetime
    is_mine: bool
    form: str
    minutes: int
    focus: str
    visit_status: str
    revision: int
    name: str = ""
    settling: Settling | None = None

    @property
    def is_visit(self) -> bool:
        return bool(self.visit_status)

    @property
    def is_started(self) -> bool:
        return self.visit_status == VisitStatus.DRAFT

    @property
    def is_earlier(self) -> bool:
        """Of a day before today in the district."""
        return timezone.localdate(self.planned_at) < timezone.localdate()

    @property
    def form_words(self) -> str:
        return str(MeetingForm(self.form).label)


# Visits agreed to and not shared yet: the visitor begins, or goes on with the notes.
TODAY = """
SELECT s.id, s.partnership_id, s.planned_at, s.author_id = %(me)s, s.form, s.minutes, '', '',
       s.revision
  FROM coaching_session s JOIN access_circle c ON c.id = s.circle_id AND c.closed_at IS NULL
 WHERE s.status = 'planned' AND s.planned_at < %(tonight)s
UNION ALL
SELECT v.id, c.partnership_id, v.planned_at, v.visitor_id = %(me)s, '', 0, v.focus, v.status,
       0
  FROM observations_visit v JOIN access_circle c ON c.id = v.circle_id AND c.closed_at IS NULL
 WHERE v.planned_at < %(tonight)s
   AND ((v.status = 'agreed' AND %(me)s IN (v.visitor_id, v.teacher_id))
        OR (v.status = 'draft' AND v.visitor_id = %(me)s))
 ORDER BY 3, 1 LIMIT %(most)s
"""


def today_of(member_id: UUID) -> list[TodayLine]:
    """By the clock: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TODAY, {"me": str(member_id), "tonight": tonight(), "most": DAY_ROWS})
        return [TodayLine(*values) for values in cursor.fetchall()]


def tonight() -> datetime:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))
