"""Offers, as other apps ask for them."""

from collections.abc import Collection, Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from shop_core.contracts import ProductInfo

from .models import Category, Offer, ProductImage
from .services.documents import address


class OfferSource:
    """The `ProductSource` over offers, in three queries however many are asked for."""

    def lookup(self, refs: Collection[str], *, buyer: AbstractBaseUser | None = None) -> Mapping[str, ProductInfo]:
        offers = list(
            Offer.objects.on_sale()
            .by_ref(refs)
            .with_available()
            .select_related("variant__product__category", "store__seller")
        )
        if not offers:
            return {}
        lineage = Category.objects.lineage({offer.variant.product.category.path for offer in offers})
        keys = dict(lineage.values_list("path", "pk"))
        covers = ProductImage.objects.covers({offer.variant.product_id for offer in offers})
        return {offer.ref: _info(offer, keys, covers.get(offer.variant.product_id)) for offer in offers}


def _info(offer: Offer, categories: Mapping[str, int], cover: ProductImage | None) -> ProductInfo:
    variant = offer.variant
    product = variant.product
    path = product.category.path
    return ProductInfo(
        ref=offer.ref,
        group_ref=product.ref,
        name=product.name,
        sku=variant.sku,
        attributes={str(name): str(value) for name, value in variant.options.items()},
        price=offer.price,
        available=offer.units_left,
        seller_ref=offer.store.seller_ref,
        seller_name=offer.store.seller_name,
        category_refs=tuple(str(key) for at, key in sorted(categories.items()) if path.startswith(at)),
        tax_class=product.tax_class,
        weight_grams=variant.weight_grams,
        image_url=cover.card_url if cover else "",
        url=_url(offer),
    )


def _url(offer: Offer) -> str:
    page = address(offer.variant.product)
    return f"{page}?offer={offer.ref}" if page else ""
