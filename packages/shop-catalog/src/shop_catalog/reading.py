"""The reads that every visitor makes, spelled as SQL once."""

from typing import Any

from django.db.models import BigIntegerField, DateTimeField, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from . import spelling
from .facets import Facets
from .models import Listing, Offer
from .narrowing import MOST_RANKED, Narrowing
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


def read_document(product_id: int, origin: str) -> documents.Document | None:
    """Return a product that is on sale as its endpoint answers it, in two queries."""
    found = DOCUMENT.rows(key=product_id) if product_id <= BigIntegerField.MAX_BIGINT else []
    if not found:
        return None
    left = {str(ref): units for ref, units in LEFT.rows(key=product_id, now=timezone.now())}
    card, detail = found[0]
    return documents.whole(card, detail, left, origin)


class Cards:
    """The stored cards of what answers a reader's wishes, in the order asked for, for pages to be cut from.

    :param facets: those of the same wishes, where they are shown too: they have counted already.
    """

    def __init__(self, narrowing: Narrowing, facets: Facets | None = None) -> None:
        self.narrowing = narrowing
        self.facets = facets

    def __getitem__(self, wanted: slice) -> list[Row]:
        return spelling.rows(_cards, self.narrowing, wanted.start, wanted.stop, self.are_very_many)

    def count_up_to(self, limit: int | None) -> int:
        """Count them, but no further than ``limit``."""
        if self.narrowing.prepared_search and limit is not None and limit <= MOST_RANKED:
            return min(limit, self._matches)
        return spelling.count(_keys, self.narrowing, limit)

    @property
    def are_very_many(self) -> bool:
        """Tell whether a search found more than can be ranked in no time."""
        return bool(self.narrowing.prepared_search) and self._matches > MOST_RANKED

    @cached_property
    def _matches(self) -> int:
        if self.facets:
            return min(self.facets.count, MOST_RANKED + 1)
        return spelling.count(_keys, self.narrowing, MOST_RANKED + 1)


def _cards(narrowing: Narrowing, start: int, stop: int, of_very_many: bool) -> QuerySet[Any, Any]:
    return narrowing.ordered(of_very_many=of_very_many).cards()[start:stop]


def _keys(narrowing: Narrowing, limit: int | None) -> QuerySet[Any, Any]:
    return narrowing.listings().order_by().values_list("pk")[:limit]
