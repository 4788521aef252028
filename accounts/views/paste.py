"""Program page: people from a sheet, shown before they are added. Nothing typed is stored before."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.identity import MemberRequest
from access.refusals import Refused
from accounts.forms.paste import PastedForm, PasteForm
from accounts.models import School
from accounts.queries import coach_roles
from accounts.services.pasting import add_pasted, mark_known, read_pasted
from config.feedback import say

ADD = "add"


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: MemberRequest, district: str) -> HttpResponse:
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/paste.html", context, status=status)
    pasted = read_pasted(form.cleaned_data["lines"])
    mark_known(pasted)
    new_schools = pasted.schools_beside(School.objects.values_list("name", flat=True))
    adding = request.POST.get("step") == ADD
    preview = PastedForm(request.POST if adding else None, pasted=pasted, new_schools=new_schools)
    if adding and preview.is_valid():
        try:
            added = add_pasted(
                people=pasted.new,
                kinds=preview.kinds(),
                invite=preview.cleaned_data["invite"],
                coach_role=only_coach_role(),
            )
        except Refused as no:
            preview.add_error(None, str(no))
        else:
            say(request, f"{added} {'person' if added == 1 else 'people'} added.")
            return redirect("program-people", district=district)
    context |= {"pasted": pasted, "preview": preview, "new_schools": new_schools}
    return render(request, "accounts/paste.html", context, status=422 if adding else 200)


def only_coach_role() -> object | None:
    """Where a district has a single coach role, new coaches are in it."""
    roles = list(coach_roles()[:2])
    return roles[0] if len(roles) == 1 else None
