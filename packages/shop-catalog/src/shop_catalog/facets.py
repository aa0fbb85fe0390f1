"""How many products each further filter would leave, in two grouped queries.

What a facet counts leaves out its own wish: who has chosen red still sees how many are blue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from shop_core.money import Money, shop_currency

from .models import Attribute, Category, Store, Term
from .narrowing import AttributeWish, Narrowing

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
        depth = above.depth + 1 if above else 1
        counts: dict[str, int] = {}
        for row in self._by_category:
            path = row["category_path"][: depth * Category.steplen]
            if row["all"] and len(path) == depth * Category.steplen:
                counts[path] = counts.get(path, 0) + row["all"]
        found = Category.objects.live().filter(path__in=counts)
        return [Value(value=each.url_path, label=each.name, count=counts[each.path]) for each in found]

    @cached_property
    def stores(self) -> list[Value]:
        counts = {row["value"]: row["count"] for row in self._by_term if row["field"] == "store"}
        keys = sorted(counts, key=lambda key: -counts[key])[:MAX_VALUES]
        chosen = str(self.narrowing.store)
        return [
            Value(value=str(key), label=name, count=counts[str(key)], is_chosen=str(key) == chosen)
            for key, name in Store.objects.filter(public_id__in=keys).order_by("name").values_list("public_id", "name")
        ]

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
    def _by_category(self) -> list[dict[str, Any]]:
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

    @cached_property
    def _by_term(self) -> list[dict[str, Any]]:
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
            values=sorted(_values(attribute, rows, wish.values), key=lambda each: -each.count)[:MAX_VALUES],
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


def _pair(value: Value) -> dict[str, Any]:
    pair = {"value": value.value, "label": value.label, "count": value.count}
    return pair | {"color": value.color} if value.color else pair
