"""The texts of ``data/``, as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import product as combinations
from pathlib import Path
from typing import Any

from shop_core.contracts import PostalAddress

DATA = Path(__file__).parent / "data"
IMAGES = Path(__file__).parent / "images"


@dataclass(frozen=True, kw_only=True)
class StoreText:
    key: str
    name: str
    owner: str
    country: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CategoryText:
    key: str
    name: str
    text: str
    picture: str
    parent: str = ""
    store: str = ""
    tax_class: str = ""
    """Of all products in it that name none."""


@dataclass(frozen=True, kw_only=True)
class AttributeText:
    category: str
    code: str
    name: str
    kind: str
    unit: str = ""
    choices: Sequence[str | tuple[str, str]] = ()
    values: Mapping[str, str | bool]
    """What each product has of it, by the product's key."""


@dataclass(frozen=True, kw_only=True)
class VariantText:
    options: Mapping[str, str]
    price: Decimal


@dataclass(frozen=True, kw_only=True)
class ProductText:
    key: str
    category: str
    store: str
    name: str
    emoji: str
    text: str
    price: Decimal
    weight: int
    featured: bool = False
    tax_class: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    """What further stores ask for the first variant."""
    options: Mapping[str, list[str]] = field(default_factory=dict)
    surcharge: Mapping[str, str] = field(default_factory=dict)

    @property
    def image(self) -> Path:
        return IMAGES / f"{self.key}.webp"

    def variants(self) -> list[VariantText]:
        """Return every combination of the options with its price; without options, the one there is."""
        chosen = [dict(zip(self.options, values, strict=True)) for values in combinations(*self.options.values())]
        extras = [sum((Decimal(self.surcharge.get(value, "0")) for value in one.values()), Decimal()) for one in chosen]
        return [VariantText(options=one, price=self.price + extra) for one, extra in zip(chosen, extras, strict=True)]


@dataclass(frozen=True, kw_only=True)
class ReviewText:
    rating: int
    text: str


@dataclass(frozen=True, kw_only=True)
class PersonText:
    email: str
    first_name: str
    last_name: str
    role: str = "client"
    address: PostalAddress | None = None


@dataclass(frozen=True, kw_only=True)
class RateText:
    price: str
    free_over: str = ""
    up_to_grams: int | None = None
    countries: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ShippingText:
    name: str
    description: str
    rates: Sequence[RateText]


@dataclass(frozen=True, kw_only=True)
class TaxText:
    country: str
    tax_class: str
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class DiscountText:
    name: str
    code: str = ""
    percent_off: str = ""
    off: str = ""
    minimum: str = ""
    max_uses: int | None = None
    max_uses_per_customer: int | None = None
    category: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True, kw_only=True)
class ChatText:
    customer: str
    hours_ago: int
    lines: list[str]


@cache
def stores() -> list[StoreText]:
    return [StoreText(key=key, **_trimmed(entry)) for key, entry in _read("stores").items()]


@cache
def categories() -> list[CategoryText]:
    """Return the categories, parents before their children."""
    return [CategoryText(key=key, **_trimmed(entry)) for key, entry in _read("categories").items()]


@cache
def products() -> list[ProductText]:
    """Return the products, category by category."""
    return [
        ProductText(
            key=key,
            category=category.key,
            store=category.store,
            **{"tax_class": category.tax_class, **_trimmed(entry), "price": Decimal(entry["price"])},
        )
        for category in categories()
        if category.store
        for key, entry in _read(f"products/{category.key}").items()
    ]


@cache
def attributes() -> list[AttributeText]:
    return [
        AttributeText(**entry | {"choices": [_choice(each) for each in entry.get("choices", ())]})
        for entry in _read("attributes")["attributes"]
    ]


@cache
def reviews() -> Mapping[str, list[ReviewText]]:
    """Return the reviews by category; ``any`` fits all."""
    return {key: [ReviewText(**entry) for entry in entries] for key, entries in _read("reviews").items()}


@cache
def logins() -> list[PersonText]:
    """Return who can log in."""
    return [_person(entry) for entry in _read("people")["logins"]]


@cache
def shoppers() -> list[PersonText]:
    """Return who has bought and reviewed here, all with an address."""
    return [_person(entry) for entry in _read("people")["shoppers"]]


@cache
def shipping_methods() -> list[ShippingText]:
    return [
        ShippingText(**entry | {"rates": [RateText(**rate) for rate in entry["rates"]]})
        for entry in _read("shipping")["methods"]
    ]


@cache
def taxes() -> list[TaxText]:
    return [
        TaxText(country=country, tax_class="" if kind == "standard" else kind, rate=Decimal(rate))
        for kind, rates in _read("taxes").items()
        for country, rate in rates.items()
    ]


@cache
def discounts() -> list[DiscountText]:
    return [DiscountText(**entry) for entry in _read("discounts")["discounts"]]


@cache
def chats() -> list[ChatText]:
    return [ChatText(**entry) for entry in _read("chats")["threads"]]


@cache
def editions() -> list[str]:
    return list(_read("editions")["names"])


def _person(entry: dict[str, Any]) -> PersonText:
    address = entry.pop("address", None)
    name = f"{entry['first_name']} {entry['last_name']}"
    return PersonText(**entry, address=PostalAddress(name=name, **address) if address else None)


def _choice(entry: str | list[str]) -> str | tuple[str, str]:
    return entry if isinstance(entry, str) else (entry[0], entry[1])


def _trimmed(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"text": entry["text"].strip()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
