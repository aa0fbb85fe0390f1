"""A large catalog, by bulk inserts: the demo's products over and over, each time in another edition."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import connection, transaction
from django.utils.text import slugify

from shop_catalog.models import Offer, Product, ProductImage, StockMovement, Variant
from shop_catalog.services.readmodel import refresh_stale
from shop_catalog.services.renditions import make_renditions

from .catalog import DAYS_ON_SALE, STOCK
from .progress import Progress
from .texts import editions, products

BATCH = 2000
OLDEST_DAYS = 900
SKU = "SCALE-{:07d}"


@dataclass(frozen=True)
class Edition:
    """One product of the large catalog: all of it follows from the demo's own offer and the number."""

    pattern: Offer
    number: int
    turn: int
    """How many editions of the same pattern went before."""

    @property
    def name(self) -> str:
        series, word = divmod(self.turn, len(editions()))
        return f"{self.pattern.variant.product.name} {editions()[word]} {series + 1}"

    @cached_property
    def chance(self) -> random.Random:
        return random.Random(self.number)  # noqa: S311 - the same data every time

    @cached_property
    def price_amount(self) -> int:
        return self.pattern.price_amount * self.chance.randrange(60, 180) // 100

    def product(self, *, now: datetime) -> Product:
        base = self.pattern.variant.product
        age = timedelta(minutes=self.chance.randrange(DAYS_ON_SALE * 1440, OLDEST_DAYS * 1440))
        return Product(
            name=self.name,
            slug=slugify(self.name, allow_unicode=True),
            description=base.description,
            category_id=base.category_id,
            creator_id=base.creator_id,
            price_amount=self.price_amount,
            currency=self.pattern.currency,
            created_at=now - age,
        )

    def variant(self, product: Product) -> Variant:
        like = self.pattern.variant
        return Variant(
            product=product, sku=SKU.format(self.number), options=like.options, weight_grams=like.weight_grams
        )

    def offer(self, variant: Variant) -> Offer:
        return Offer(
            variant=variant,
            store_id=self.pattern.store_id,
            price_amount=self.price_amount,
            currency=self.pattern.currency,
            on_hand=self.chance.randrange(*STOCK),
        )

    def picture(self, product: Product) -> ProductImage:
        """Return the pattern's picture for this product too: one file for all."""
        cover = self.pattern.variant.product.images.all()[0]
        make_renditions(image=cover)  # those that it lacks: not of every edition for itself
        return ProductImage(
            product=product,
            file=cover.file.name,
            width=cover.width,
            height=cover.height,
            renditions=cover.renditions,
            alt=self.name,
        )


def add_scale(progress: Progress, *, count: int, now: datetime) -> None:
    """Add what is missing of ``count`` further products; batch by batch, so that a break loses little."""
    present = Variant.all_objects.filter(sku__range=(SKU.format(0), SKU.format(count))).count()
    batches = [range(start, min(start + BATCH, count)) for start in range(present, count, BATCH)]
    if not batches:
        return
    patterns = _patterns()
    for numbers in progress.over(batches, of="further products", weigh=len):
        _add([Edition(patterns[n % len(patterns)], n, n // len(patterns)) for n in numbers], now=now)
    refresh_stale()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner's figures are those of a small shop


def _patterns() -> list[Offer]:
    """Return one offer of each of the demo's products."""
    offers = (
        Offer.all_objects.filter(variant__product__name__in=[text.name for text in products()], variant__position=0)
        .select_related("variant__product")
        .prefetch_related("variant__product__images")
        .order_by("variant__product", "-pk")
    )
    return list({offer.variant.product_id: offer for offer in offers}.values())


@transaction.atomic
def _add(batch: Sequence[Edition], *, now: datetime) -> None:
    made = Product.objects.bulk_create([edition.product(now=now) for edition in batch])
    pairs = list(zip(batch, made, strict=True))
    ProductImage.objects.bulk_create([edition.picture(product) for edition, product in pairs])
    variants = Variant.objects.bulk_create([edition.variant(product) for edition, product in pairs])
    offers = Offer.objects.bulk_create([edition.offer(each) for edition, each in zip(batch, variants, strict=True)])
    StockMovement.objects.bulk_create(
        [
            StockMovement(
                offer=offer, kind=StockMovement.Kind.RECEIVE, quantity=offer.on_hand, reference=f"opening:{offer.ref}"
            )
            for offer in offers
        ]
    )
