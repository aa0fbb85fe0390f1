"""What shop-accounts refuses, each with a stable code."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError


class InvalidLinkError(ShopError):
    code = "invalid_link"
    message = _("This link is not valid: it is incomplete, too old, or was used before.")


class LoginRefusedError(ShopError):
    code = "login_refused"
    status = HTTPStatus.UNAUTHORIZED
    message = _("The name or e-mail and the password do not match, or the account is not active.")


class InvalidTokenError(ShopError):
    code = "token_not_valid"
    status = HTTPStatus.UNAUTHORIZED
    message = _("The token is not valid, has expired, or its account is not active.")


class AddressGoneError(ShopError):
    code = "address_gone"
    status = HTTPStatus.NOT_FOUND
    message = _("This address was deleted in the meantime.")
