"""The pages of shop-orders: carts, checkout and orders, relative to the site's root or any other prefix."""

from django.urls import path

from . import views

app_name = "shop_orders"

urlpatterns = [
    path("cart/", views.CartView.as_view(), name="cart"),
    path("cart/add/", views.CartAddView.as_view(), name="cart-add"),
    path("cart/lines/<int:pk>/", views.CartLineView.as_view(), name="cart-line"),
    path("cart/lines/<int:pk>/remove/", views.CartLineRemoveView.as_view(), name="cart-line-remove"),
    path("cart/voucher/", views.CartVoucherView.as_view(), name="cart-voucher"),
    path("cart/voucher/remove/", views.CartVoucherRemoveView.as_view(), name="cart-voucher-remove"),
    path("checkout/", views.CheckoutView.as_view(), name="checkout"),
    path("checkout/costs/", views.CheckoutCostsView.as_view(), name="checkout-costs"),
    path("orders/", views.OrderListView.as_view(), name="order-list"),
    path("orders/find/", views.OrderLookupView.as_view(), name="order-lookup"),
    path("orders/<str:number>/", views.OrderDetailView.as_view(), name="order-detail"),
    path("orders/<str:number>/pay/", views.OrderPayView.as_view(), name="order-pay"),
    path("orders/<str:number>/cancel/", views.OrderCancelView.as_view(), name="order-cancel"),
    path("orders/<str:number>/live/", views.OrderLiveView.as_view(), name="order-live"),
    path("orders/<str:number>/invoices/<str:invoice>/", views.InvoiceDetailView.as_view(), name="invoice"),
    path("orders/<str:number>/invoices/<str:invoice>/pdf/", views.InvoicePdfView.as_view(), name="invoice-pdf"),
    path("sales/", views.SaleListView.as_view(), name="sale-list"),
    path("sales/ledger/", views.SellerLedgerView.as_view(), name="seller-ledger"),
    path("sales/<str:number>/", views.SaleDetailView.as_view(), name="sale-detail"),
    path("sales/<str:number>/<str:deed>/", views.SaleDeedView.as_view(), name="sale-deed"),
    path("sales/<str:number>/<str:deed>/<int:pk>/", views.SaleDeedView.as_view(), name="sale-deed"),
]
