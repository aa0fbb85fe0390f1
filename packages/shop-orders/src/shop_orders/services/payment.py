"""How an order gets paid: a payment is started at the provider's, and the money that arrives is taken exactly once."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shop_core.exceptions import OutOfStockError, ShopError
from shop_core.money import Money
from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import NotPayableError, PaymentUnavailableError
from ..models import CancelReason, EventKind, Order, OrderState
from ..signals import order_paid
from .events import record
from .invoices import issue_invoice
from .mails import queue_mail, queue_seller_mails
from .redemption import take_discounts_again
from .states import flag, lock_order, move, stock_reference
from .sub_orders import open_sub_orders

logger = logging.getLogger(__name__)

SLACK = timedelta(minutes=1)
"""A hold that was extended less than this ago is long enough."""


def start_payment(*, order: Order, return_url: str, again: bool = True) -> str | None:
    """Start a payment and return the address to send the buyer to; None: it is paid later.

    The hold is extended first, in a transaction of its own; none is open while the provider is asked.

    :param again: False: start none where one was started before, so that a repeated request costs nothing.
    :raises NotPayableError: the order is paid, cancelled, or waited too long.
    :raises PaymentUnavailableError: the provider cannot be reached; the order stays payable.
    """
    extended = _extend_hold(order, again=again)
    if extended is None:
        return None
    if not extended.total:
        mark_paid(order=extended, amount=extended.total, reference="nothing to pay")
        return None
    try:
        address: str | None = conf.hook("PAYMENT_STARTER").start(
            kind="order", reference=order.number, return_url=return_url
        )
    except ShopError:
        raise
    except Exception as error:
        logger.exception("The payment of order %s could not be started.", order.number)
        raise PaymentUnavailableError from error
    return address


def mark_paid(*, order: Order, amount: Money, reference: str) -> Order:
    """Take money that has arrived; told twice with one reference, done once.

    An order that waited too long is taken up again if its units can still be had. Where money cannot be used
    (the units have gone, the order was cancelled by somebody, too little or another currency) it is kept on record
    and the order is laid before the staff.
    """
    with transaction.atomic():
        locked = lock_order(order)
        if locked.events.filter(kind=EventKind.PAYMENT_RECEIVED, reference=reference).exists():
            return locked
        record(
            locked,
            EventKind.PAYMENT_RECEIVED,
            reference=reference,
            amount=amount.minor,
            currency=amount.currency,
        )
        _take(locked, amount)
        return locked


def hold_for_payment(*, order: Order) -> bool:
    """Keep the units of an order for as long as a payment page is open; False where it cannot be paid any more.

    For payments that are started elsewhere, such as a second attempt on the payment's own page.
    """
    if order.hold_expires_at and order.hold_expires_at > timezone.now() + conf.options.PAYMENT_HOLD - SLACK:
        return order.is_payable
    try:
        _extend_hold(order, again=True)
    except (NotPayableError, OutOfStockError):
        return False
    return True


@transaction.atomic
def _extend_hold(order: Order, *, again: bool) -> Order | None:
    locked = lock_order(order)
    if not again and locked.events.filter(kind=EventKind.PAYMENT_STARTED).exists():
        return None
    if not locked.is_payable:
        raise NotPayableError
    expires_at = max(locked.hold_expires_at or timezone.now(), timezone.now() + conf.options.PAYMENT_HOLD)
    conf.hook("INVENTORY").extend(stock_reference(locked), expires_at=expires_at)
    locked.hold_expires_at = expires_at
    locked.save(update_fields=["hold_expires_at", "updated_at"])
    record(locked, EventKind.PAYMENT_STARTED)
    return locked


def _take(locked: Order, amount: Money) -> None:
    if amount.currency != locked.currency:
        return flag(locked, "other_currency")
    locked.paid_amount += amount.minor
    locked.save(update_fields=["paid_amount", "updated_at"])
    if locked.paid_amount < locked.total_amount:
        return flag(locked, "too_little")
    is_late = locked.state == OrderState.CANCELLED and locked.cancel_reason == CancelReason.EXPIRED
    if locked.state != OrderState.PENDING and not is_late:
        return flag(locked, "paid_again" if locked.paid_at else "paid_after_cancelling")
    try:
        with transaction.atomic():
            _sell(locked, is_late=is_late)
    except OutOfStockError:
        locked.hold_expires_at = None
        locked.save(update_fields=["hold_expires_at", "updated_at"])
        return flag(locked, "sold_out")
    return _become_paid(locked, amount)


def _sell(locked: Order, *, is_late: bool) -> None:
    inventory = conf.hook("INVENTORY")
    reference = stock_reference(locked, ":late" if is_late else "")
    if is_late:
        quantities = dict(locked.lines.values_list("product_ref", "quantity"))
        inventory.reserve(reference, quantities, expires_at=timezone.now() + conf.options.HOLD)
    inventory.commit(reference)
    if is_late:
        take_discounts_again(order=locked)


def _become_paid(locked: Order, amount: Money) -> None:
    locked.paid_at = timezone.now()
    locked.hold_expires_at = None
    locked.cancel_reason = ""
    locked.lines.update(state=OrderState.PAID, cancelled_quantity=0)
    event = move(locked, OrderState.PAID)
    open_sub_orders(locked)
    issue_invoice(locked)
    if locked.paid_amount > locked.total_amount:
        flag(locked, "too_much")
    send_after_commit(order_paid, sender=Order, order=locked, amount=amount)
    queue_mail(event, "paid")
    queue_seller_mails(event, "sold", list(locked.lines.all()))
