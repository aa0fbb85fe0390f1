"""Carts, shipping methods, orders and shipments."""

from .cart import Cart, CartLine, CartState
from .note import OrderNote
from .order import (
    ALLOWED,
    PROGRESS,
    CancelReason,
    EventKind,
    Order,
    OrderEvent,
    OrderLine,
    OrderState,
    PaymentStatus,
    derive_state,
)
from .shipment import Shipment
from .shipping import ShippingMethod

__all__ = [
    "ALLOWED",
    "PROGRESS",
    "CancelReason",
    "Cart",
    "CartLine",
    "CartState",
    "EventKind",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderNote",
    "OrderState",
    "PaymentStatus",
    "Shipment",
    "ShippingMethod",
    "derive_state",
]
