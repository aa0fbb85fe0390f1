"""Taxes by the table of rates."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..hooks import Basket
from ..models import TaxRate
from ..taxes import Tax


class TaxTable:
    """The default `TaxPolicy`: the rates of `TaxRate`, in one query.

    A class without a rate in the country has the country's standard rate; a country without any has the rates for all countries.
    """

    def taxes(self, basket: Basket, tax_classes: Collection[str]) -> Mapping[str, Tax]:
        rows = TaxRate.objects.filter(country__in={basket.country, ""}, tax_class__in={*tax_classes, ""})
        rates = {(row.country, row.tax_class): row.tax for row in rows}
        country = basket.country if any(country == basket.country for country, _ in rates) else ""
        found = {name: rates.get((country, name)) or rates.get((country, "")) for name in tax_classes}
        return {name: tax for name, tax in found.items() if tax}
