"""What the shop has of what some rows are about, read in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from ...models import Offer, Product, Variant
from ..slugs import slug_of
from .attributes import values_of
from .columns import Line


class Shelf:
    """The records of some rows, and those that the rows add: the same record is one object for all of them."""

    def __init__(self, lines: Sequence[Line], store_ids: Collection[int]) -> None:
        by_sku = Variant.objects.filter(sku__in={line.sku for line in lines if line.sku}).select_related("product")
        self.by_sku: dict[str, Variant] = {variant.sku: variant for variant in by_sku}
        slugs = {line.product or slug_of(line.name or "") for line in lines}
        known = {product.pk: product for product in Product.objects.filter(slug__in=slugs)}
        for variant in self.by_sku.values():
            variant.product = known.setdefault(variant.product_id, variant.product)
        self.products: dict[str, Product] = {each.slug: each for each in known.values() if not each.is_deleted}
        self.without_sku: dict[str, list[Variant]] = defaultdict(list)
        variants = {variant.pk: variant for variant in self.by_sku.values()}
        for variant in Variant.objects.filter(product__in=known, sku="").order_by("position", "pk"):
            variant.product = known[variant.product_id]
            self.without_sku[variant.product.slug].append(variant)
            variants[variant.pk] = variant
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
        elif variant not in self.without_sku[slug]:
            self.without_sku[slug].append(variant)
