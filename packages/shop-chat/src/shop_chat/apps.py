from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopChatConfig(AppConfig):
    """The app ``shop_chat``."""

    name = "shop_chat"
    label = "shop_chat"
    verbose_name = _("Chat")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own

        checks.register(own.check_settings)
        checks.register(own.check_origins, checks.Tags.security)
