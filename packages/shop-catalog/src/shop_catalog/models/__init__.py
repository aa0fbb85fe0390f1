"""The records of shop-catalog."""

from .alerts import StockAlert
from .attributes import Attribute, AttributeChoice, AttributeValue
from .categories import Category, CategoryTree
from .changes import Change
from .images import ProductImage
from .imports import ImportPart, ImportRun
from .listings import Listing, SearchWord, Term
from .offers import Offer
from .products import Product, Variant
from .review_reports import ReviewReport
from .reviews import Review
from .stock import StockMovement, StockReservation
from .stores import Seller, Store

__all__ = [
    "Attribute",
    "AttributeChoice",
    "AttributeValue",
    "Category",
    "CategoryTree",
    "Change",
    "ImportPart",
    "ImportRun",
    "Listing",
    "Offer",
    "Product",
    "ProductImage",
    "Review",
    "ReviewReport",
    "SearchWord",
    "Seller",
    "StockAlert",
    "StockMovement",
    "StockReservation",
    "Store",
    "Term",
    "Variant",
]
