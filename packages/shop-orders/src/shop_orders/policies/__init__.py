"""The policies of the price that read the tables of the admin."""

from .discounts import DiscountTable
from .shipping import ShippingTable
from .taxes import TaxTable

__all__ = ["DiscountTable", "ShippingTable", "TaxTable"]
