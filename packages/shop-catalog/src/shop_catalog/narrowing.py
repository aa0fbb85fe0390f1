"""What a reader asked of a list of products, each wish apart, so that facets can leave one out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from shop_core.money import Money

from .conf import conf
from .models import Category, Listing, Seller
from .models.listings import ListingQuerySet
from .models.offers import parse_ref

ORDERS = {
    "relevance": "most_relevant",
    "newest": "newest",
    "price": "cheapest",
    "-price": "dearest",
    "-rating": "best_rated",
    "bestselling": "bestselling",
}
"""The method of `ListingQuerySet` for each order that can be asked for."""


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
class Narrowing:
    """The wishes of a reader; what is left out is not asked for."""

    search: str = ""
    ordering: str = ""
    category: Category | None = None
    nowhere: bool = False  # the category asked for is not there
    min_price: Money | None = None
    max_price: Money | None = None
    min_rating: int | None = None
    in_stock: bool = False
    featured: bool | None = None
    store: UUID | None = None
    seller: str = ""
    attributes: Mapping[str, AttributeWish] = field(default_factory=dict)
    """By the field of `Term`: ``attr.`` and the attribute's code."""

    @property
    def key(self) -> str:
        """What tells it apart from every other narrowing."""
        return repr((self.category and self.category.path, replace(self, category=None)))

    def listings(self, *, without: Collection[str] = ()) -> ListingQuerySet:
        """Return what answers every wish but those left out (``price``, ``rating``, ``stock``, ``attributes``, ``search``)."""
        listings: ListingQuerySet = Listing.objects.none() if self.nowhere else Listing.objects.all()
        if self.category:
            listings = listings.within(self.category)
        if self.featured is not None:
            listings = listings.filter(is_featured=self.featured)
        if self.store:
            listings = listings.with_term(Q(field="store", value=str(self.store)))
        if self.seller:
            listings = _of_seller(listings, self.seller)
        if "attributes" not in without:
            for field, wish in self.attributes.items():
                listings = listings.with_term(wish.terms(field))
        listings = listings.filter(*(wish for name, wish in self.plain().items() if name not in without))
        if self.search and "search" not in without:
            listings = conf.hook("SEARCH_BACKEND").find(listings, self.search)
        return listings

    def ordered(self) -> ListingQuerySet:
        """Return what answers every wish, in the order asked for; where none is, the best matches or the newest come first."""
        best = "relevance" if self.search else "newest"
        ordering = best if self.ordering in ("", "relevance") else self.ordering
        listings: ListingQuerySet = getattr(self.listings(), ORDERS[ordering])()
        return listings

    def corrected(self) -> Self | None:
        """Return the same wishes with the words that were probably meant, where these find something and those did not."""
        if not self.search or self.listings().exists():
            return None
        meant = replace(self, search=conf.hook("SEARCH_BACKEND").correct(self.search))
        return meant if meant.search and meant.listings().exists() else None

    def plain(self) -> dict[str, Q]:
        """Return the wishes that are conditions upon the listing's own columns."""
        price, rating, stock = Q(), Q(), Q()
        if self.min_price is not None:
            price &= Q(price_amount__gte=self.min_price.minor)
        if self.max_price is not None:
            price &= Q(price_amount__lte=self.max_price.minor)
        if self.min_rating is not None:
            rating = Q(rating__gte=self.min_rating)
        if self.in_stock:
            stock = Q(available_at__lte=timezone.now())
        return {"price": price, "rating": rating, "stock": stock}


def _of_seller(listings: ListingQuerySet, seller: str) -> ListingQuerySet:
    """Narrow to a seller's products: by id, by user name, by the two letters of a country, or ``none``: the shop's own."""
    if seller == "none":
        return listings.without_term(Q(field="seller"))
    if len(seller) == 2 and seller.isascii() and seller.isupper():
        return listings.with_term(Q(field="country", value=seller))
    named = parse_ref(seller) or Seller.objects.approved().public_id_of(seller)
    return listings.with_term(Q(field="seller", value=str(named)))
