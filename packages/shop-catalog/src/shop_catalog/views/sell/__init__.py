"""The sellers' pages."""

from .entry import OverviewView, ProfileView, RegisterView
from .history import (
    DeletedProductListView,
    OfferHistoryView,
    ProductDeleteView,
    ProductHistoryView,
    ProductRestoreView,
)
from .listings import CategoryOptionsView, ProductAddView, ProductSellView
from .offers import MovementListView, OfferDeleteView, OfferEditView, OfferListView, PriceAndStockView
from .orders import OrderListView
from .products import ProductEditView, ProductListView, ProductPicturesView
from .reviews import ReviewListView
from .stores import StoreAddView, StoreDoorsView, StoreEditView, StoreListView
from .variants import VariantAddView, VariantDeleteView, VariantEditView, VariantListView

__all__ = [
    "CategoryOptionsView",
    "DeletedProductListView",
    "MovementListView",
    "OfferDeleteView",
    "OfferEditView",
    "OfferHistoryView",
    "OfferListView",
    "OrderListView",
    "OverviewView",
    "PriceAndStockView",
    "ProductAddView",
    "ProductDeleteView",
    "ProductEditView",
    "ProductHistoryView",
    "ProductListView",
    "ProductPicturesView",
    "ProductRestoreView",
    "ProductSellView",
    "ProfileView",
    "RegisterView",
    "ReviewListView",
    "StoreAddView",
    "StoreDoorsView",
    "StoreEditView",
    "StoreListView",
    "VariantAddView",
    "VariantDeleteView",
    "VariantEditView",
    "VariantListView",
]
