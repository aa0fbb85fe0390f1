from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopPaymentsConfig(AppConfig):
    """The app ``shop_payments``."""

    name = "shop_payments"
    label = "shop_payments"
    verbose_name = _("Payments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own

        checks.register(own.check_settings)
        checks.register(own.check_providers)
        checks.register(own.check_sandbox)
