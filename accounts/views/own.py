"""One's own settings: how one is reached, who is recorded as one's evaluator, signing in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.identity import MemberRequest
from accounts.forms.own import SettingsForm
from accounts.models import Contact
from accounts.queries import holding_for, lines_over
from config.feedback import say


@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: MemberRequest, district: str) -> HttpResponse:
    contact = Contact.objects.filter(member=request.member.id).first()
    form = SettingsForm(request.POST or None, instance=contact) if contact else None
    if request.method == "POST" and form is not None and form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        say(request, "Saved.")
        return redirect("my-settings", district=district)
    context = {
        "form": form,
        "contact": contact,
        "lines": lines_over(request.member.id, holding_for(request.member.id)),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "accounts/my_settings.html", context, status=status)
