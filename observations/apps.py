from django.apps import AppConfig


class ObservationsApp(AppConfig):
    name = "observations"
