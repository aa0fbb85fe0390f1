"""System checks of shop-payments: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error

from shop_core.money import shop_currency

from .conf import conf
from .providers.registry import get_provider, provider_paths

SANDBOX = "shop_payments.providers.sandbox"


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_PAYMENTS``."""
    return conf.check()


def check_providers(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a default provider that does not exist (E006) or cannot charge the shop's currency (E007)."""
    if conf.check() or check_sandbox():
        return []
    alias = conf.options.DEFAULT_PROVIDER
    if alias not in provider_paths():
        return [
            Error(
                f"SHOP_PAYMENTS['DEFAULT_PROVIDER'] is {alias!r}, and no provider has that alias.",
                hint=f"Known: {', '.join(sorted(provider_paths()))}.",
                id="shop_payments.E006",
            )
        ]
    currencies = get_provider(alias).capabilities.currencies
    if currencies is None or shop_currency() in currencies:
        return []
    return [
        Error(
            f"The provider {alias!r} cannot charge {shop_currency()}.",
            hint="Name another SHOP_PAYMENTS['DEFAULT_PROVIDER'], or another SHOP_CURRENCY.",
            id="shop_payments.E007",
        )
    ]


def check_sandbox(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a sandbox without its tables (E008), or with ``DEBUG`` off where it is not allowed by name (E009)."""
    if conf.check() or not any(path.startswith(f"{SANDBOX}.") for path in provider_paths().values()):
        return []
    faults: list[CheckMessage] = []
    if not apps.is_installed(SANDBOX):
        faults.append(
            Error(
                "The sandbox is a provider, but its app is not installed.",
                hint=f"Add {SANDBOX!r} to INSTALLED_APPS, or set SHOP_PAYMENTS['PROVIDERS'].",
                id="shop_payments.E008",
            )
        )
    if not settings.DEBUG and not conf.options.SANDBOX_ALLOWED:
        faults.append(
            Error(
                "The sandbox takes payments without money, and DEBUG is off.",
                hint="Set SHOP_PAYMENTS['PROVIDERS'] to real ones, or SHOP_PAYMENTS['SANDBOX_ALLOWED'] = True.",
                id="shop_payments.E009",
            )
        )
    return faults
