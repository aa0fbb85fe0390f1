"""System checks of shop-accounts: E001 to E005 are those of `shop_core.conf`."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from rest_framework.settings import api_settings

from . import sealing
from .conf import conf
from .identity import BACKEND, MIDDLEWARE, SESSIONS_MIDDLEWARE
from .passkeys import METHOD, is_installed, origin_of

DOMAIN = re.compile(r"(?![0-9.]+$)[a-z0-9-]+(\.[a-z0-9-]+)*")
AUTHENTICATION = "shop_accounts.api.authentication.TokenAuthentication"
APP = "android:apk-key-hash:"


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


def check_api_authentication(**kwargs: Any) -> list[CheckMessage]:
    """Warn a project whose API hands out tokens that none of its endpoints would take."""
    try:
        reverse("shop_accounts_api:token-obtain")
    except NoReverseMatch:
        return []
    listed: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    if any(issubclass(each, import_string(AUTHENTICATION)) for each in listed):
        return []
    return [
        Warning(
            f"The API hands out tokens, but REST_FRAMEWORK['DEFAULT_AUTHENTICATION_CLASSES'] does not list {AUTHENTICATION!r}.",
            hint=f"REST_FRAMEWORK = {{'DEFAULT_AUTHENTICATION_CLASSES': [{AUTHENTICATION!r}]}}; another class takes tokens that were ended.",
            id="shop_accounts.W004",
        )
    ]


def check_site_url(**kwargs: Any) -> list[CheckMessage]:
    """Warn a shop in production whose staff and tasks would send mails without a link."""
    if conf.check() or conf.options.SITE_URL:
        return []
    return [
        Warning(
            "SHOP_ACCOUNTS['SITE_URL'] is empty: mails that no request asks for have no link.",
            hint="SHOP_ACCOUNTS = {'SITE_URL': 'https://shop.example'}",
            id="shop_accounts.W003",
        )
    ]


def check_passkeys(**kwargs: Any) -> list[CheckMessage]:
    """Name what passkeys lack, where ``MFA_METHODS`` offers them."""
    if conf.check() or METHOD not in conf.options.MFA_METHODS:
        return []
    messages: list[CheckMessage] = []
    if not is_installed():
        messages.append(
            Error(
                f"SHOP_ACCOUNTS['MFA_METHODS'] offers {METHOD!r}, but webauthn is not installed.",
                hint='pip install "shop-accounts[passkeys]"',
                id="shop_accounts.E008",
            )
        )
    if not DOMAIN.fullmatch(conf.options.PASSKEY_RP_ID):
        messages.append(
            Error(
                f"SHOP_ACCOUNTS['PASSKEY_RP_ID'] must be a domain, not {conf.options.PASSKEY_RP_ID!r}.",
                hint="Give it without scheme and port, in lower case: 'shop.example'; on a developer's machine 'localhost'.",
                id="shop_accounts.E009",
            )
        )
    else:
        messages.extend(_wrong_origins(conf.options.PASSKEY_RP_ID))
    return messages


def check_required_methods(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to demand of anybody what nobody can set up."""
    if conf.check() or not (unknown := set(conf.options.MFA_REQUIRED_METHODS) - set(conf.options.MFA_METHODS)):
        return []
    return [
        Error(
            f"SHOP_ACCOUNTS['MFA_REQUIRED_METHODS'] demands what MFA_METHODS does not offer: {', '.join(sorted(unknown))}.",
            hint="Offer it as well, or leave it out of both.",
            id="shop_accounts.E013",
        )
    ]


def check_encryption(**kwargs: Any) -> list[CheckMessage]:
    """Name what ``ENCRYPTION_KEYS`` lacks; keys are not shown."""
    if conf.check() or not conf.options.ENCRYPTION_KEYS:
        return []
    if not sealing.is_installed():
        return [
            Error(
                "SHOP_ACCOUNTS['ENCRYPTION_KEYS'] has keys, but cryptography is not installed.",
                hint='pip install "shop-accounts[encryption]"',
                id="shop_accounts.E011",
            )
        ]
    return [
        Error(
            f"Number {number} of SHOP_ACCOUNTS['ENCRYPTION_KEYS'] is no key: 32 bytes as url-safe base64.",
            hint='python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"',
            id="shop_accounts.E012",
        )
        for number, key in enumerate(conf.options.ENCRYPTION_KEYS, 1)
        if not sealing.is_key(key)
    ]


def check_secrets_are_sealed(**kwargs: Any) -> list[CheckMessage]:
    """Warn a shop that goes live with the secrets of authenticator apps in clear (``check --deploy``)."""
    if conf.check() or "totp" not in conf.options.MFA_METHODS or conf.options.ENCRYPTION_KEYS:
        return []
    return [
        Warning(
            "The secrets of authenticator apps stand in the database in clear.",
            hint="Put a key into SHOP_ACCOUNTS['ENCRYPTION_KEYS'], and run seal_secrets.",
            id="shop_accounts.W002",
        )
    ]


def _wrong_origins(domain: str) -> list[CheckMessage]:
    given = list(conf.options.PASSKEY_ORIGINS) or [conf.options.SITE_URL and origin_of(conf.options.SITE_URL)]
    return [
        Error(
            f"{origin!r} is no address at which passkeys of {domain!r} work.",
            hint=f"SHOP_ACCOUNTS['PASSKEY_ORIGINS'] = ['https://{domain}']; plain http works on localhost only.",
            id="shop_accounts.E010",
        )
        for origin in filter(None, given)
        if not _is_origin(origin, domain)
    ]


def _is_origin(origin: str, domain: str) -> bool:
    if origin.startswith(APP):
        return True
    host = urlsplit(origin).hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    is_safe = origin.startswith("https://") or (local and origin.startswith("http://"))
    return is_safe and f".{host}".endswith(f".{domain}") and origin == origin_of(origin)
