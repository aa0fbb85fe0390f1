from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopOrdersConfig(AppConfig):
    """The app ``shop_orders``."""

    name = "shop_orders"
    label = "shop_orders"
    verbose_name = _("Orders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own

        checks.register(own.check_settings)
        checks.register(own.check_limits)
        checks.register(own.check_commission)
        checks.register(own.check_invoices)
        checks.register(own.check_live)
