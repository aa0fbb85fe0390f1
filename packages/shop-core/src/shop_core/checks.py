"""System checks of shop-core: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from .currencies import CURRENCIES
from .money import shop_currency
from .options import conf


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_CORE``."""
    return conf.check()


def check_currency(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a ``SHOP_CURRENCY`` that is no ISO 4217 code."""
    if shop_currency() in CURRENCIES:
        return []
    return [
        Error(
            f"SHOP_CURRENCY is {shop_currency()!r}, which is no currency code of ISO 4217.",
            hint='Write three capital letters, such as "EUR".',
            id="shop_core.E006",
        )
    ]
