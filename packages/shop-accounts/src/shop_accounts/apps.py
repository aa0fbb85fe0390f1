from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopAccountsConfig(AppConfig):
    """The app ``shop_accounts``."""

    name = "shop_accounts"
    label = "shop_accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks as own
        from . import receivers

        checks.register(own.check_settings)
        checks.register(own.check_backend)
        checks.register(own.check_middleware)
        checks.register(own.check_sessions)
        checks.register(own.check_api_authentication)
        checks.register(own.check_site_url, deploy=True)
        checks.register(own.check_passkeys)
        checks.register(own.check_required_methods)
        checks.register(own.check_encryption)
        checks.register(own.check_secrets_are_sealed, deploy=True)
        receivers.connect()
