"""The pages: each reads the request, calls one service and shows the answer."""

from .cart import CartAddView, CartLineRemoveView, CartLineView, CartView, CartVoucherRemoveView, CartVoucherView
from .checkout import CheckoutCostsView, CheckoutView
from .desk import SaleDeedView, SaleDetailView
from .invoices import InvoiceDetailView, InvoicePdfView
from .live import OrderLiveView
from .lookup import OrderLookupView
from .orders import OrderCancelView, OrderDetailView, OrderListView, OrderPayView
from .sales import SaleListView, SellerLedgerView

__all__ = [
    "CartAddView",
    "CartLineRemoveView",
    "CartLineView",
    "CartView",
    "CartVoucherRemoveView",
    "CartVoucherView",
    "CheckoutCostsView",
    "CheckoutView",
    "InvoiceDetailView",
    "InvoicePdfView",
    "OrderCancelView",
    "OrderDetailView",
    "OrderListView",
    "OrderLiveView",
    "OrderLookupView",
    "OrderPayView",
    "SaleDeedView",
    "SaleDetailView",
    "SaleListView",
    "SellerLedgerView",
]
