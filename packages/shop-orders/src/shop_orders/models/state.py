"""How far an order and its lines have come, and which moves there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderState(models.TextChoices):
    PENDING = "pending", _("Pending")
    PAID = "paid", _("Paid")
    PROCESSING = "processing", _("Processing")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


ALLOWED: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PENDING: frozenset({OrderState.PAID, OrderState.CANCELLED}),
    OrderState.PAID: frozenset({OrderState.PROCESSING, OrderState.CANCELLED}),
    OrderState.PROCESSING: frozenset({OrderState.SHIPPED, OrderState.CANCELLED}),
    OrderState.SHIPPED: frozenset({OrderState.DELIVERED}),
    OrderState.DELIVERED: frozenset(),
    OrderState.CANCELLED: frozenset({OrderState.PAID}),
}
"""The moves of an order and of each of its lines. Only money makes them paid, and only what waited too long comes back from cancelled."""

PROGRESS = (OrderState.PENDING, OrderState.PAID, OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED)
"""The way of what is not cancelled."""


def derive_state(states: Iterable[str]) -> OrderState:
    """Return the state of an order from those of its lines: as far as the last of them has come; cancelled ones do not count."""
    alive = [PROGRESS.index(OrderState(state)) for state in states if state != OrderState.CANCELLED]
    return PROGRESS[min(alive)] if alive else OrderState.CANCELLED


class PaymentStatus(models.TextChoices):
    UNPAID = "unpaid", _("Unpaid")
    PAID = "paid", _("Paid")
    PARTIALLY_REFUNDED = "partially_refunded", _("Partially refunded")
    REFUNDED = "refunded", _("Refunded")


class CancelReason(models.TextChoices):
    CUSTOMER = "customer", _("cancelled by the customer")
    STAFF = "staff", _("cancelled by the shop")
    SELLER = "seller", _("cancelled by the seller")
    EXPIRED = "expired", _("not paid in time")
