"""The cookie of guests: signed, out of reach of scripts, and no more than a random key."""

import secrets
from collections.abc import Mapping

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .conf import conf
from .people import Guest

COOKIE = "shop_chat_guest"


def new_guest() -> Guest:
    """Return a guest whom nobody knows yet."""
    return Guest(key=secrets.token_hex(16))


def read_guest(cookies: Mapping[str, str]) -> Guest | None:
    """Return the guest whom the cookies name; None where there is none, or the cookie is forged or too old."""
    try:
        return Guest(key=_signer().unsign(cookies.get(COOKIE, ""), max_age=conf.options.GUEST_COOKIE_AGE))
    except signing.BadSignature:
        return None


def remember_guest(response: HttpResponseBase, guest: Guest, request: HttpRequest) -> None:
    """Set the guest's cookie, for another full while."""
    response.set_cookie(
        COOKIE,
        _signer().sign(guest.key),
        max_age=conf.options.GUEST_COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="shop_chat.guest")
