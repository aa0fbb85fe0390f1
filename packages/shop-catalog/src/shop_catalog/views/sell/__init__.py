"""The sellers' pages."""

from .entry import OverviewView, ProfileView, RegisterView
from .offers import MovementListView, OfferDeleteView, OfferEditView, OfferListView, PriceAndStockView
from .stores import StoreAddView, StoreDoorsView, StoreEditView, StoreListView

__all__ = [
    "MovementListView",
    "OfferDeleteView",
    "OfferEditView",
    "OfferListView",
    "OverviewView",
    "PriceAndStockView",
    "ProfileView",
    "RegisterView",
    "StoreAddView",
    "StoreDoorsView",
    "StoreEditView",
    "StoreListView",
]
