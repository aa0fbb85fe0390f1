"""The back office of the catalog."""

from . import attributes, catalog, categories, history, review_reports, reviews, stock, stores

__all__ = ["attributes", "catalog", "categories", "history", "review_reports", "reviews", "stock", "stores"]
