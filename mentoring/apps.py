from django.apps import AppConfig


class MentoringApp(AppConfig):
    name = "mentoring"
