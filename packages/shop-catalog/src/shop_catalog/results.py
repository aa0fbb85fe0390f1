"""What a page of products shows: what answers the reader's wishes first, then the rest of the shop."""

from collections.abc import Sequence

from django.utils.functional import cached_property

from shop_core.options import conf as core

from .models import Product
from .models.listings import ListingQuerySet
from .narrowing import Narrowing


class Results:
    """The products found, and after those of a search the others, as one sequence that pages can be cut from.

    :param narrowing: the wishes; where they find nothing, those that were probably meant.
    """

    def __init__(self, narrowing: Narrowing) -> None:
        self.narrowing = narrowing
        self.corrected = ""
        if narrowing.search and not self._matched and (meant := narrowing.corrected()):
            self.narrowing, self.corrected = meant, str(meant.search)
            del self._matched

    @cached_property
    def found(self) -> ListingQuerySet:
        is_search = bool(self.narrowing.prepared_search)
        return self.narrowing.ordered(of_very_many=is_search and self.matches_more)

    def __getitem__(self, wanted: slice) -> Sequence[Product]:
        """Return the products of a slice, in a constant number of queries; the first of the others has ``begins_rest``."""
        keys = list(self.found.values_list("pk", flat=True)[wanted])
        missing = wanted.stop - wanted.start - len(keys)
        first_other = None
        if self.narrowing.search and missing > 0:
            found = wanted.start + len(keys) if keys else _count(self.found, wanted.start)
            start = max(0, wanted.start - found)
            others = list(self._rest.values_list("pk", flat=True)[start : start + missing])
            first_other = others[0] if others and start == 0 else None
            keys += others
        products = Product.objects.for_cards().in_bulk(keys)
        if first_other in products:
            products[first_other].begins_rest = True
        if self.narrowing.store:
            for product in products.values():
                product.show_as_in(self.narrowing.store)
        return [products[key] for key in keys if key in products]

    def count_up_to(self, limit: int | None) -> int:
        """Count what there is to be paged through, but no further than ``limit``."""
        count = self._matched
        if self.narrowing.search and (limit is None or count < limit):
            count += _count(self._rest, None if limit is None else limit - count)
        return count

    @property
    def matches(self) -> int:
        """How many were found, but no more than `COUNT_LIMIT`, or one where that is nothing."""
        limit = _limit()
        return self._matched if limit is None else min(self._matched, limit)

    @property
    def matches_more(self) -> bool:
        """Tell whether there are more than ``matches``."""
        return self._matched > self.matches

    @cached_property
    def _matched(self) -> int:
        """How many were found; where it is more than are counted, one more than these."""
        limit = _limit()
        return _count(self.narrowing.listings(), None if limit is None else limit + 1)

    @property
    def _rest(self) -> ListingQuerySet:
        others = self.narrowing.listings(without={"search"})
        return others.exclude(pk__in=self.found.order_by().values("pk")).bestselling()


def _limit() -> int | None:
    limit = core.options.COUNT_LIMIT
    return None if limit is None else max(limit, 1)


def _count(listings: ListingQuerySet, limit: int | None) -> int:
    plain = listings.order_by().values("pk")
    return (plain if limit is None else plain[:limit]).count()
