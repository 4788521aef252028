"""Under /d/<district>/."""

from django.urls import URLPattern, URLResolver, path

from comments import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("comments/on/<slug:kind>/<uuid:pk>/", views.comment_new, name="comment-new"),
    path("comments/<uuid:pk>/edit/", views.comment_edit, name="comment-edit"),
    path("comments/<uuid:pk>/remove/", views.comment_remove, name="comment-remove"),
]
