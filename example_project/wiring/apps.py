from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Connects the receivers that join the apps."""

    name = "wiring"

    def ready(self) -> None:
        from . import receivers  # noqa: F401 - importing it connects
