"""Under /d/<district>/program/import/."""

from django.urls import path

from accounts.roster import views

urlpatterns = [
    path("", views.roster_imports, name="program-import"),
    path("<uuid:pk>/", views.roster_import, name="program-import-detail"),
    path("<uuid:pk>/confirm/", views.confirm, name="program-import-confirm"),
    path("<uuid:pk>/discard/", views.discard, name="program-import-discard"),
    path("<uuid:pk>/progress/", views.progress, name="program-import-progress"),
]
