"""Asking for coaching, answering, and finding whom to ask."""

from django.urls import path

from coaching.views import directory, inviting, requests

urlpatterns = [
    path("ask/", requests.request_new, name="request-new"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:pk>/", requests.request_page, name="request"),
    path("requests/<uuid:pk>/edit/", requests.request_edit, name="request-edit"),
    path("requests/<uuid:pk>/accept/", requests.request_accept, name="request-accept"),
    path("requests/<uuid:pk>/pass/", requests.request_pass, name="request-pass"),
    path("requests/<uuid:pk>/decline/", requests.request_decline, name="request-decline"),
    path("requests/<uuid:pk>/take-back/", requests.request_take_back, name="request-take-back"),
    path("directory/", directory.directory, name="directory"),
    path("directory/mine/", directory.directory_mine, name="directory-mine"),
    path("invited/<uuid:pk>/", directory.coaching_invitation, name="coaching-invitation"),
    path(
        "invited/<uuid:pk>/put-away/",
        directory.coaching_invitation_put_away,
        name="coaching-invitation-put-away",
    ),
    path("program/coaching-invitations/", inviting.invitations, name="program-invitations"),
    path(
        "program/coach-roles/<uuid:pk>/duties/", inviting.duties, name="program-coach-roles-duties"
    ),
    path(
        "program/coach-roles/duties/<uuid:pk>/remove/",
        inviting.duty_remove,
        name="program-coach-roles-duty-remove",
    ),
]
