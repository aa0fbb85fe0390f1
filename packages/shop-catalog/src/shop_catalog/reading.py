"""The reads that every visitor makes, spelled as SQL once."""

from functools import lru_cache

from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone

from .models import Listing, Offer
from .services import documents
from .statements import Given, Row, Statement

KEY = Given("key", BigIntegerField())
NOW = Given("now", DateTimeField())

DOCUMENT = Statement(Listing, lambda: Listing.objects.filter(pk=KEY).values_list("card", "detail"))
LEFT = Statement(
    Offer,
    lambda: (
        Offer.objects.on_sale().filter(variant__product=KEY).with_available(NOW).values_list("public_id", "available")
    ),
)


def read_document(product_id: int) -> documents.Document | None:
    """Return a product that is on sale as its endpoint answers it, in two queries."""
    found = DOCUMENT.rows(key=product_id)
    if not found:
        return None
    left = {str(ref): units for ref, units in LEFT.rows(key=product_id, now=timezone.now())}
    card, detail = found[0]
    return documents.whole(card, detail, left)


class NewestCards:
    """The stored cards of everything on sale, the newest first, for pages to be cut from."""

    def __getitem__(self, wanted: slice) -> list[Row]:
        return _page(wanted.start, wanted.stop).rows()

    def count_up_to(self, limit: int | None) -> int:
        """Count them, but no further than ``limit``."""
        return _keys(limit).count()


@lru_cache(256)
def _page(start: int, stop: int) -> Statement:
    return Statement(Listing, lambda: Listing.objects.newest().cards()[start:stop])


@lru_cache(8)
def _keys(limit: int | None) -> Statement:
    return Statement(Listing, lambda: Listing.objects.order_by().values_list("pk")[:limit])
