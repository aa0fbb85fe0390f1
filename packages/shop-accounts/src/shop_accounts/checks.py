"""System checks of shop-accounts: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from .conf import conf
from .identity import BACKEND, MIDDLEWARE, SESSIONS_MIDDLEWARE


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


def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a project in which a session of somebody else's making would skip the second step."""
    if MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Error(
            f"MIDDLEWARE does not list {MIDDLEWARE!r}.",
            hint="Put it after AuthenticationMiddleware and MessageMiddleware.",
            id="shop_accounts.E007",
        )
    ]


def check_sessions(**kwargs: Any) -> list[CheckMessage]:
    """Warn a project whose list of sessions would not be true."""
    if SESSIONS_MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            f"MIDDLEWARE does not list {SESSIONS_MIDDLEWARE!r}: every login is one from a new device.",
            hint="Put it after AuthenticationMiddleware.",
            id="shop_accounts.W001",
        )
    ]
