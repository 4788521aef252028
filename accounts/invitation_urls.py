"""Outside the districts: whoever holds the link may not be anybody here yet."""

from django.urls import path

from accounts.views import invitations

urlpatterns = [
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept-invitation"),
    path(
        "invitations/<str:token>/sign-out/",
        invitations.leave_for_invitation,
        name="invitation-sign-out",
    ),
]
