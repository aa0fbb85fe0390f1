"""Postal addresses, judged and written by the customs of their country."""

from .countries import country_choices, country_name, postal_code_countries
from .validation import AddressError, clean_address, field_labels, format_address, normalize_address, required_fields

__all__ = [
    "AddressError",
    "clean_address",
    "country_choices",
    "country_name",
    "field_labels",
    "format_address",
    "normalize_address",
    "postal_code_countries",
    "required_fields",
]
