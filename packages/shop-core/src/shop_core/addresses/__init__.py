"""Postal addresses, judged and written by the customs of their country."""

from .countries import country_choices, country_name, postal_code_countries
from .rules import ADDRESS_FIELDS, field_labels, field_order, region_choices, required_fields
from .validation import AddressError, clean_address, format_address, normalize_address

__all__ = [
    "ADDRESS_FIELDS",
    "AddressError",
    "clean_address",
    "country_choices",
    "country_name",
    "field_labels",
    "field_order",
    "format_address",
    "normalize_address",
    "postal_code_countries",
    "region_choices",
    "required_fields",
]
