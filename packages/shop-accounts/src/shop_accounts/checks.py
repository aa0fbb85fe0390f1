"""System checks of shop-accounts: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .conf import conf
from .identity import BACKEND


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_ACCOUNTS``."""
    return conf.check()


def check_backend(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a project whose sessions could not be opened by our login."""
    if BACKEND in settings.AUTHENTICATION_BACKENDS:
        return []
    return [
        Error(
            f"AUTHENTICATION_BACKENDS does not list {BACKEND!r}.",
            hint=f"AUTHENTICATION_BACKENDS = [{BACKEND!r}]",
            id="shop_accounts.E006",
        )
    ]
