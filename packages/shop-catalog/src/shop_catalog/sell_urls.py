"""The sellers' pages of shop-catalog, relative to where they are mounted, such as ``/sell/``."""

from django.urls import path

from .views import sell

app_name = "shop_catalog_sell"

urlpatterns = [
    path("", sell.OverviewView.as_view(), name="overview"),
    path("register/", sell.RegisterView.as_view(), name="register"),
    path("profile/", sell.ProfileView.as_view(), name="profile"),
    path("stores/", sell.StoreListView.as_view(), name="store-list"),
    path("stores/add/", sell.StoreAddView.as_view(), name="store-add"),
    path("stores/<uuid:store>/", sell.StoreEditView.as_view(), name="store-edit"),
    path("stores/<uuid:store>/open/", sell.StoreDoorsView.as_view(), name="store-open"),
    path("stores/<uuid:store>/close/", sell.StoreDoorsView.as_view(opens=False), name="store-close"),
    path("products/", sell.ProductListView.as_view(), name="product-list"),
    path("products/add/", sell.ProductAddView.as_view(), name="product-add"),
    path("products/<int:product>/", sell.ProductEditView.as_view(), name="product-edit"),
    path("products/<int:product>/pictures/", sell.ProductPicturesView.as_view(), name="product-pictures"),
    path("products/<int:product>/variants/", sell.VariantListView.as_view(), name="variant-list"),
    path("products/<int:product>/variants/add/", sell.VariantAddView.as_view(), name="variant-add"),
    path("products/<int:product>/variants/<int:variant>/", sell.VariantEditView.as_view(), name="variant-edit"),
    path(
        "products/<int:product>/variants/<int:variant>/delete/",
        sell.VariantDeleteView.as_view(),
        name="variant-delete",
    ),
    path("products/<int:product>/sell/", sell.ProductSellView.as_view(), name="product-sell"),
    path("products/deleted/", sell.DeletedProductListView.as_view(), name="product-deleted"),
    path("products/<int:product>/history/", sell.ProductHistoryView.as_view(), name="product-history"),
    path("products/<int:product>/delete/", sell.ProductDeleteView.as_view(), name="product-delete"),
    path("products/<int:product>/restore/", sell.ProductRestoreView.as_view(), name="product-restore"),
    path("categories/", sell.CategoryOptionsView.as_view(), name="category-options"),
    path("orders/", sell.OrderListView.as_view(), name="order-list"),
    path("reviews/", sell.ReviewListView.as_view(), name="review-list"),
    path("offers/", sell.OfferListView.as_view(), name="offer-list"),
    path("offers/<uuid:offer>/", sell.OfferEditView.as_view(), name="offer-edit"),
    path("offers/<uuid:offer>/price-and-stock/", sell.PriceAndStockView.as_view(), name="offer-price-and-stock"),
    path("offers/<uuid:offer>/movements/", sell.MovementListView.as_view(), name="offer-movements"),
    path("offers/<uuid:offer>/history/", sell.OfferHistoryView.as_view(), name="offer-history"),
    path("offers/<uuid:offer>/delete/", sell.OfferDeleteView.as_view(), name="offer-delete"),
]
