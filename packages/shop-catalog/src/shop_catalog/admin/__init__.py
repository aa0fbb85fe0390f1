"""The back office of the catalog."""

from . import attributes, catalog, categories, reviews, stock, stores

__all__ = ["attributes", "catalog", "categories", "reviews", "stock", "stores"]
