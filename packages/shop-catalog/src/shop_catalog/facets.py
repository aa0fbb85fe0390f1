"""How many products each further filter would leave, in two grouped queries.

What a facet counts leaves out its own wish: who has chosen red still sees how many are blue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from operator import attrgetter
from time import time
from typing import Any, NamedTuple, cast

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.functional import cached_property

from shop_core.money import Money, shop_currency

from . import spelling
from .conf import conf
from .filters import PREFIX
from .labels import AttributeLabel, attribute_labels, category_labels, store_labels
from .models import Attribute, Category, Term
from .models.listings import ListingQuerySet
from .narrowing import AttributeWish, Narrowing
from .spelling import Build
from .statements import Row

STARS = (4, 3, 2, 1)
COUNTING = 10
"""For so many seconds one reader counts for all, who get what was counted before."""
MAX_VALUES = 50
"""An attribute or the stores show so many values, the most frequent first."""


class CategoryCount(NamedTuple):
    """What is found right in one category."""

    path: str
    found: int
    stocked: int
    lowest: int | None
    highest: int | None
    stars_4: int
    stars_3: int
    stars_2: int
    stars_1: int


class TermCount(NamedTuple):
    """What is found with one value of one field."""

    field: str
    value: str
    products: int
    least: float | None
    most: float | None

    @property
    def is_bounded(self) -> bool:
        return self.least is not None and self.most is not None and isfinite(self.least) and isfinite(self.most)


@dataclass(frozen=True, kw_only=True)
class Value:
    """A choice of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool = False
    color: str = ""


@dataclass(frozen=True, kw_only=True)
class AttributeFacet:
    """What an attribute leaves: values, or of a number its bounds."""

    attribute: Attribute
    field: str
    wish: AttributeWish
    values: Sequence[Value]
    least: float | None = None
    most: float | None = None


