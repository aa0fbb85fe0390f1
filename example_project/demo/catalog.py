"""The catalog of the demo: three stores, the tree of categories and the products in it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify

from shop_accounts.models import User
from shop_catalog.models import Category, Product, Seller, Store
from shop_catalog.services.categories import create_category
from shop_catalog.services.images import add_image
from shop_catalog.services.offers import create_offer
from shop_catalog.services.products import add_variant, create_product
from shop_catalog.services.stores import open_store
from shop_core.money import Money, shop_currency

from .progress import Progress
from .texts import IMAGES, CategoryText, ProductText, StoreText, VariantText, categories, products, stores

STOCK = (12, 80)
SOLD_OUT = 0.03
"""The share of variants of which nothing is left."""

DAYS_ON_SALE = 120
"""How long ago the oldest product came into the shop."""


def add_catalog(progress: Progress, *, now: datetime) -> None:
    """Add the stores, categories and products that are not there yet."""
    shelf = Shelf(stores=_add_stores(progress), categories=_add_categories(progress), now=now)
    known = set(Product.all_objects.filter(name__in=[text.name for text in products()]).values_list("name", flat=True))
    for text in progress.over([text for text in products() if text.name not in known], of="products"):
        shelf.put(text)


def price(amount: Decimal | str) -> Money:
    """Return the price in the shop's currency, rounded to the decimals that it has."""
    return Money.of(amount, shop_currency(), rounding=ROUND_HALF_UP)


def _add_stores(progress: Progress) -> dict[str, Store]:
    known = {store.name: store for store in Store.all_objects.filter(name__in=[text.name for text in stores()])}
    for text in progress.over([text for text in stores() if text.name not in known], of="stores"):
        known[text.name] = _add_store(text)
    return {text.key: known[text.name] for text in stores()}


@transaction.atomic
def _add_store(text: StoreText) -> Store:
    seller, _ = Seller.objects.get_or_create(
        user=User.objects.get(email=text.owner),
        defaults={"name": text.name, "country": text.country, "about": text.text, "is_approved": True},
    )
    return open_store(name=text.name, seller=seller, description=text.text)


def _add_categories(progress: Progress) -> dict[str, Category]:
    paths: dict[str, str] = {}
    for text in categories():
        paths[text.key] = f"{paths[text.parent]}/{text.key}" if text.parent else text.key
    known = {category.url_path: category for category in Category.all_objects.filter(url_path__in=paths.values())}
    for text in progress.over([text for text in categories() if paths[text.key] not in known], of="categories"):
        known[paths[text.key]] = _add_category(text, parent=known.get(paths.get(text.parent, "")))
    return {key: known[path] for key, path in paths.items()}


def _add_category(text: CategoryText, *, parent: Category | None) -> Category:
    with (IMAGES / f"{text.picture}.webp").open("rb") as picture:
        return create_category(
            name=text.name,
            slug=text.key,
            parent=Category.objects.get(pk=parent.pk) if parent else None,  # the tree counts children on the row
            description=text.text,
            image=ImageFile(picture, name=f"{text.key}.webp"),
        )


class Shelf:
    """Where products are put: stores and categories by their keys."""

    def __init__(self, *, stores: Mapping[str, Store], categories: Mapping[str, Category], now: datetime) -> None:
        self.stores = stores
        self.categories = categories
        self.now = now

    @transaction.atomic
    def put(self, text: ProductText) -> None:
        """Make the product with all its variants and offers, and its picture."""
        chance = random.Random(text.key)  # noqa: S311 - the same data every time
        store = self.stores[text.store]
        first, *others = text.variants()
        product = create_product(
            name=text.name,
            description=text.text,
            category=self.categories[text.category],
            creator=store.seller.user if store.seller else None,
            is_featured=text.featured,
            tax_class=text.tax_class,
            created_at=self.now - timedelta(hours=chance.randrange(DAYS_ON_SALE * 24)),
            store=store,
            **_goods(text, first, chance),
        )
        for variant in others:
            add_variant(product=product, store=store, **_goods(text, variant, chance))
        self._offer_elsewhere(product, text.also)
        with text.image.open("rb") as picture:
            add_image(product=product, file=ImageFile(picture, name=text.image.name), alt=text.name)

    def _offer_elsewhere(self, product: Product, also: Mapping[str, str]) -> None:
        for key, asked in also.items():
            variant = product.variants.order_by("position")[0]
            create_offer(variant=variant, store=self.stores[key], price=price(asked), stock=STOCK[0])


def _goods(text: ProductText, variant: VariantText, chance: random.Random) -> dict[str, Any]:
    """Return what a variant is, costs, weighs, and how many units of it lie on the shelf."""
    return {
        "options": variant.options,
        "price": price(variant.price),
        "sku": slugify(" ".join([text.key, *variant.options.values()])).upper(),
        "weight_grams": text.weight,
        "stock": 0 if chance.random() < SOLD_OUT else chance.randrange(*STOCK),
    }
