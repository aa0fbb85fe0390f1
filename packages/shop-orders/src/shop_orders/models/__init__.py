"""Carts, shipping methods and orders."""

from .cart import Cart, CartLine, CartState
from .order import ALLOWED, CancelReason, EventKind, Order, OrderEvent, OrderLine, OrderState, PaymentStatus
from .shipping import ShippingMethod

__all__ = [
    "ALLOWED",
    "CancelReason",
    "Cart",
    "CartLine",
    "CartState",
    "EventKind",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderState",
    "PaymentStatus",
    "ShippingMethod",
]
