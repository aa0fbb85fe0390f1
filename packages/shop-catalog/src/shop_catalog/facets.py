"""How many products each further filter would leave, in two grouped queries.

What a facet counts leaves out its own wish: who has chosen red still sees how many are blue.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from shop_core.money import Money, shop_currency

from .conf import conf
from .models import Attribute, Category, Store, Term
from .narrowing import AttributeWish, Narrowing

Rows = list[dict[str, Any]]

MAX_VALUES = 50
"""An attribute or the stores show so many values, the most frequent first."""


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
        return sum(row["all"] for row in self._by_category)

    @cached_property
    def in_stock(self) -> int:
        return sum(row["stocked"] for row in self._by_category)

    @cached_property
    def ratings(self) -> dict[int, int]:
        """How many have so many stars or more."""
        return {stars: sum(row[f"stars_{stars}"] for row in self._by_category) for stars in (4, 3, 2, 1)}

    @cached_property
    def prices(self) -> tuple[Money, Money] | None:
        """The lowest and the highest price."""
        lowest = [row["lowest"] for row in self._by_category if row["lowest"] is not None]
        highest = [row["highest"] for row in self._by_category if row["highest"] is not None]
        if not lowest:
            return None
        return Money(min(lowest), shop_currency()), Money(max(highest), shop_currency())

    @cached_property
    def categories(self) -> list[Value]:
        """The categories right below the one of the page, or those at the top, that would leave anything."""
        above = self.narrowing.category
        end = (above.depth + 1 if above else 1) * Category.steplen
        counts: dict[str, int] = {}
        for row in self._by_category:
            path = row["category_path"][:end]
            if row["all"] and len(path) == end:
                counts[path] = counts.get(path, 0) + row["all"]
        found = Category.objects.live().filter(path__in=counts).values_list("path", "url_path", "name")
        return [Value(value=url_path, label=name, count=counts[path]) for path, url_path, name in found]

    @cached_property
    def stores(self) -> list[Value]:
        counts = {row["value"]: row["count"] for row in self._by_term if row["field"] == "store"}
        names = Store.objects.filter(public_id__in=counts).values_list("public_id", "name")
        chosen = str(self.narrowing.store)
        return _most_frequent(
            Value(value=str(key), label=name, count=counts[str(key)], is_chosen=str(key) == chosen)
            for key, name in names
        )

    @cached_property
    def attributes(self) -> list[AttributeFacet]:
        """The attributes that the products found have, in the order of the categories that define them."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in self._by_term:
            rows.setdefault(row["field"], []).append(row)
        codes = [field.removeprefix("attr.") for field in rows if field.startswith("attr.")]
        known = Attribute.objects.filter(code__in=codes, is_filter=True).prefetch_related("choices")
        named = {each.term_field: each for each in known.order_by("-category__depth", "-position", "-pk")}
        return [self._facet(attribute, rows[field]) for field, attribute in reversed(named.items())]

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
    def _by_category(self) -> Rows:
        return self._kept("category", self._count_by_category)

    @cached_property
    def _by_term(self) -> Rows:
        return self._kept("term", self._count_by_term)

    def _kept(self, name: str, count: Callable[[], Rows]) -> Rows:
        """Return what was counted for the same wishes within `FACETS_AGE`, else count."""
        if not conf.options.FACETS_AGE:
            return count()
        wishes = sha256(self.narrowing.key.encode(errors="replace")).hexdigest()
        return cache.get_or_set(f"shop_catalog.facets.{name}.{wishes}", count, conf.options.FACETS_AGE) or []

    def _count_by_category(self) -> Rows:
        plain = self.narrowing.plain()
        price, rating, stock = plain["price"], plain["rating"], plain["stock"]
        stars = {f"stars_{each}": Count("pk", filter=Q(rating__gte=each) & price & stock) for each in (4, 3, 2, 1)}
        listings = self.narrowing.listings(without=plain).order_by().values("category_path")
        counted: QuerySet[Any, Any] = listings.annotate(
            all=Count("pk", filter=price & rating & stock),
            stocked=Count("pk", filter=price & rating & Q(available_at__lte=timezone.now())),
            lowest=Min("price_amount", filter=rating & stock),
            highest=Max("price_amount", filter=rating & stock),
            **stars,
        )
        return list(counted)

    def _count_by_term(self) -> Rows:
        listings = self.narrowing.listings(without={"attributes"}).order_by().values("pk")
        terms = Term.objects.filter(listing__in=listings).exclude(field__in=("seller", "country"))
        for field, wish in self.narrowing.attributes.items():
            holders = Term.objects.filter(wish.terms(field)).values("listing")
            terms = terms.filter(Q(field=field) | Q(listing__in=holders))
        grouped: QuerySet[Any, Any] = terms.order_by().values("field", "value")
        return list(grouped.annotate(count=Count("pk"), least=Min("number"), most=Max("number")))

    def _facet(self, attribute: Attribute, rows: Iterable[Mapping[str, Any]]) -> AttributeFacet:
        field = attribute.term_field
        wish = self.narrowing.attributes.get(field, AttributeWish())
        numbers = next((row for row in rows if row["least"] is not None), None)
        return AttributeFacet(
            attribute=attribute,
            field=field,
            wish=wish,
            values=_most_frequent(_values(attribute, rows, wish.values)),
            least=numbers["least"] if numbers else None,
            most=numbers["most"] if numbers else None,
        )


def _values(attribute: Attribute, rows: Iterable[Mapping[str, Any]], chosen: Sequence[str]) -> Iterator[Value]:
    colors = {choice.label: choice.color for choice in attribute.choices.all()}
    for row in rows:
        if row["value"]:
            yield Value(
                value=row["value"],
                label=attribute.label_of(row["value"]),
                count=row["count"],
                is_chosen=row["value"] in chosen,
                color=colors.get(row["value"], ""),
            )


def _most_frequent(values: Iterable[Value]) -> list[Value]:
    return sorted(values, key=lambda each: (-each.count, each.label))[:MAX_VALUES]


def _pair(value: Value) -> dict[str, Any]:
    pair = {"value": value.value, "label": value.label, "count": value.count}
    return pair | {"color": value.color} if value.color else pair