class Facets:
    """The facets of a narrowed list; nothing is asked of the database before the first is read."""

    def __init__(self, narrowing: Narrowing) -> None:
        self.narrowing = narrowing

    @cached_property
    def count(self) -> int:
        """How many products answer every wish."""
        return sum(row.found for row in self._by_category)

    @cached_property
    def in_stock(self) -> int:
        return sum(row.stocked for row in self._by_category)

    @cached_property
    def ratings(self) -> dict[int, int]:
        """How many have so many stars or more."""
        return {stars: sum(getattr(row, f"stars_{stars}") for row in self._by_category) for stars in STARS}

    @cached_property
    def prices(self) -> tuple[Money, Money] | None:
        """The lowest and the highest price."""
        lowest = [row.lowest for row in self._by_category if row.lowest is not None]
        highest = [row.highest for row in self._by_category if row.highest is not None]
        if not lowest:
            return None
        return Money(min(lowest), shop_currency()), Money(max(highest), shop_currency())

    @cached_property
    def categories(self) -> list[Value]:
        """The categories right below the one of the page, or those at the top, that would leave anything."""
        above = self.narrowing.category
        end = (above.depth + 1 if above else 1) * Category.steplen
        counts = {path: count for path, count in self._by_path.items() if count and len(path) == end}
        labels = category_labels(counts)
        return [Value(value=url_path, label=name, count=counts[path]) for path, (url_path, name) in labels.items()]

    def found_in(self, category: Category) -> int | None:
        """Return how many answer every wish in a category and below it; None for one that the wish for a category leaves out."""
        if self.narrowing.category and not category.path.startswith(self.narrowing.category.path):
            return None
        return self._by_path.get(category.path, 0)

    @cached_property
    def _by_path(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self._by_category:
            for end in range(Category.steplen, len(row.path) + 1, Category.steplen):
                found[row.path[:end]] = found.get(row.path[:end], 0) + row.found
        return found

    @cached_property
    def stores(self) -> list[Value]:
        counts = {row.value: row.products for row in self._by_term if row.field == "store"}
        return _most_frequent(
            Value(value=key, label=name, count=counts[key], is_chosen=key == str(self.narrowing.store))
            for key, name in store_labels(counts).items()
        )

    @cached_property
    def attributes(self) -> list[AttributeFacet]:
        """The attributes that the products found have, in the order of the categories that define them."""
        rows: dict[str, list[TermCount]] = {}
        for row in self._by_term:
            rows.setdefault(row.field, []).append(row)
        labels = attribute_labels(field.removeprefix(PREFIX) for field in rows if field.startswith(PREFIX))
        return [
            self._facet(label, rows[label.attribute.term_field])
            for label in sorted(labels.values(), key=attrgetter("order"))
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the facets as the API answers them."""
        prices = self.prices
        return {
            "count": self.count,
            "categories": [_pair(each) for each in self.categories],
            "price": {"min": f"{prices[0].amount:f}", "max": f"{prices[1].amount:f}", "currency": prices[0].currency}
            if prices
            else None,
            "in_stock": self.in_stock,
            "min_rating": [{"value": stars, "count": count} for stars, count in self.ratings.items()],
            "stores": [_pair(each) for each in self.stores],
            "attributes": [
                {
                    "code": each.attribute.code,
                    "name": each.attribute.name,
                    "kind": each.attribute.kind,
                    "unit": each.attribute.unit,
                    "min": each.least,
                    "max": each.most,
                    "values": [_pair(value) for value in each.values],
                }
                for each in self.attributes
            ],
        }

    @cached_property
    def _by_category(self) -> list[CategoryCount]:
        return [CategoryCount(*row) for row in self._kept("category", _count_by_category)]

    @cached_property
    def _by_term(self) -> list[TermCount]:
        return [TermCount(*row) for row in self._kept("term", _count_by_term)]

    def _kept(self, name: str, build: Build) -> list[Row]:
        """Return what was counted for the same wishes within `FACETS_AGE`, else count; while one reader counts anew, others get the old."""
        age = conf.options.FACETS_AGE
        if not age:
            return spelling.rows(build, self.narrowing)
        key = f"shop_catalog.facets.{name}.{self._wishes}"
        busy = f"{key}.busy"
        rows, fresh_until = cache.get(key, (None, 0.0))
        if rows is None or (time() >= fresh_until and cache.add(busy, True, COUNTING)):
            rows = spelling.rows(build, self.narrowing)
            cache.set(key, (rows, time() + age), age + COUNTING)
            cache.delete(busy)
        return cast("list[Row]", rows)

    @cached_property
    def _wishes(self) -> str:
        return sha256(self.narrowing.key.encode(errors="replace")).hexdigest()

    def _facet(self, label: AttributeLabel, rows: Iterable[TermCount]) -> AttributeFacet:
        field = label.attribute.term_field
        wish = self.narrowing.attributes.get(field, AttributeWish())
        # A listing that waits to be written anew may still have a term of another kind.
        is_number = label.attribute.kind == Attribute.Kind.NUMBER
        bounds = next((row for row in rows if is_number and row.is_bounded), None)
        return AttributeFacet(
            attribute=label.attribute,
            field=field,
            wish=wish,
            values=[] if is_number else _most_frequent(_values(label, rows, wish.values)),
            least=bounds.least if bounds else None,
            most=bounds.most if bounds else None,
        )


def _count_by_category(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """Group what answers all wishes but the plain ones, which are counted apart; columns as `CategoryCount` has them."""
    plain = narrowing.plain()
    price, rating, stock = plain["price"], plain["rating"], plain["stock"]
    listings = narrowing.listings(without=plain).order_by().values_list("category_path")
    counted: QuerySet[Any, Any] = listings.annotate(
        found=Count("pk", filter=price & rating & stock),
        stocked=Count("pk", filter=price & rating & Q(available_at__lte=narrowing.now)),
        lowest=Min("price_amount", filter=rating & stock),
        highest=Max("price_amount", filter=rating & stock),
        **{f"stars_{each}": Count("pk", filter=Q(rating__gte=each) & price & stock) for each in STARS},
    )
    return counted


def _count_by_term(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """Group the terms of what answers all wishes; of each attribute also those that only its own wish hides. Columns: `TermCount`."""
    wished = list(narrowing.attributes)
    plain = _grouped(narrowing.listings()).exclude(field__in=("seller", "country", *wished))
    return plain.union(*(_grouped(narrowing.listings(without={each})).filter(field=each) for each in wished), all=True)


def _grouped(listings: ListingQuerySet) -> QuerySet[Any, Any]:
    terms = Term.objects.filter(listing__in=listings.order_by().values("pk")).order_by()
    counted = {"products": Count("pk"), "least": Min("number"), "most": Max("number")}
    grouped: QuerySet[Any, Any] = terms.values_list("field", "value").annotate(**counted)
    return grouped


def _values(label: AttributeLabel, rows: Iterable[TermCount], chosen: Sequence[str]) -> Iterator[Value]:
    for row in rows:
        if row.value:
            yield Value(
                value=row.value,
                label=label.attribute.label_of(row.value),
                count=row.products,
                is_chosen=row.value in chosen,
                color=label.colors.get(row.value, ""),
            )


def _most_frequent(values: Iterable[Value]) -> list[Value]:
    return sorted(values, key=lambda each: (-each.count, each.label))[:MAX_VALUES]


def _pair(value: Value) -> dict[str, Any]:
    pair = {"value": value.value, "label": value.label, "count": value.count}
    return pair | {"color": value.color} if value.color else pair
