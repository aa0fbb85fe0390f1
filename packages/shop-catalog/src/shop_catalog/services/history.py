"""Who changed what: what is written down of each kind of record, by the services that change it.

Counters that follow from other records (lowest prices, ratings, units held and sold) are not in it: they have ledgers of their own.
Names of sellers and stores are in their own records only, so that who is erased is found there.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from shop_core.history.recording import History, Kind
from shop_core.money import Money

from ..conf import conf
from ..models import (
    Attribute,
    AttributeChoice,
    AttributeValue,
    Category,
    Offer,
    Product,
    ProductImage,
    Review,
    Seller,
    Store,
    Variant,
)

ATTRIBUTES, CHOICES, PICTURES = "attributes", gettext_noop("choices"), gettext_noop("pictures")
"""What else can be watched: of products their attributes and pictures, of attributes their choices."""

Parts = dict[int, dict[str, Any]]


def _attributes(product_ids: Collection[int]) -> Parts:
    found: Parts = defaultdict(dict)
    values = AttributeValue.objects.filter(product__in=product_ids).select_related("attribute", "choice").order_by("pk")
    for value in values:
        found[value.product_id][f"{ATTRIBUTES}.{value.attribute.code}"] = f"{value.term} {value.attribute.unit}".strip()
    return found


def _pictures(product_ids: Collection[int]) -> Parts:
    found: dict[int, list[str]] = defaultdict(list)
    images = ProductImage.objects.filter(product__in=product_ids).order_by("position", "pk")
    for product, file, alt in images.values_list("product", "file", "alt"):
        name = file.rpartition("/")[2]
        found[product].append(f"{name} “{alt}”" if alt else name)
    return {key: {PICTURES: ", ".join(names)} for key, names in found.items()}


def _choices(attribute_ids: Collection[int]) -> Parts:
    found: dict[int, list[str]] = defaultdict(list)
    choices = AttributeChoice.objects.filter(attribute__in=attribute_ids).order_by("position", "pk")
    for attribute, label, color in choices.values_list("attribute", "label", "color"):
        found[attribute].append(f"{label} {color}".strip())
    return {key: {CHOICES: ", ".join(labels)} for key, labels in found.items()}


def _with_price(row: dict[str, Any]) -> dict[str, Any]:
    price = Money(row.pop("price"), row.pop("currency"))
    return {"price": {"amount": f"{price.amount:f}", "currency": price.currency}, **row}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


history = History(
    table="shop_catalog.Change",
    is_on=lambda: conf.options.HISTORY,
    kinds=[
        Kind(
            model=Product,
            fields=_same("name", "slug", "description", "tax_class", "is_featured", "creator"),
            links={"category": "category__url_path"},
            hidden=frozenset({"creator"}),
            parts={ATTRIBUTES: _attributes, PICTURES: _pictures},
        ),
        Kind(
            model=Variant,
            fields=_same("name", "sku", "options", "weight_grams", "position"),
            links={"product": "product__name"},
        ),
        Kind(
            model=Offer,
            fields={"price": "price_amount"} | _same("currency", "on_hand", "is_active", "low_stock_threshold"),
            links={"store": "store__name", "variant": "variant__product__name"},
            hidden=frozenset({"store"}),
            shape=_with_price,
        ),
        Kind(
            model=Category,
            fields=_same("name", "slug", "url_path", "description", "image", "path"),
            hidden=frozenset({"path"}),
        ),
        Kind(
            model=Attribute,
            fields=_same("code", "name", "kind", "unit", "is_filter", "position"),
            links={"category": "category__url_path"},
            parts={CHOICES: _choices},
        ),
        Kind(
            model=Seller,
            fields=_same("name", "country", "about", "is_approved", "user"),
            hidden=frozenset({"about", "user"}),
        ),
        Kind(
            model=Store,
            fields=_same("name", "slug", "description", "is_open"),
            links={"seller": "seller__name"},
            hidden=frozenset({"seller"}),
        ),
        Kind(
            model=Review,
            fields=_same("rating", "state", "text", "author_name"),
            hidden=frozenset({"text", "author_name"}),
        ),
    ],
)
"""What writes it down: `watching`, `created`, `erased` and `forget`; see `shop_core.history.recording.History`."""


def prune_catalog_history() -> int:
    """Delete what is older than ``HISTORY_KEPT_DAYS``, where that is set, and return how much it was."""
    days = conf.options.HISTORY_KEPT_DAYS
    return 0 if days is None else history.prune(older_than=timedelta(days=days))
