from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopCoreConfig(AppConfig):
    """The app ``shop_core``: templates, static files, template tags and checks; no models."""

    name = "shop_core"
    label = "shop_core"
    verbose_name = _("Shop core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own

        checks.register(own.check_settings)
        checks.register(own.check_currency)
        checks.register(own.check_bot_check)
        checks.register(own.check_extras)
