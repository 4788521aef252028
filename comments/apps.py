from django.apps import AppConfig


class CommentsApp(AppConfig):
    name = "comments"
