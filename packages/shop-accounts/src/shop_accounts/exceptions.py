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
    message = _("There were too many wrong tries. Please try again in a quarter of an hour.")


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


class UnknownRoleError(ShopError):
    """There is no such role.

    :param role: the name that was given.
    """

    code = "unknown_role"

    def __init__(self, *, role: str) -> None:
        super().__init__(_("There is no role %(role)s.") % {"role": role})


class AboveYourRoleError(ShopError):
    code = "above_your_role"
    status = HTTPStatus.FORBIDDEN
    message = _(
        "This needs a higher role than yours: you can give and take roles up to your own, and manage who stands no higher."
    )


class NotWaitingError(ShopError):
    code = "not_waiting"
    status = HTTPStatus.CONFLICT
    message = _("This account does not wait for a confirmation.")


class OwnSecondStepError(ShopError):
    code = "own_second_step"
    status = HTTPStatus.CONFLICT
    message = _("Your own second step is changed on the security page of your account.")


class PhoneInUseError(ShopError):
    code = "phone_in_use"
    status = HTTPStatus.CONFLICT
    message = _("Codes for your second step are sent to this phone. Please turn them off on the security page first.")


class LoginTooOldError(ShopError):
    code = "login_too_old"
    status = HTTPStatus.FORBIDDEN
    message = _(
        "Your login is some time ago. Please prove once more that it is you, or log in again; then come back at once."
    )


class NotActiveError(ShopError):
    code = "account_not_active"
    status = HTTPStatus.CONFLICT
    message = _("This account is not active.")


class NotDeactivatedError(ShopError):
    code = "account_not_deactivated"
    status = HTTPStatus.CONFLICT
    message = _("This account is not deactivated.")


class NothingScheduledError(ShopError):
    code = "nothing_scheduled"
    status = HTTPStatus.NOT_FOUND
    message = _("No deletion of this account is scheduled.")


class TooManyExportsError(ShopError):
    """A user has exported the own data too often.

    :param retry_after: seconds to wait.
    """

    code = "too_many_exports"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        text = ngettext(
            "You have just downloaded your data. Please wait %d minute before you do so again.",
            "You have just downloaded your data. Please wait %d minutes before you do so again.",
            minutes,
        )
        super().__init__(text % minutes)
        self.retry_after = retry_after


class PasskeyRefusedError(ShopError):
    code = "passkey_refused"
    status = HTTPStatus.UNAUTHORIZED
    message = _("This passkey opens no account here, or the account is not active. Please choose another way.")


class PasskeyOverError(ShopError):
    code = "passkey_over"
    message = _("This took too long, or was sent before. Please start again.")


class PasskeyNotAddedError(ShopError):
    code = "passkey_not_added"
    message = _("This passkey cannot be added: your device did not confirm that it is you, or it is known already.")


class PasskeyGoneError(ShopError):
    code = "passkey_gone"
    status = HTTPStatus.NOT_FOUND
    message = _("This passkey was removed in the meantime.")


class TooManyAttemptsError(ShopError):
    """A login was tried too often.

    :param retry_after: seconds to wait.
    """

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        text = ngettext(
            "There were too many tries. Please wait %d minute, or choose a new password by mail.",
            "There were too many tries. Please wait %d minutes, or choose a new password by mail.",
            minutes,
        )
        super().__init__(text % minutes)
        self.retry_after = retry_after
