"""The catalog's pages."""

from .categories import CategoryListView
from .products import CategoryView, ProductDetailView, ProductListView
from .review_reports import ReviewReportView
from .reviews import ReviewCreateView, ReviewDeleteView, ReviewEditView
from .stores import StoreView

__all__ = [
    "CategoryListView",
    "CategoryView",
    "ProductDetailView",
    "ProductListView",
    "ReviewCreateView",
    "ReviewDeleteView",
    "ReviewEditView",
    "ReviewReportView",
    "StoreView",
]
