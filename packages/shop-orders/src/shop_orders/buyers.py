"""Who buys: a user, or a visitor of whom nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def buyer_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Return the user who asks; None: a visitor."""
    user: Any = request.user
    return user if user.is_authenticated else None


def email_of(user: AbstractBaseUser | None) -> str:
    """Return the user's e-mail address, whatever the model calls it."""
    return getattr(user, user.get_email_field_name(), "") or "" if user else ""


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host of the request, for links in mails."""
    return f"{request.scheme}://{request.get_host()}"
