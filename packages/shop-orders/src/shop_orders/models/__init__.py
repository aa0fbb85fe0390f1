"""Carts, orders, shipments, and what makes prices: discounts, shipping methods and taxes."""

from .cart import Cart, CartLine, CartState
from .discount import Discount, OrderDiscount, normalize_code
from .invoice import Invoice, InvoiceCounter, InvoiceKind, InvoiceLine
from .mail import OrderMail
from .note import OrderNote
from .order import (
    ALLOWED,
    PROGRESS,
    REFUND_DUE,
    Attention,
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
from .shipping import ShippingMethod, ShippingRate
from .sub_order import SellerEntry, SellerEntryKind, SubOrder
from .tax import TaxRate

__all__ = [
    "ALLOWED",
    "PROGRESS",
    "REFUND_DUE",
    "Attention",
    "CancelReason",
    "Cart",
    "CartLine",
    "CartState",
    "Discount",
    "EventKind",
    "Invoice",
    "InvoiceCounter",
    "InvoiceKind",
    "InvoiceLine",
    "Order",
    "OrderDiscount",
    "OrderEvent",
    "OrderLine",
    "OrderMail",
    "OrderNote",
    "OrderState",
    "PaymentStatus",
    "SellerEntry",
    "SellerEntryKind",
    "Shipment",
    "ShippingMethod",
    "ShippingRate",
    "SubOrder",
    "TaxRate",
    "derive_state",
    "normalize_code",
]
