"""What is sold: products and their variants."""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, FloatField, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute, shop_currency
from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from .categories import Category
from .images import ProductImage
from .locking import LockingQuerySet
from .ratings import RatedModel

if TYPE_CHECKING:
    from .offers import Offer


MAX_QUERY = 200
MAX_WORDS = 8


class ProductQuerySet(LockingQuerySet):
    """Reads of products in the shop's words."""

    def on_sale(self) -> Self:
        """Return what somebody offers, in stock or not."""
        return self.filter(price_amount__isnull=False)

    def within(self, category: Category) -> Self:
        """Return the products of the category and of everything below it."""
        return self.filter(category__path__startswith=category.path)

    def featured(self) -> Self:
        return self.filter(is_featured=True).newest()

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def cheapest(self) -> Self:
        return self.order_by("price_amount", "pk")

    def dearest(self) -> Self:
        return self.order_by(F("price_amount").desc(nulls_last=True), "pk")

    def best_rated(self) -> Self:
        """Order by the average, drawn to 3 by five imaginary readers, so that one kind voice does not outrank a hundred."""
        score = Cast(F("rating_sum") + 15, FloatField()) / (F("rating_count") + 5)
        return self.order_by(score.desc(), "-rating_count", "pk")

    def in_stock(self) -> Self:
        """Return the products of which somebody has units left."""
        from .offers import Offer

        left = Offer.objects.on_sale().with_available().filter(variant__product=OuterRef("pk"), available__gt=0)
        return self.filter(Exists(left))

    def of_store(self, public_id: UUID) -> Self:
        """Return the products that the store has on sale."""
        from .offers import Offer

        return self.filter(
            Exists(Offer.objects.on_sale().filter(variant__product=OuterRef("pk"), store__public_id=public_id))
        )

    def matching(self, text: str) -> Self:
        """Return the products that have every word in their name, description or category; hits in the name as ``named``, first."""
        words = text.replace("\x00", " ")[:MAX_QUERY].split()[:MAX_WORDS]
        found = self
        for word in words:
            found = found.filter(
                Q(name__icontains=word) | Q(description__icontains=word) | Q(category__name__icontains=word)
            )
        in_name = reduce(and_, (Q(name__icontains=word) for word in words), Q())
        return found.annotate(named=Case(When(in_name, then=0), default=1) if words else Value(0)).order_by(
            "named", "-rating_count", "-pk"
        )

    def for_cards(self) -> Self:
        """Fetch what a product card shows, in a constant number of queries."""
        from .offers import Offer

        offers = Offer.objects.on_sale().with_available().select_related("store__seller")
        return self.select_related("category").prefetch_related(
            Prefetch("variants", Variant.objects.order_by("position", "pk")),
            Prefetch("variants__offers", offers),
            Prefetch("images", ProductImage.objects.order_by("position", "pk")),
        )


class Product(RatedModel, SoftDeleteModel):  # type: ignore[django-manager-missing]
    """A thing as people think of it; what is bought is an offer of one of its variants.

    ``price_amount`` is the lowest price of its offers (null: nobody offers it), and the ratings are those of its reviews: services
    keep them, so that lists sort and filter without joins.
    """

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=220, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="products"
    )
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("creator"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shop_catalog_products",
    )
    tax_class = models.CharField(_("tax class"), max_length=40, blank=True)
    is_featured = models.BooleanField(_("featured"), default=False)
    price_amount = models.BigIntegerField(_("lowest price"), null=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3, default=shop_currency, editable=False)

    price = MoneyAttribute("price_amount")

    objects: ClassVar[Any] = LiveManager.from_queryset(ProductQuerySet)()
    all_objects: ClassVar[Any] = ProductQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=LIVE, name="shop_catalog_product_slug"),
        ]
        indexes = [
            *SoftDeleteModel.Meta.indexes,
            models.Index(fields=["-created_at", "-id"], name="shop_catalog_product_newest"),
            models.Index(fields=["price_amount", "id"], name="shop_catalog_product_price"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shop_catalog:product-detail", args=[self.slug])

    @property
    def ref(self) -> str:
        """What other apps call this product: the ``group_ref``."""
        return str(self.pk)

    @cached_property
    def offers(self) -> "Sequence[Offer]":
        """The offers that `ProductQuerySet.for_cards` fetched, the best first: in stock before sold out, then by price."""
        offers = [offer for variant in self.variants.all() for offer in variant.offers.all()]
        return sorted(offers, key=lambda offer: offer.rank())

    @property
    def best_offer(self) -> "Offer | None":
        return self.offers[0] if self.offers else None

    @property
    def has_price_range(self) -> bool:
        """Tell whether the lowest price is not the only one."""
        return len({offer.price_amount for offer in self.offers}) > 1

    @cached_property
    def cover(self) -> ProductImage | None:
        """The first picture, as `ProductQuerySet.for_cards` fetched them."""
        return next(iter(self.images.all()), None)


class Variant(SoftDeleteModel):  # type: ignore[django-manager-missing]
    """One make of a product: a size, a color. A product without choices has a single one."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(_("name"), max_length=120, blank=True)
    sku = models.CharField(_("SKU"), max_length=64, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True, help_text=_('Such as {"Size": "M"}.'))
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(fields=["sku"], condition=LIVE & ~Q(sku=""), name="shop_catalog_variant_sku"),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.label}" if self.label else str(self.product)

    @property
    def label(self) -> str:
        """What sets it apart from its siblings: its name, else its options."""
        return self.name or " / ".join(str(value) for value in self.options.values())
