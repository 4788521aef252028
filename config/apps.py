from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Every process knows the same Celery app, so that a page's task goes to our broker."""
        import config.celery  # noqa: F401
