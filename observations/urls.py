"""Visits, under /d/<district>/."""

from django.urls import path

from observations import views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/new/", views.visit_new, name="visit-new"),
    path("visits/<uuid:pk>/", views.visit, name="visit"),
    path("visits/<uuid:pk>/move/", views.visit_move, name="visit-move"),
    path("visits/<uuid:pk>/lines/", views.line_add, name="visit-line-add"),
    path("visits/<uuid:pk>/words/", views.words, name="visit-words"),
    path("visits/lines/<uuid:pk>/remove/", views.line_remove, name="visit-line-remove"),
    path("visits/lines/<uuid:pk>/mend/", views.line_mend, name="visit-line-mend"),
    path("visits/<uuid:pk>/edit/", views.visit_edit, name="visit-edit"),
    path("visits/<uuid:pk>/response/", views.respond, name="visit-response"),
]
