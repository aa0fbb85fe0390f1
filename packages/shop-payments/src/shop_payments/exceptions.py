"""What shop-payments refuses. What a provider can answer amiss is a closed set: the five children of `ProviderError`."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError


class UnknownProviderError(ShopError):
    """No provider goes by that name."""

    code = "unknown_provider"
    status = HTTPStatus.NOT_FOUND
    message = _("This way of paying does not exist.")


class NotPayableError(ShopError):
    """Nothing is owed under that kind and reference, or not by whoever asks."""

    code = "not_payable"
    status = HTTPStatus.NOT_FOUND
    message = _("There is nothing to pay here.")


class AlreadyPaidError(ShopError):
    """Money has arrived by an earlier attempt."""

    code = "already_paid"
    status = HTTPStatus.CONFLICT
    message = _("This has been paid already.")


class SupersededError(ShopError):
    """Another attempt for the same thing was started meanwhile."""

    code = "superseded"
    status = HTTPStatus.CONFLICT
    message = _("The payment was started anew somewhere else. Go on there.")


class CurrencyNotOfferedError(ShopError):
    """The provider cannot charge this currency."""

    code = "currency_not_offered"
    message = _("This way of paying does not take that currency.")


class UnknownPaymentError(ShopError):
    """The provider speaks of a payment that is not on record (yet)."""

    code = "unknown_payment"
    status = HTTPStatus.NOT_FOUND
    message = _("There is no such payment.")


class BadNoticeError(ShopError):
    """A notice is not from the provider, is too old, or cannot be read."""

    code = "bad_notice"
    message = _("The notice is not signed by the provider.")


class AppendOnlyError(ShopError):
    """What is written in the ledger is neither changed nor deleted."""

    code = "append_only"
    status = HTTPStatus.CONFLICT
    message = _("The ledger is append-only.")


class ProviderError(ShopError):
    """A provider could not do what it was asked."""

    code = "provider_error"
    status = HTTPStatus.BAD_GATEWAY
    message = _("The payment provider cannot be used now. Please try again.")


class DeclinedError(ProviderError):
    """The provider says no, and will say so again."""

    code = "declined"
    status = HTTPStatus.PAYMENT_REQUIRED
    message = _("The payment was declined.")


class ActionRequiredError(ProviderError):
    """The payer must do something first."""

    code = "action_required"
    status = HTTPStatus.CONFLICT
    message = _("The payment waits for you to confirm it.")


class RetryableError(ProviderError):
    """Nothing has happened at the provider; the same may be asked again."""

    code = "provider_unreachable"
    message = _("The payment provider cannot be reached. Please try again.")


class OutcomeUnknownError(ProviderError):
    """The answer was lost: it may have happened or not, and must be looked up."""

    code = "outcome_unknown"
    message = _("The payment provider did not answer. Please try again in a moment.")


class MisconfiguredError(ProviderError):
    """The shop's own account or setting is wrong: nobody can pay before it is mended."""

    code = "misconfigured"
    message = _("This way of paying is not set up.")
