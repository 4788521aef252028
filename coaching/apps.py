from django.apps import AppConfig


class CoachingApp(AppConfig):
    name = "coaching"
