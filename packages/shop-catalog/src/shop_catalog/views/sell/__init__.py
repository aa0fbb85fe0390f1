"""The sellers' pages."""

from .entry import OverviewView, ProfileView, RegisterView
from .listings import ProductAddView, ProductSellView
from .offers import MovementListView, OfferDeleteView, OfferEditView, OfferListView, PriceAndStockView
from .orders import OrderListView
from .products import ProductEditView, ProductListView, ProductPicturesView
from .reviews import ReviewListView
from .stores import StoreAddView, StoreDoorsView, StoreEditView, StoreListView

__all__ = [
    "MovementListView",
    "OfferDeleteView",
    "OfferEditView",
    "OfferListView",
    "OrderListView",
    "OverviewView",
    "PriceAndStockView",
    "ProductAddView",
    "ProductEditView",
    "ProductListView",
    "ProductPicturesView",
    "ProductSellView",
    "ProfileView",
    "RegisterView",
    "ReviewListView",
    "StoreAddView",
    "StoreDoorsView",
    "StoreEditView",
    "StoreListView",
]
