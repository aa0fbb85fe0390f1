"""What the shop has of what some rows are about, read in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Q

from ...models import Offer, Product, Variant
from ..slugs import slug_of
from .attributes import values_of
from .columns import Line


class Shelf:
    """The records of some rows, and those that the rows add: the same record is one object for all of them."""

    def __init__(self, lines: Sequence[Line], store_ids: Collection[int]) -> None:
        refs = Offer.all_objects.by_ref({line.product_ref for line in lines if line.product_ref})
        of_refs = {str(ref): key for ref, key in refs.values_list("public_id", "variant")}
        skus = {line.sku for line in lines if line.sku}
        named = Variant.objects.filter(Q(sku__in=skus) | Q(pk__in=of_refs.values())).select_related("product")
        variants = {variant.pk: variant for variant in named}
        self.by_sku: dict[str, Variant] = {each.sku: each for each in variants.values() if each.sku in skus}
        slugs = {line.product or slug_of(line.name or "") for line in lines}
        known = {product.pk: product for product in Product.objects.filter(slug__in=slugs)}
        for variant in variants.values():
            variant.product = known.setdefault(variant.product_id, variant.product)
        self.by_ref: dict[str, Variant] = {
            ref: variants[key]
            for ref, key in of_refs.items()
            if key in variants and not variants[key].product.is_deleted
        }
        """The variants of offers, by the ``product_ref`` of these."""
        self.products: dict[str, Product] = {each.slug: each for each in known.values() if not each.is_deleted}
        self.makes: dict[str, list[Variant]] = defaultdict(list)
        """All variants of a product, by its slug."""
        for each in Variant.objects.filter(product__in=known).order_by("position", "pk"):
            variant = variants.setdefault(each.pk, each)
            variant.product = known[variant.product_id]
            self.makes[variant.product.slug].append(variant)
        offers = Offer.objects.filter(variant__in=variants, store__in=store_ids)
        self.offers: dict[tuple[int, int], Offer] = {(offer.variant_id, offer.store_id): offer for offer in offers}
        has_attributes = any(line.attributes for line in lines)
        self.values = values_of(known.values()) if has_attributes else {}
        for offer in self.offers.values():
            offer.variant = variants[offer.variant_id]

    def add(self, variant: Variant) -> None:
        """Put a variant that is new, or has a new SKU, where further rows find it."""
        slug = variant.product.slug
        self.products.setdefault(slug, variant.product)
        if variant.sku:
            self.by_sku[variant.sku] = variant
        if variant not in self.makes[slug]:
            self.makes[slug].append(variant)
