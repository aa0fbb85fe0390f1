"""Whether the shop offers passkeys, and at which addresses."""

from __future__ import annotations

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.http import HttpRequest

from .conf import conf
from .links import base_url

METHOD = "passkey"


def is_installed() -> bool:
    """Tell whether the library of the extra ``passkeys`` is here; it is not imported for that."""
    return find_spec("webauthn") is not None


def is_offered() -> bool:
    """Tell whether users may make and use passkeys: the shop wants it, has named its domain, and has the library."""
    return METHOD in conf.options.MFA_METHODS and bool(conf.options.PASSKEY_RP_ID) and is_installed()


def origins(request: HttpRequest) -> list[str]:
    """Return the addresses at which a passkey may have been used, as browsers write them."""
    return list(conf.options.PASSKEY_ORIGINS) or [origin_of(base_url(request))]


def origin_of(address: str) -> str:
    """Return an address without its path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
