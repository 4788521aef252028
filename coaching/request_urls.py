"""Asking for coaching, and answering."""

from django.urls import path

from coaching.views import requests

urlpatterns = [
    path("ask/", requests.request_new, name="request-new"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:pk>/", requests.request_page, name="request"),
    path("requests/<uuid:pk>/edit/", requests.request_edit, name="request-edit"),
    path("requests/<uuid:pk>/accept/", requests.request_accept, name="request-accept"),
    path("requests/<uuid:pk>/pass/", requests.request_pass, name="request-pass"),
    path("requests/<uuid:pk>/decline/", requests.request_decline, name="request-decline"),
    path("requests/<uuid:pk>/take-back/", requests.request_take_back, name="request-take-back"),
]
