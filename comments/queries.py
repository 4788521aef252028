"""What was said beside an item, oldest first."""

from uuid import UUID

from django.db.models import QuerySet

from access.models import Circle
from comments.models import Comment


def comments_on(item_id: UUID) -> QuerySet[Comment]:
    return Comment.objects.filter(item_id=item_id).select_related("author").order_by("created_at")


def may_comment(circle_id: UUID) -> bool:
    """Whether the circle is one's own to read, and still open."""
    return Circle.objects.filter(pk=circle_id, closed_at=None).exists()
