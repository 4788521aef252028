"""The program's side: a role's duties shared out, and a word to one teacher."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused
from coaching.forms.directory import CoachingInvitationForm, DutyForm
from coaching.models import CoachingInvitation, CoachRole, RoleDuty
from coaching.services import directory as services
from coaching.views.past import shown
from config.feedback import say
from config.searching import is_search, keep_search, words_of

LIST_SHOWN = 25


@require_http_methods(["GET", "POST"])
def duties(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Who does what of a coach role, also while nobody holds it."""
    role = get_object_or_404(CoachRole.objects, pk=pk)
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    form = DutyForm(request.POST or None, words=words)
    if form.is_valid():
        holder = form.cleaned_data["member"]
        services.add_duty(
            role=role, duty=form.cleaned_data["duty"], holder_id=holder.pk if holder else None
        )
        return redirect("program-coach-roles-duties", district=district, pk=pk)
    context: dict[str, Any] = {
        "role": role,
        "duties": RoleDuty.objects.filter(coach_role=role).select_related("holder"),
        "form": form,
        "q": words,
    }
    status = 422 if form.is_bound else 200
    return render(request, "coaching/program_duties.html", context, status=status)


@require_POST
def duty_remove(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    duty = get_object_or_404(RoleDuty, pk=pk)
    services.remove_duty(duty=duty)
    say(request, "Removed.")
    return redirect("program-coach-roles-duties", district=district, pk=duty.coach_role_id)


@require_http_methods(["GET", "POST"])
def invitations(request: MemberRequest, district: str) -> HttpResponse:
    """What was sent stays; what became of it is nobody's here to know."""
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    form = CoachingInvitationForm(request.POST or None, words=words)
    if form.is_valid():
        try:
            services.invite_to_coaching(
                member_id=form.cleaned_data["member"].pk,
                sent_by=request.member.id,
                body=form.cleaned_data["body"],
                slug=district,
            )
        except Refused as no:
            form.add_error("member", str(no))
        else:
            say(request, "Sent. Whether and how they answer is theirs.")
            return redirect("program-invitations", district=district)
    limit = shown(request, LIST_SHOWN)
    sent = CoachingInvitation.objects.select_related("member", "sent_by").defer("put_away_at")
    found = list(sent[: limit + 1])
    context: dict[str, Any] = {
        "form": form,
        "q": words,
        "sent": found[:limit],
        "next_shown": limit + LIST_SHOWN if len(found) > limit else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "coaching/program_invitations.html", context, status=status)
