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
        corrected = narrowing.corrected()
        self.corrected = corrected.search if corrected else ""
        self.narrowing = corrected or narrowing
        self.found = self.narrowing.ordered()

    def __getitem__(self, wanted: slice) -> Sequence[Product]:
        """Return the products of a slice, in a constant number of queries; the first of the others has ``begins_rest``."""
        keys = list(self.found.values_list("pk", flat=True)[wanted])
        missing = wanted.stop - wanted.start - len(keys)
        first_other = None
        if self.narrowing.search and missing > 0:
            start = max(0, wanted.start - self._exactly)
            others = list(self._rest.values_list("pk", flat=True)[start : start + missing])
            first_other = others[0] if others and start == 0 else None
            keys += others
        products = Product.objects.for_cards().in_bulk(keys)
        if first_other in products:
            products[first_other].begins_rest = True
        return [products[key] for key in keys if key in products]

    def count_up_to(self, limit: int | None) -> int:
        """Count what there is to be paged through, but no further than ``limit``."""
        count = self._up_to(limit, self.found)
        if self.narrowing.search and (limit is None or count < limit):
            count += self._up_to(None if limit is None else limit - count, self._rest)
        return count

    @cached_property
    def matches(self) -> int:
        """How many were found, but no more than `COUNT_LIMIT`."""
        return self._up_to(core.options.COUNT_LIMIT, self.found)

    @property
    def matches_more(self) -> bool:
        """Tell whether there may be more than ``matches``."""
        return self.matches == core.options.COUNT_LIMIT

    @cached_property
    def _exactly(self) -> int:
        return self.found.count()

    @property
    def _rest(self) -> ListingQuerySet:
        others = self.narrowing.listings(without={"search"})
        return others.exclude(pk__in=self.found.order_by().values("pk")).bestselling()

    @staticmethod
    def _up_to(limit: int | None, listings: ListingQuerySet) -> int:
        plain = listings.order_by().values("pk")
        return (plain if limit is None else plain[:limit]).count()
