"""How products come into the shop."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from shop_core.money import Money

from ..models import Category, Offer, Product, Store, Variant
from .offers import create_offer
from .slugs import with_free_slug
from .stores import default_store


@transaction.atomic
def create_product(
    *,
    name: str,
    price: Money,
    category: Category,
    options: Mapping[str, str] | None = None,
    stock: int = 0,
    store: Store | None = None,
    creator: AbstractBaseUser | None = None,
    sku: str = "",
    weight_grams: int = 0,
    **fields: Any,
) -> Product:
    """Make a product with one variant, offered in one go: by the shop itself where no store is named.

    :param fields: further columns of `Product`, such as ``description``.
    """
    product: Product = with_free_slug(
        name,
        lambda slug: Product.objects.create(name=name, slug=slug, category=category, creator=creator, **fields),
    )
    add_variant(
        product=product, price=price, options=options, stock=stock, store=store, sku=sku, weight_grams=weight_grams
    )
    product.refresh_from_db(fields=["price_amount", "currency"])
    return product


@transaction.atomic
def add_variant(
    *,
    product: Product,
    price: Money,
    options: Mapping[str, str] | None = None,
    stock: int = 0,
    store: Store | None = None,
    **fields: Any,
) -> Offer:
    """Make a further variant of a product and offer it; return the offer."""
    position = Variant.all_objects.filter(product=product).count()
    variant = Variant.objects.create(product=product, options=dict(options or {}), position=position, **fields)
    return create_offer(variant=variant, store=store or default_store(), price=price, stock=stock)
