"""Holds that ran out: the order is cancelled and its stock is free again."""

import logging

from ..exceptions import MoveNotAllowedError
from ..models import CancelReason, Order
from .states import cancel_order

logger = logging.getLogger(__name__)


def expire_orders() -> int:
    """Cancel the orders that were not paid in time, each in its own transaction, and return how many.

    Safe to run twice at once: an order that was paid or extended in the meantime stays.
    """
    return sum(_expire(order) for order in list(Order.objects.run_out().order_by("pk")))


def _expire(order: Order) -> bool:
    try:
        cancelled = cancel_order(order=order, reason=CancelReason.EXPIRED)
    except MoveNotAllowedError:
        return False
    return cancelled.cancel_reason == CancelReason.EXPIRED
