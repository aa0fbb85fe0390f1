"""The cookie of a visitor's cart: signed, out of reach of scripts, and no more than a random id."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .conf import conf
from .models import Cart

COOKIE = "shop_orders_cart"


def read_cart_id(request: HttpRequest) -> UUID | None:
    """Return the public id in the request's cookie; None where there is none, or it is forged or too old."""
    try:
        return UUID(_signer().unsign(request.COOKIES.get(COOKIE, ""), max_age=conf.options.CART_COOKIE_AGE))
    except (signing.BadSignature, ValueError):
        return None


def remember_cart(response: HttpResponseBase, cart: Cart, request: HttpRequest) -> None:
    """Let a visitor keep the cart for another full while; a user's cart needs no cookie."""
    if cart.user_id is not None:
        return
    response.set_cookie(
        COOKIE,
        _signer().sign(str(cart.public_id)),
        max_age=conf.options.CART_COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="shop_orders.cart")
