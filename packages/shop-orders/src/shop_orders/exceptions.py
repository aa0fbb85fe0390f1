"""What shop-orders refuses, each with its stable code."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError


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
