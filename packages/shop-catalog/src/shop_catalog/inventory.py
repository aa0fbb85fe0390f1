"""The stock of offers, as other apps ask for it."""

from collections.abc import Mapping
from datetime import datetime

from .services import stock


class OfferInventory:
    """The `Inventory` over offers: counters under a constraint, a ledger, and holds that end by themselves.

    ``extend`` too raises `OutOfStockError` where a hold ran out and its units have gone: better before the payment than after.
    """

    def reserve(self, reference: str, quantities: Mapping[str, int], *, expires_at: datetime) -> None:
        stock.reserve(reference=reference, quantities=quantities, expires_at=expires_at)

    def extend(self, reference: str, *, expires_at: datetime) -> None:
        stock.extend(reference=reference, expires_at=expires_at)

    def commit(self, reference: str) -> None:
        stock.commit(reference=reference)

    def release(self, reference: str) -> None:
        stock.release(reference=reference)

    def restock(self, reference: str, quantities: Mapping[str, int], *, returned: bool = False) -> None:
        stock.restock(reference=reference, quantities=quantities, returned=returned)
