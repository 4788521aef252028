"""A pause of a partnership: until a day or open, taken back by one tap, and over by itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused
from coaching.enums import PartnershipStatus
from coaching.forms.partnership import PauseForm
from coaching.models import Partnership
from coaching.queries.sessions import name_of, others_in, with_people
from coaching.services.partnerships import pause_partnership, set_status
from config.feedback import say, say_problem


@require_http_methods(["GET", "POST"])
def pause(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Begins a pause, or says until when the one lasts that is under way."""
    it = with_its_people(pk)
    data = request.POST if request.method == "POST" else None
    form = PauseForm(data, initial={"until": it.paused_until if it.is_paused else None})
    if form.is_valid():
        try:
            pause_partnership(partnership=it, until=form.cleaned_data["until"])
        except Refused as no:
            form.add_error("until", str(no))
        else:
            undo = reverse("partnership-resume", kwargs={"district": district, "pk": pk})
            say(request, "Paused.", undo_url="" if it.is_paused else undo)
            return redirect("partnership", district=district, pk=pk)
    me = request.member.id
    context = {
        "form": form,
        "partnership": it,
        "name": name_of(it, me),
        "others": [one.name for one in others_in(it, me)],
    }
    return render(request, "coaching/pause.html", context, status=422 if form.is_bound else 200)


@require_POST
def resume(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    try:
        set_status(partnership=with_its_people(pk), status=PartnershipStatus.ACTIVE)
    except Refused as no:
        say_problem(request, str(no))
    else:
        say(request, "Under way again.")
    return redirect("partnership", district=district, pk=pk)


def with_its_people(pk: UUID) -> Partnership:
    return get_object_or_404(Partnership.objects.prefetch_related(with_people()), pk=pk)
