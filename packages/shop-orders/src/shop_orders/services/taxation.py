"""How much of an amount is tax, rounded as the settings say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from shop_core.money import Money

from ..conf import conf
from ..taxes import Tax


def taxes_on(parts: Sequence[tuple[Tax, Money]]) -> list[Money]:
    """Return the tax in each part, or on top of it where prices come without.

    Rounded by line, each part is rounded by itself. Rounded by total, the parts with the same tax are rounded as one, and
    what comes out is split over them in proportion.
    """
    if conf.options.TAX_ROUNDING == "line":
        return [_tax_on(tax, amount) for tax, amount in parts]
    groups: dict[Tax, list[int]] = {}
    for index, (tax, amount) in enumerate(parts):
        if amount:
            groups.setdefault(tax, []).append(index)
    found = [Money.zero(amount.currency) for _, amount in parts]
    for tax, indexes in groups.items():
        amounts = [parts[index][1] for index in indexes]
        whole = _tax_on(tax, sum(amounts[1:], amounts[0]))
        for index, share in zip(indexes, whole.allocate([amount.minor for amount in amounts]), strict=True):
            found[index] = share
    return found


def _tax_on(tax: Tax, amount: Money) -> Money:
    rate = Fraction(tax.rate)
    base = 100 + rate if conf.options.PRICES_INCLUDE_TAX else Fraction(100)
    return Money(_rounded(amount.minor * rate / base), amount.currency)


def _rounded(exact: Fraction) -> int:
    """Round to a whole minor unit; amounts are never negative."""
    if conf.options.TAX_ROUNDING_MODE == "half_even":
        return round(exact)
    return math.floor(exact + Fraction(1, 2))
