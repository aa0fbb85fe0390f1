from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Fills the example shop with something to look at: the command ``demo_data``."""

    name = "demo"
