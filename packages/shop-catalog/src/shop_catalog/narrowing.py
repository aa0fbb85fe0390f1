"""What a reader asked of a list of products, each wish apart, so that facets can leave one out.

Where a query is spelled for all values, a `Given` stands in place of each (`spelling`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import Q, Value
from django.utils import timezone

from .conf import conf
from .models import Category, Listing, Seller
from .models.listings import ListingQuerySet
from .models.offers import parse_ref
from .statements import Given

ORDERS = {
    "relevance": "most_relevant",
    "newest": "newest",
    "price": "cheapest",
    "-price": "dearest",
    "-rating": "best_rated",
    "bestselling": "bestselling",
}
"""The method of `ListingQuerySet` for each order that can be asked for."""

MOST_RANKED = 5_000
"""So many matches are ranked: words that more products have tell little of any, and to rank them all takes long."""


@dataclass(frozen=True, kw_only=True)
class AttributeWish:
    """Values of an attribute, any of which will do, or bounds of a number."""

    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def terms(self, field: str) -> Q:
        """Return the condition upon `Term`."""
        wanted = Q(field=field)
        if self.values:
            wanted &= Q(value__in=self.values)
        if self.least is not None:
            wanted &= Q(number__gte=self.least)
        if self.most is not None:
            wanted &= Q(number__lte=self.most)
        return wanted


@dataclass(frozen=True, kw_only=True)
class SellerWish:
    """A seller, or all from a country; with no value what nobody but the shop itself sells."""

    field: str = "seller"
    value: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id, a user name, the two letters of a country, or ``none``."""
        if text == "none":
            return cls()
        if len(text) == 2 and text.isascii() and text.isupper():
            return cls(field="country", value=text)
        return cls(value=str(parse_ref(text) or Seller.objects.approved().public_id_of(text)))

    def narrow(self, listings: ListingQuerySet) -> ListingQuerySet:
        if self.value is None:
            return listings.without_term(Q(field=self.field))
        return listings.with_term(Q(field=self.field, value=self.value))


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """The wishes of a reader; what is left out is not asked for. Prices are minor units of the shop's currency."""

    search: str | Given = ""
    any_word: bool = False  # whether one of the words is enough
    ordering: str = ""
    category: Category | None = None
    nowhere: bool = False  # the category asked for is not there
    min_price: int | None = None
    max_price: int | None = None
    min_rating: int | None = None
    in_stock: bool | None = None  # False: what is sold out
    featured: bool | None = None
    store: UUID | None = None
    seller: SellerWish | None = None
    attributes: Mapping[str, AttributeWish] = field(default_factory=dict)
    """By the field of `Term`: ``attr.`` and the attribute's code."""
    now: datetime = field(default_factory=timezone.now, compare=False, repr=False)
    """When stock is judged."""

    def __hash__(self) -> int:
        return hash((self.ordering, self.search, tuple(self.attributes)))

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing but a category and an order is asked for."""
        return replace(self, category=None, nowhere=False, ordering="") == Narrowing()

    @property
    def key(self) -> str:
        """What tells it apart from every other narrowing."""
        return repr((self.category and self.category.path, replace(self, category=None)))

    @property
    def prepared_search(self) -> Value | Given | None:
        """The search as it stands in SQL; None where the backend must see the words themselves."""
        if isinstance(self.search, Given):
            return self.search
        prepare = getattr(conf.hook("SEARCH_BACKEND"), "prepare_any" if self.any_word else "prepare", None)
        text = prepare(self.search) if prepare and self.search else ""
        return Value(text) if text else None

    def listings(self, *, without: Collection[str] = ()) -> ListingQuerySet:
        """Return what answers every wish but those left out: ``price``, ``rating``, ``stock``, ``search``, fields of attributes."""
        listings: ListingQuerySet = Listing.objects.none() if self.nowhere else Listing.objects.all()
        if self.category:
            listings = listings.within(self.category)
        if self.featured is not None:
            listings = listings.filter(is_featured=self.featured)
        if self.store:
            listings = listings.with_term(Q(field="store", value=self.store))
        if self.seller:
            listings = self.seller.narrow(listings)
        for name, wish in self.attributes.items():
            if name not in without:
                listings = listings.with_term(wish.terms(name))
        listings = listings.filter(*(plain for name, plain in self.plain().items() if name not in without))
        if self.search and "search" not in without:
            backend, prepared = conf.hook("SEARCH_BACKEND"), self.prepared_search
            find = backend.find_any if self.any_word else backend.find
            listings = backend.find_prepared(listings, prepared) if prepared else find(listings, self.search)
        return listings

    def ordered(self, *, of_very_many: bool = False) -> ListingQuerySet:
        """Return what answers every wish, in the order asked for; where none is, the best matches or the newest come first.

        :param of_very_many: the best matches are looked for among the first `MOST_RANKED`.
        """
        best = "relevance" if self.search else "newest"
        ordering = best if self.ordering in ("", "relevance") else self.ordering
        listings = self.listings()
        if ordering == "relevance" and of_very_many:
            ranked = listings.order_by().values("pk")[:MOST_RANKED]
            relevance = listings.query.annotations["relevance"]
            listings = Listing.objects.filter(pk__in=ranked).annotate(relevance=relevance)
        ordered: ListingQuerySet = getattr(listings, ORDERS[ordering])()
        return ordered

    def corrected(self) -> Self | None:
        """Return the same wishes, which found nothing, in words that find something: those that were probably meant, else any of them."""
        if not self.search:
            return None
        backend = conf.hook("SEARCH_BACKEND")
        meant = replace(self, search=backend.correct(str(self.search)) or self.search)
        tries = [meant] if meant.search != self.search else []
        if hasattr(backend, "find_any") and len(str(meant.search).split()) > 1:
            tries.append(replace(meant, any_word=True))
        return next((each for each in tries if each.listings().exists()), None)

    def plain(self) -> dict[str, Q]:
        """Return the wishes that are conditions upon the listing's own columns."""
        price, rating, stock = Q(), Q(), Q()
        if self.min_price is not None:
            price &= Q(price_amount__gte=self.min_price)
        if self.max_price is not None:
            price &= Q(price_amount__lte=self.max_price)
        if self.min_rating is not None:
            rating = Q(rating__gte=self.min_rating)
        if self.in_stock is not None:
            stock = (
                Q(available_at__lte=self.now) if self.in_stock else Q(available_at=None) | Q(available_at__gt=self.now)
            )
        return {"price": price, "rating": rating, "stock": stock}
