"""The back office of the catalog."""

from . import attributes, catalog, categories, review_reports, reviews, stock, stores

__all__ = ["attributes", "catalog", "categories", "review_reports", "reviews", "stock", "stores"]
