"""A tax as it is named, and how much of a total it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_percent
from django.utils.translation import get_language, to_locale

from shop_core.money import Money


@dataclass(frozen=True, kw_only=True)
class Tax:
    """A tax by its name and its rate in percent."""

    name: str = ""
    rate: Decimal = Decimal(0)

    @property
    def label(self) -> str:
        """Name and rate as people of the active language write them: ``VAT 19%``."""
        locale = to_locale(get_language() or "en")
        return f"{self.name} {format_percent(self.rate / 100, locale=locale, decimal_quantization=False)}".strip()


NO_TAX = Tax()


@dataclass(frozen=True, kw_only=True)
class TaxSum:
    """How much of a total is which tax."""

    tax: Tax
    amount: Money

    @property
    def label(self) -> str:
        return self.tax.label


def sum_taxes(taxes: Iterable[tuple[Tax, Money]]) -> list[TaxSum]:
    """Add up what is owed of each tax, the highest rate first; what is not taxed is left out."""
    sums: dict[Tax, Money] = {}
    for tax, amount in taxes:
        if tax != NO_TAX:
            sums[tax] = sums[tax] + amount if tax in sums else amount
    ordered = sorted(sums.items(), key=lambda entry: (-entry[0].rate, entry[0].name))
    return [TaxSum(tax=tax, amount=amount) for tax, amount in ordered]
