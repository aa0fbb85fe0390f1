"""The back office of the catalog."""

from . import catalog, categories, reviews, stock, stores

__all__ = ["catalog", "categories", "reviews", "stock", "stores"]
