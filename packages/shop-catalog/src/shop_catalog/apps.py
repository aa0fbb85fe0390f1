from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopCatalogConfig(AppConfig):
    """The app ``shop_catalog``."""

    name = "shop_catalog"
    label = "shop_catalog"
    verbose_name = _("Catalog")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own

        checks.register(own.check_settings)
        checks.register(own.check_storage)
        checks.register(own.check_import)
        checks.register(own.check_history)
