"""The catalog's pages."""

from .products import CategoryView, ProductDetailView, ProductListView
from .reviews import ReviewCreateView

__all__ = ["CategoryView", "ProductDetailView", "ProductListView", "ReviewCreateView"]
