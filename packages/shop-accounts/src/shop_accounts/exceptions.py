"""What shop-accounts refuses, each with a stable code."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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


class InvalidCodeError(ShopError):
    code = "invalid_code"
    message = _("This code is wrong, too old or was used before. Please check it, or ask for a new one.")


class TooManyCodesError(ShopError):
    """A code was asked for too soon, or too often.

    :param retry_after: seconds to wait.
    """

    code = "too_many_codes"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            ngettext("Please wait %d second for another code.", "Please wait %d seconds for another code.", retry_after)
            % retry_after
        )
        self.retry_after = retry_after


class WrongPasswordError(ShopError):
    code = "wrong_password"
    message = _("This is not your password.")


class TooManyGuessesError(ShopError):
    code = "too_many_guesses"
    status = HTTPStatus.TOO_MANY_REQUESTS
    message = _("There were too many wrong codes. Please try again in a quarter of an hour.")


class UnknownMethodError(ShopError):
    code = "unknown_method"
    message = _("This way is not set up for your account. Please choose one of those that are shown.")


class ContactsNotProvenError(ShopError):
    code = "contacts_not_proven"
    status = HTTPStatus.CONFLICT
    message = _("Please prove your e-mail and your phone first.")


class SecondStepOverError(ShopError):
    code = "second_step_over"
    status = HTTPStatus.UNAUTHORIZED
    message = _("This took too long, or the password was changed. Please log in again.")


class SecondStepMissingError(ShopError):
    code = "second_step_missing"
    status = HTTPStatus.FORBIDDEN
    message = _("Your role needs a second step at login. Please set it up on the security page of your account first.")


class TooManyAttemptsError(ShopError):
    """A login was tried too often.

    :param retry_after: seconds to wait.
    """

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, retry_after: int) -> None:
        text = ngettext(
            "There were too many tries. Please wait %d second, or choose a new password by mail.",
            "There were too many tries. Please wait %d seconds, or choose a new password by mail.",
            retry_after,
        )
        super().__init__(text % retry_after)
        self.retry_after = retry_after
