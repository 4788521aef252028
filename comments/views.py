"""Comments by anybody in the circle, beside a session, a goal or a visit."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.models import Circle
from access.refusals import Stale
from comments.forms import CommentForm, EditForm
from comments.models import Comment
from comments.queries import may_comment
from comments.services import add_comment, edit_comment, remove_comment
from config.feedback import say, say_problem

# By name, because comments stand below the apps whose items they are about.
ITEMS = {
    Comment.Item.SESSION.value: "coaching.Session",
    Comment.Item.GOAL.value: "goals.Goal",
    Comment.Item.VISIT.value: "observations.Visit",
}


@require_POST
def comment_new(request: MemberRequest, district: str, kind: str, pk: UUID) -> HttpResponse:
    if kind not in ITEMS:
        raise Http404
    item: Any = get_object_or_404(apps.get_model(ITEMS[kind])._default_manager, pk=pk)
    # Whoever reads the item through a share is in no circle of it, and says nothing here.
    circle = get_object_or_404(Circle.objects.filter(closed_at=None), pk=item.circle_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "back_url": page_of(district, kind, pk)}
        return render(request, "comments/comment_new.html", context, status=422)
    if not may_comment(circle.pk, pk):
        say_problem(request, "Whose classroom it was responds first.")
        return redirect(page_of(district, kind, pk))
    add_comment(circle_id=circle.pk, item_kind=kind, item_id=pk, **form.cleaned_data)
    return redirect(page_of(district, kind, pk))


@require_http_methods(["GET", "POST"])
def comment_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    comment = my_comment(request, pk)
    back_url = page_of(district, comment.item_kind, comment.item_id)
    form = EditForm(
        request.POST or None, initial={"body": comment.body, "revision": comment.revision}
    )
    context: dict[str, Any] = {"comment": comment, "form": form, "back_url": back_url}
    if request.method == "GET":
        return render(request, "comments/comment_edit.html", context)
    if not form.is_valid():
        return render(request, "comments/comment_edit.html", context, status=422)
    try:
        edit_comment(comment=comment, **form.cleaned_data)
    except Stale:
        again = EditForm(initial={**form.cleaned_data, "revision": comment.revision})
        context |= {"form": again, "stale": True}
        return render(request, "comments/comment_edit.html", context, status=409)
    return redirect(back_url)


@require_POST
def comment_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    comment = my_comment(request, pk)
    remove_comment(comment=comment)
    say(request, "Comment removed.")
    return redirect(page_of(district, comment.item_kind, comment.item_id))


def my_comment(request: MemberRequest, pk: UUID) -> Comment:
    """One's own, as long as its circle is open."""
    return get_object_or_404(
        Comment.objects, pk=pk, author_id=request.member.id, circle__closed_at=None
    )


def page_of(district: str, kind: str, pk: UUID) -> str:
    return reverse(kind, kwargs={"district": district, "pk": pk}) + "#comments"
