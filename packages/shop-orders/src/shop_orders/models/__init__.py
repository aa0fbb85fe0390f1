"""Carts, orders, shipments, and what makes prices: discounts, shipping methods and taxes."""

from .cart import Cart, CartLine, CartState
from .discount import Discount, OrderDiscount, normalize_code
from .event import Attention, EventKind, OrderEvent
from .invoice import Invoice, InvoiceCounter, InvoiceKind, InvoiceLine
from .line import OrderLine
from .mail import OrderMail
from .note import OrderNote
from .order import REFUND_DUE, Order
from .shipment import Shipment
from .shipping import ShippingMethod, ShippingRate
from .state import ALLOWED, PROGRESS, CancelReason, OrderState, PaymentStatus, derive_state
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
