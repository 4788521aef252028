"""The front door, whether the process is well, and the demo's mail."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from access.identity import memberships_of
from access.middleware import LAST_DISTRICT
from accounts.health import OK, state


@login_required
def front_door(request: HttpRequest) -> HttpResponse:
    """Straight to one's district, of several to the last one; with none, a word on why."""
    memberships = memberships_of(int(request.user.pk or 0))
    if not memberships:
        return render(request, "accounts/no_district.html")
    last = request.session.get(LAST_DISTRICT)
    slugs = [one.district.slug for one in memberships]
    return redirect("home", district=last if last in slugs else slugs[0])


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether all parts work; 503 and which one when one does not."""
    parts = state()
    status = 200 if set(parts.values()) == {OK} else 503
    return JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})


def demo_mail(request: HttpRequest) -> HttpResponse:
    """The newest fifty mails of the demo."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = []
    for file in files[:50]:
        mail = message_from_bytes(file.read_bytes().split(b"\n-----")[0], policy=policy.default)
        body = mail.get_body(("plain",))
        mails.append(
            {
                "to": mail["To"],
                "subject": mail["Subject"],
                "date": mail["Date"],
                "body": body.get_content() if body else "",
            }
        )
    return render(request, "accounts/demo_mail.html", {"mails": mails})
