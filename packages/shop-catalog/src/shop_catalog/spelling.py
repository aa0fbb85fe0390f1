"""Queries of narrowed lists: those which ask for the same things of other values are spelled as SQL once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, FloatField, QuerySet, Value

from .conf import conf
from .models import Listing
from .narrowing import AttributeWish, Narrowing
from .statements import Given, Row, Statement

Build = Callable[..., QuerySet[Any, Any]]
"""Makes a query, of plain columns, of a narrowing and of what else is said; a function of a module, which does not change."""

SHAPES = 512
"""So many kinds of lists are known by heart; hostile readers can ask for any number."""

given = lru_cache(SHAPES)(Given)
TEXT, NUMBER, FLOAT, MOMENT = CharField(), BigIntegerField(), FloatField(), DateTimeField()


@dataclass(frozen=True)
class _Branch:
    """Stands for a category."""

    path: Given


def rows(build: Build, narrowing: Narrowing, *extra: Any) -> list[Row]:
    """Run the query that is built of a narrowing."""
    prepared = _prepare(narrowing)
    if prepared is None:
        return list(build(narrowing, *extra))
    shape, values = prepared
    return _statement(build, shape, _search_options(), *extra).rows(**values)


def count(build: Build, narrowing: Narrowing, *extra: Any) -> int:
    """Count the rows of the query that is built of a narrowing."""
    prepared = _prepare(narrowing)
    if prepared is None:
        return build(narrowing, *extra).count()
    shape, values = prepared
    return _statement(build, shape, _search_options(), *extra).count(**values)


@lru_cache(SHAPES)
def _statement(build: Build, shape: Narrowing, search_options: tuple[str, ...], *extra: Any) -> Statement:
    return Statement(Listing, partial(build, shape, *extra))


def _search_options() -> tuple[str, ...]:
    return conf.options.SEARCH_BACKEND, conf.options.SEARCH_LANGUAGE


def _prepare(narrowing: Narrowing) -> tuple[Narrowing, dict[str, Any]] | None:
    """Return the shape, with a `Given` in place of each value, and the values; None for what must be built each time."""
    search = narrowing.prepared_search
    if narrowing.nowhere or (narrowing.search and search is None):
        return None
    values: dict[str, Any] = {}

    def stand_in(name: str, value: Any, field: Any) -> Any:
        if value is None:
            return None
        values[name] = value
        return given(name, field)

    seller = narrowing.seller
    shape = replace(
        narrowing,
        search=stand_in("search", search.value, TEXT) if isinstance(search, Value) else "",
        category=_Branch(stand_in("path", narrowing.category.path, TEXT)) if narrowing.category else None,  # type: ignore[arg-type]
        min_price=stand_in("min_price", narrowing.min_price, NUMBER),
        max_price=stand_in("max_price", narrowing.max_price, NUMBER),
        min_rating=stand_in("min_rating", narrowing.min_rating, NUMBER),
        store=stand_in("store", narrowing.store, TEXT),
        seller=replace(seller, value=stand_in("seller", seller.value, TEXT)) if seller else None,
        attributes={
            field: AttributeWish(
                values=tuple(stand_in(f"{field}={place}", value, TEXT) for place, value in enumerate(wish.values)),
                least=stand_in(f"{field}>", wish.least, FLOAT),
                most=stand_in(f"{field}<", wish.most, FLOAT),
            )
            for field, wish in narrowing.attributes.items()
        },
        now=stand_in("now", narrowing.now, MOMENT),
    )
    return shape, values
