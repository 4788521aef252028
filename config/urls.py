"""The site map. Every page of a district stands under /d/<district>/."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views import front

district_pages = [
    path("", include("coaching.urls")),
    path("", include("goals.urls")),
    path("", include("observations.urls")),
    path("", include("comments.urls")),
    path("", include("mentoring.urls")),
    path("", include("accounts.urls")),
    path("program/import/", include("accounts.roster.urls")),
]

urlpatterns = [
    path("", front.front_door, name="front-door"),
    path("healthz", front.healthz, name="healthz"),
    path("readyz", front.readyz, name="readyz"),
    path("accounts/", include("accounts.signin_urls")),
    path("", include("accounts.invitation_urls")),
    path("operator/", admin.site.urls),
    path("d/<slug:district>/", include(district_pages)),
]

if settings.DEMO:
    urlpatterns.append(path("demo/mail", front.demo_mail, name="demo-mail"))
