"""For tests of projects that use shop-catalog: the smallest records, and buyers of everything."""

import itertools
from collections.abc import Collection
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from shop_core.money import Money, shop_currency

from .models import Category, Offer, Product
from .services.categories import create_category
from .services.products import create_product

_numbers = itertools.count(1)


class EverybodyBought:
    """A `PurchaseCheck` for tests: everybody bought everything."""

    def bought(self, user: AbstractBaseUser, group_refs: Collection[str]) -> set[str]:
        return set(group_refs)


def make_category(name: str = "", **fields: Any) -> Category:
    return create_category(name=name or f"Category {next(_numbers)}", **fields)


def make_categories(count: int, *, children: int = 15) -> list[Category]:
    """Make a tree of so many categories at once, parents before their children, each with at most so many children."""
    made: list[Category] = []
    for index in range(count):
        place = index % children + 1
        parent = made[index // children - 1] if index >= children else None
        slug = f"c{index}"
        category = Category(name=f"Category {index}", slug=slug, url_path=Category.address(parent, slug))
        category.depth = parent.depth + 1 if parent else 1
        category.path = Category._get_path(parent.path if parent else "", category.depth, place)
        if parent:
            parent.numchild += 1
        made.append(category)
    Category.objects.bulk_create(made)
    return made


def make_product(name: str = "", *, price: str = "10.00", **fields: Any) -> Product:
    """Make a product on sale, ten in stock; in a category of its own where none is named."""
    fields.setdefault("stock", 10)
    if "category" not in fields:
        fields["category"] = make_category()
    return create_product(name=name or f"Product {next(_numbers)}", price=Money.of(price, shop_currency()), **fields)


def make_offer(**fields: Any) -> Offer:
    """Make a product and return its offer."""
    offer: Offer = Offer.objects.get(variant__product=make_product(**fields))
    return offer
