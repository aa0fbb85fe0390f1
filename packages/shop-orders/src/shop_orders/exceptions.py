"""What shop-orders refuses, each with its stable code."""

from datetime import datetime
from http import HTTPStatus

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError
from shop_core.money import Money


class NotForSaleError(ShopError):
    """A product is unknown, off sale, or priced in another currency than the cart's."""

    code = "not_for_sale"
    status = HTTPStatus.CONFLICT
    message = _("This product is not for sale.")


class EmptyCartError(ShopError):
    """There is nothing to order."""

    code = "empty_cart"
    status = HTTPStatus.CONFLICT
    message = _("Your cart is empty.")


class CartClosedError(ShopError):
    """The cart was ordered or merged in the meantime."""

    code = "cart_closed"
    status = HTTPStatus.CONFLICT
    message = _("This cart has already been ordered.")


class NoShippingError(ShopError):
    """Nothing ships to the address, or not by the wanted method."""

    code = "no_shipping"
    status = HTTPStatus.CONFLICT
    message = _("We cannot ship to this address that way.")


class VoucherError(ShopError):
    """A voucher grants nothing for this cart; each reason is a class of its own."""

    code = "voucher_refused"
    status = HTTPStatus.CONFLICT
    message = _("This code cannot be used for your cart.")

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message)
        self.errors = {"voucher": [str(self)]}


class UnknownVoucherError(VoucherError):
    """There is no such code."""

    code = "voucher_unknown"
    message = _("We do not know this code. Please look for a typing mistake.")


class VoucherTooEarlyError(VoucherError):
    """The code is not valid yet."""

    code = "voucher_too_early"

    def __init__(self, starts_at: datetime) -> None:
        when = date_format(localtime(starts_at), "DATETIME_FORMAT")
        super().__init__(_("This code is valid from %(date)s.") % {"date": when})


class VoucherExpiredError(VoucherError):
    """The code is no longer valid."""

    code = "voucher_expired"

    def __init__(self, ends_at: datetime) -> None:
        when = date_format(localtime(ends_at), "DATETIME_FORMAT")
        super().__init__(_("This code was valid until %(date)s.") % {"date": when})


class VoucherUsedUpError(VoucherError):
    """The code was used as often as it may be, by all customers together."""

    code = "voucher_used_up"
    message = _("This code has been used up.")


class VoucherAlreadyUsedError(VoucherError):
    """This customer has used the code as often as one may."""

    code = "voucher_already_used"
    message = _("You have already used this code.")


class VoucherBelowMinimumError(VoucherError):
    """The goods that the code is for cost too little.

    :param minimum: from which total on it is valid.
    :param missing: how much must be added.
    """

    code = "voucher_below_minimum"

    def __init__(self, *, minimum: Money, missing: Money) -> None:
        words = {"minimum": minimum.format(), "missing": missing.format()}
        super().__init__(_("Add goods for %(missing)s more: this code is valid from %(minimum)s on.") % words)
        self.minimum, self.missing = minimum, missing


class VoucherNotForTheseError(VoucherError):
    """The code is for other goods, or for carts in another currency."""

    code = "voucher_not_for_these"
    message = _("This code is not valid for what is in your cart.")


class VoucherOutdoneError(VoucherError):
    """Discounts that cannot be combined with the code take off as much or more without it."""

    code = "voucher_outdone"
    message = _("Your cart already has a better discount, which cannot be combined with this code.")


class PriceChangedError(ShopError):
    """The prices are no longer those that the buyer saw."""

    code = "price_changed"
    status = HTTPStatus.CONFLICT
    message = _("Your cart or its prices have changed since you last looked. Please check the new total.")


class IdempotencyConflictError(ShopError):
    """An idempotency key came back with another request."""

    code = "idempotency_conflict"
    status = HTTPStatus.CONFLICT
    message = _("This key has already been used for another request.")


class MoveNotAllowedError(ShopError):
    """The order cannot go to that state from where it is."""

    code = "move_not_allowed"
    status = HTTPStatus.CONFLICT
    message = _("The order cannot be moved to that state.")


class TooManyUnitsError(ShopError):
    """More units are to be cancelled or returned than there are."""

    code = "too_many_units"
    status = HTTPStatus.CONFLICT
    message = _("There are fewer units left in this line.")


class TooManyTriesError(ShopError):
    """An order was looked up too often.

    :param retry_after: seconds after which it can be tried again.
    """

    code = "too_many_tries"
    status = HTTPStatus.TOO_MANY_REQUESTS
    message = _("That was tried too often. Please wait a while, then try again.")

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class AppendOnlyError(ShopError):
    """What is written in a ledger, or on an invoice, is neither changed nor deleted."""

    code = "append_only"
    status = HTTPStatus.CONFLICT
    message = _("This is never changed or deleted.")


class ReferenceUsedError(ShopError):
    """The reference already stands for another amount."""

    code = "reference_used"
    status = HTTPStatus.CONFLICT
    message = _("This reference already stands for another amount.")


class NotPayableError(ShopError):
    """The order is paid, cancelled, or waited too long for its payment."""

    code = "not_payable"
    status = HTTPStatus.CONFLICT
    message = _("This order cannot be paid any more.")


class PaymentUnavailableError(ShopError):
    """The payment could not be started; the order stays payable."""

    code = "payment_unavailable"
    status = HTTPStatus.BAD_GATEWAY
    message = _("The payment could not be started. Your order is kept: please try again in a moment.")


class OrderNotFoundError(ShopError):
    """No order of a guest has that number and that e-mail address."""

    code = "order_not_found"
    status = HTTPStatus.NOT_FOUND
    message = _("There is no order with this number and e-mail address. Please check both.")


class OrdersUnderWayError(ShopError):
    """Personal data is still needed for orders that are under way."""

    code = "orders_under_way"
    status = HTTPStatus.CONFLICT
    message = _("Orders are still under way to this person.")
