from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SandboxConfig(AppConfig):
    """The app ``shop_payments_sandbox``: the tables and the pages of the embedded gateway."""

    name = "shop_payments.providers.sandbox"
    label = "shop_payments_sandbox"
    verbose_name = _("Payments sandbox")
    default_auto_field = "django.db.models.BigAutoField"
