"""The default `CommissionPolicy`: one rate for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from .conf import conf


class FlatCommission:
    """Every seller gives the share that the option ``COMMISSION_RATE`` says."""

    def rates(self, seller_refs: Collection[str]) -> Mapping[str, Decimal]:
        return dict.fromkeys(seller_refs, conf.options.COMMISSION_RATE)
