"""Writing beside an item. The database fills in author, district and time."""

from uuid import UUID

from django.db.models import F

from access.refusals import Stale
from comments.models import Comment


def add_comment(*, circle_id: UUID, item_kind: str, item_id: UUID, body: str) -> Comment:
    return Comment.objects.create(
        circle_id=circle_id, item_kind=item_kind, item_id=item_id, body=body
    )


def edit_comment(*, comment: Comment, body: str, revision: int) -> None:
    """Saves over the version `revision`. Raises `Stale`."""
    changed = Comment.objects.filter(pk=comment.pk, revision=revision).update(
        body=body, revision=F("revision") + 1
    )
    if not changed:
        raise Stale


def remove_comment(*, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).delete()
