"""The addresses of the catalog, from its URLconfs, so that no test over all of them can forget one."""

import importlib

from django.urls import get_resolver, reverse

URLCONFS = ("shop_catalog.urls", "shop_catalog.sell_urls", "shop_catalog.api.urls")


def patterns():
    """Return each address as the name of its app and its pattern."""
    return [
        (importlib.import_module(urlconf).app_name, pattern)
        for urlconf in URLCONFS
        for pattern in get_resolver(urlconf).url_patterns
    ]


def arguments(pattern, shop):
    """Return what the address of a shop's record has; a new kind of address is to be added here."""
    names = set(pattern.pattern.converters)
    basename = getattr(pattern.callback, "initkwargs", {}).get("basename") or pattern.name.partition("-")[0]
    keys = {
        "attribute": {"pk": shop.attribute.pk},
        "category-attribute": {"category_pk": shop.category.pk, "pk": shop.attribute.pk},
        "category": {"pk": shop.category.pk, "url_path": shop.category.url_path},
        "product-image": {"product_pk": shop.product.pk, "pk": shop.image.pk},
        "product": {"pk": shop.product.pk, "slug": shop.product.slug, "product": shop.product.pk},
        "variant": {"pk": shop.variant.pk, "product": shop.product.pk, "variant": shop.variant.pk},
        "review": {"pk": shop.review.pk, "slug": shop.product.slug},
        "seller": {"public_id": shop.store.seller.public_id},
        "store": {"public_id": shop.store.public_id, "store": shop.store.public_id, "slug": shop.store.slug},
        "store-item": {"public_id": shop.offer.public_id},
        "offer": {"offer": shop.offer.public_id},
    }
    return {name: keys[basename][name] for name in names}


def address_of(app_name, pattern, shop):
    return reverse(f"{app_name}:{pattern.name}", kwargs=arguments(pattern, shop))
