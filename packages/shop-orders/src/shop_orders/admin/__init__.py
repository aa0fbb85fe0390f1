"""The back office: orders, carts, and what makes prices."""

from . import orders, pricing

__all__ = ["orders", "pricing"]
