"""The pages: each reads the request, calls one service and shows the answer."""

from .cart import CartAddView, CartLineRemoveView, CartLineView, CartView, CartVoucherRemoveView, CartVoucherView
from .checkout import CheckoutCostsView, CheckoutView
from .desk import SaleDeedView, SaleDetailView
from .lookup import OrderLookupView
from .orders import OrderCancelView, OrderDetailView, OrderListView, OrderPayView

__all__ = [
    "CartAddView",
    "CartLineRemoveView",
    "CartLineView",
    "CartView",
    "CartVoucherRemoveView",
    "CartVoucherView",
    "CheckoutCostsView",
    "CheckoutView",
    "OrderCancelView",
    "OrderDetailView",
    "OrderListView",
    "OrderLookupView",
    "OrderPayView",
    "SaleDeedView",
    "SaleDetailView",
]
