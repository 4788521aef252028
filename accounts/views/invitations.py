"""The page behind an invitation's link. Looking never accepts: mail scanners follow links."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from access.refusals import Refused
from accounts.forms.own import NewPasswordForm
from accounts.models import User
from accounts.services.invitations import (
    NO_LONGER,
    OpenInvitation,
    accept,
    accept_with_new_identity,
    identity_with,
    open_invitation,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = open_invitation(token)
    if invitation is None:
        return page(request, status=410)
    if request.user.is_authenticated:
        return accept_signed_in(request, token, invitation, request.user)
    if identity_with(invitation.email) is not None:
        return page(request, invitation, "sign_in", status=403 if posted(request) else 200)
    return accept_with_password(request, token, invitation)


def accept_signed_in(
    request: HttpRequest, token: str, invitation: OpenInvitation, user: User
) -> HttpResponse:
    """Ties the identity that is signed in, if it has the address that was invited."""
    if user.email.lower() != invitation.email.lower():
        return page(request, invitation, "other", status=403 if posted(request) else 200)
    if not posted(request):
        return page(request, invitation, "tie")
    try:
        slug = accept(token=token, user=user)
    except Refused as no:
        return page(request, invitation, "tie", refusal=str(no), status=422)
    return redirect("home", district=slug)


def accept_with_password(
    request: HttpRequest, token: str, invitation: OpenInvitation
) -> HttpResponse:
    """Makes an identity with the address that was invited, and signs it in."""
    form = NewPasswordForm(request.POST or None, email=invitation.email)
    if posted(request) and form.is_valid():
        try:
            user, slug = accept_with_new_identity(
                token=token, password=form.cleaned_data["password"]
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            login(request, user, backend=BACKEND)
            return redirect("home", district=slug)
    status = 422 if form.is_bound else 200
    return page(request, invitation, "new", form=form, status=status)


@require_POST
def leave_for_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Signs out whoever is signed in on this device, and comes back."""
    logout(request)
    return redirect("accept-invitation", token=token)


def posted(request: HttpRequest) -> bool:
    return request.method == "POST"


def page(
    request: HttpRequest,
    invitation: OpenInvitation | None = None,
    way: str = "gone",
    *,
    status: int = 200,
    refusal: str = "",
    form: NewPasswordForm | None = None,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "way": way,
        "form": form,
        "refusal": refusal,
        "no_longer": NO_LONGER,
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
    }
    return render(request, "accounts/invitation.html", context, status=status)
