"""The back office: orders, carts, what makes prices, and what sellers are owed."""

from . import orders, pricing, sellers

__all__ = ["orders", "pricing", "sellers"]
