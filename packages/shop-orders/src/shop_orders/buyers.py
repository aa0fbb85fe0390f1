"""Who buys: a user, or a visitor of whom nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from shop_core.contracts import PostalAddress

from .conf import conf

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def buyer_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Return the user who asks; None: a visitor."""
    user: Any = request.user
    return user if user.is_authenticated else None


def email_of(user: AbstractBaseUser | None) -> str:
    """Return the user's e-mail address, whatever the model calls it."""
    return getattr(user, user.get_email_field_name(), "") or "" if user else ""


def first_address(request: HttpRequest) -> PostalAddress | None:
    """Return the address to begin with: the user's default one."""
    buyer = buyer_of(request)
    addresses = conf.hook("ADDRESS_BOOK").for_user(buyer) if buyer else []
    return addresses[0] if addresses else None


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host of the request, for links in mails."""
    return f"{request.scheme}://{request.get_host()}"
