"""What was said beside an item, oldest first."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from comments.models import Comment


def comments_on(item_id: UUID) -> QuerySet[Comment]:
    return Comment.objects.filter(item_id=item_id).select_related("author").order_by("created_at")


def may_comment(circle_id: UUID, item_id: UUID) -> bool:
    """Whether the circle is one's own to read and still open; at a visit, after the teacher."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.may_speak(%s, %s)", [str(circle_id), str(item_id)])
        return bool(cursor.fetchone()[0])
