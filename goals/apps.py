from django.apps import AppConfig


class GoalsApp(AppConfig):
    name = "goals"
