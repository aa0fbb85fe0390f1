"""The API of shop-orders, relative to its prefix."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from .cart import CartItemsView, CartItemView, CartLineView, CartView, CartVoucherView
from .lines import OrderItemViewSet, ShipmentViewSet
from .orders import OrderViewSet
from .prices import DiscountViewSet, ShippingMethodViewSet, TaxRateViewSet
from .sellers import SellerEntryViewSet, SubOrderViewSet

app_name = "shop_orders_api"

router = SimpleRouter()
router.register("orders", OrderViewSet, basename="order")
router.register("order-items", OrderItemViewSet, basename="order-item")
router.register("shipments", ShipmentViewSet, basename="shipment")
router.register("seller-orders", SubOrderViewSet, basename="seller-order")
router.register("seller-ledger", SellerEntryViewSet, basename="seller-entry")
router.register("discounts", DiscountViewSet, basename="discount")
router.register("shipping-methods", ShippingMethodViewSet, basename="shipping-method")
router.register("tax-rates", TaxRateViewSet, basename="tax-rate")

urlpatterns = [
    path("cart/", CartView.as_view(), name="cart"),
    path("cart/<int:pk>/", CartLineView.as_view(), name="cart-line"),
    path("cart/voucher/", CartVoucherView.as_view(), name="cart-voucher"),
    path("cart-items/", CartItemsView.as_view(), name="cart-items"),
    path("cart-items/<int:pk>/", CartItemView.as_view(), name="cart-item"),
    path("checkout/", OrderViewSet.as_view({"post": "create"}), name="checkout"),
    path("", include(router.urls)),
]
