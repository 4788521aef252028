"""The directory, one's own entry in it, and a word from the program to oneself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from coaching.enums import Grade
from coaching.forms.directory import EntryForm
from coaching.models import CoachingInvitation, DirectoryEntry
from coaching.queries.directory import KINDS, Wanted, in_directory, offered, shared_out
from coaching.services.directory import keep_entry, put_away
from coaching.views.past import shown
from config.feedback import say
from config.searching import is_search, keep_search, words_of

LIST_SHOWN = 25


@require_http_methods(["GET", "POST"])
def directory(request: MemberRequest, district: str) -> HttpResponse:
    """Narrowed by what stands in it, searched by name."""
    if is_search(request):
        return keep_search(request)
    wanted = wanted_in(request)
    limit = shown(request, LIST_SHOWN)
    words = words_of(request)
    people = list(in_directory(wanted, words)[: limit + 1])
    context = {
        "people": people[:limit],
        "next_shown": limit + LIST_SHOWN if len(people) > limit else None,
        "wanted": wanted,
        "kinds": KINDS,
        "offered": offered(),
        "roles": shared_out(),
        "grade_names": dict(Grade.choices),
        "q": words,
    }
    return render(request, "coaching/directory.html", context)


def wanted_in(request: MemberRequest) -> Wanted:
    kind = request.GET.get("kind", "")
    return Wanted(
        kind=kind if kind in dict(KINDS) else "",
        subject=request.GET.get("subject", "")[:60],
        grade=request.GET.get("grade", "")[:5],
        focus=request.GET.get("focus", "")[:80],
    )


@require_http_methods(["GET", "POST"])
def directory_mine(request: MemberRequest, district: str) -> HttpResponse:
    mine = DirectoryEntry.objects.filter(member_id=request.member.id).first()
    form = EntryForm(request.POST or None, instance=mine)
    if form.is_valid():
        keep_entry(member_id=request.member.id, **form.cleaned_data)
        say(request, "Saved. This is what everybody in the district reads.")
        return redirect("directory", district=district)
    status = 422 if form.is_bound else 200
    return render(request, "coaching/directory_mine.html", {"form": form}, status=status)


@require_GET
def coaching_invitation(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Word for word; who sent it is not told that it was opened."""
    invitation = get_object_or_404(CoachingInvitation.objects.select_related("sent_by"), pk=pk)
    return render(request, "coaching/coaching_invitation.html", {"invitation": invitation})


@require_POST
def coaching_invitation_put_away(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    put_away(invitation=get_object_or_404(CoachingInvitation, pk=pk))
    say(request, "Put away. Nobody is told.")
    return redirect("home", district=district)
