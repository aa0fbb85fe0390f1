"""A product as lists and its page answer it: plain values, ready for JSON.

The read model keeps them, so addresses in them must last: pictures lie in a storage that does not sign its addresses, and where that
is this server, its own address is filled in when they are read.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch

from shop_core.money import Money

from ..models import Offer, Product, ProductImage, Store, Variant

Document = dict[str, Any]

HERE = "\ud800"
"""Stands in a document for scheme and host of this server: half a character, which no text of a database has."""
STORED_HERE = "\x01"
"""Stands there in stored JSON, which has control characters of texts only escaped."""


def card(product: Product) -> Document:
    """Return a product as lists show it; whether it is in stock is told when the list is read.

    :param product: fetched by `ProductQuerySet.for_cards`.
    """
    best = product.best_offer
    category = product.category
    return {
        "id": product.pk,
        "name": product.name,
        "slug": product.slug,
        "category": {"id": category.pk, "name": category.name, "url_path": category.url_path},
        "price": money(product.price),
        "has_price_range": product.has_price_range,
        "product_ref": best.ref if best else None,
        "store": store(best) if best else None,
        "rating": product.rating,
        "rating_count": product.rating_count,
        "is_featured": product.is_featured,
        "image": image(product.cover) if product.cover else None,
        "url": address(product),
        "created_at": product.created_at.isoformat().replace("+00:00", "Z"),
    }


def detail(product: Product) -> Document:
    """Return what a product's page has besides its card; how much of each offer is left is told when it is read.

    :param product: fetched by `ProductQuerySet.for_documents`.
    """
    return {
        "description": product.description,
        "attributes": [
            {
                "code": each.attribute.code,
                "name": each.attribute.name,
                "unit": each.attribute.unit,
                "value": each.term,
                "color": each.choice.color if each.choice else "",
            }
            for each in product.attributes
        ],
        "variants": [variant(each) for each in product.variants.all()],
        "images": [image(each) for each in product.images.all()],
        "rating_histogram": {str(stars): count for stars, count in product.rating_histogram.items()},
    }


def variant(variant: Variant) -> Document:
    offers = sorted(variant.offers.all(), key=Offer.rank)
    return {
        "id": variant.pk,
        "product": variant.product_id,
        "name": variant.name,
        "sku": variant.sku,
        "options": {str(name): str(value) for name, value in variant.options.items()},
        "weight_grams": variant.weight_grams,
        "product_ref": offers[0].ref if offers else None,
        "offers": [{"product_ref": each.ref, "price": money(each.price), "store": store(each)} for each in offers],
    }


def store(offer: Offer) -> Document:
    return {"id": str(offer.store.public_id), "name": offer.store.name, "seller": offer.store.seller_name}


def image(image: ProductImage) -> Document:
    return {
        "id": image.pk,
        "url": whole_address(image.page_url),
        "thumbnail": whole_address(image.card_url),
        "srcset": ", ".join(whole_address(each) for each in image.srcset.split(", ")),
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
    }


def whole_address(url: str) -> str:
    """Return an address that says its host, also where that is this server."""
    return f"{HERE}{url}" if url.startswith("/") and not url.startswith("//") else url


def money(price: Money | None) -> Document | None:
    return {"amount": f"{price.amount:f}", "currency": price.currency} if price is not None else None


def address(record: Product | Store) -> str:
    """Return the page of a product or a store; nothing in a project that does not show the catalog's pages."""
    try:
        return record.get_absolute_url()
    except NoReverseMatch:
        return ""


def stored(document: Document) -> str:
    """Return a document as the read model keeps it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace(HERE, STORED_HERE)


def read(text: str, origin: str) -> Document:
    """Return a stored document as it is answered.

    :param origin: scheme and host under which the reader reached this server, such as ``https://shop.example``.
    """
    document: Document = json.loads(text.replace(STORED_HERE, origin))
    return document


def card_in_stock(card: str, in_stock: bool, origin: str) -> str:
    """Return a stored card with what changes without anybody's writing it; as text, so that lists need not read it."""
    return f'{card[:-1]},"in_stock":{"true" if in_stock else "false"}}}'.replace(STORED_HERE, origin)


def fresh(product: Product, origin: str) -> Document:
    """Return a product as its page answers it, on sale or not.

    :param product: fetched by `ProductQuerySet.for_documents`.
    """
    left = {offer.ref: offer.units_left for offer in product.offers}
    return whole(stored(card(product)), stored(detail(product)), left, origin)


def whole(card: str, detail: str, left: Mapping[str, int], origin: str) -> Document:
    """Return a product as its page answers it.

    :param left: the units left of each of its offers, by ``product_ref``.
    """
    document = read(card, origin) | read(detail, origin)
    for each in document["variants"]:
        for offer in each["offers"]:
            offer["available"] = left.get(offer["product_ref"], 0)
    return document | {"in_stock": any(units > 0 for units in left.values())}
