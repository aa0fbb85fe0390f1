"""The records of shop-catalog."""

from .categories import Category
from .offers import Offer
from .products import Product, ProductImage, Variant
from .reviews import Review
from .stock import StockMovement, StockReservation
from .stores import Seller, Store

__all__ = [
    "Category",
    "Offer",
    "Product",
    "ProductImage",
    "Review",
    "Seller",
    "StockMovement",
    "StockReservation",
    "Store",
    "Variant",
]
