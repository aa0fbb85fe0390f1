"""What is sold: products and their variants."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute, shop_currency
from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from .categories import Category
from .folding import fold, validate_name
from .images import ProductImage
from .locking import LockingQuerySet
from .ratings import RatedModel
from .stores import Seller

if TYPE_CHECKING:
    from .attributes import AttributeValue
    from .offers import Offer


RESERVED_SLUGS = frozenset({"category", "stores"})
"""First words of the catalog's own addresses: a product of that name gets another slug."""


def validate_slug_is_free(slug: str) -> None:
    """Refuse a slug under which no page of a product can stand."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This word stands in other addresses of the shop; choose another."), code="reserved")


class ProductQuerySet(LockingQuerySet):
    """Reads of products in the shop's words."""

    def on_sale(self) -> Self:
        """Return what somebody offers, in stock or not."""
        return self.filter(price_amount__isnull=False)

    def made_by(self, user: AbstractBaseUser) -> Self:
        """Return what this person listed first."""
        return self.filter(creator=user.pk)

    def deleted_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Return the deleted ones that this person made and deleted as a seller, and nobody else."""
        if not isinstance(user, AbstractBaseUser):
            return self.none()
        return self.deleted().filter(deleted_by__user=user.pk, deleted_by__deleted_at=None, creator=user.pk)

    def within(self, category: Category) -> Self:
        """Return the products of the category and of everything below it."""
        return self.filter(category__path__startswith=category.path)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def for_cards(self) -> Self:
        """Fetch what a product card shows, in a constant number of queries."""
        from .offers import Offer

        offers = Offer.objects.on_sale().with_available().select_related("store__seller")
        return self.select_related("category").prefetch_related(
            Prefetch("variants", Variant.objects.order_by("position", "pk")),
            Prefetch("variants__offers", offers),
            Prefetch("images", ProductImage.objects.order_by("position", "pk")),
        )

    def for_documents(self) -> Self:
        """Fetch what the read model keeps of a product."""
        from .attributes import AttributeValue

        values = AttributeValue.objects.filter(attribute__deleted_at=None)
        values = values.select_related("attribute__category", "choice")
        return self.for_cards().prefetch_related(
            Prefetch("attribute_values", values.order_by("attribute__category__depth", "attribute__position", "pk"))
        )


class Product(RatedModel, SoftDeleteModel):  # type: ignore[django-manager-missing]
    """A thing as people think of it; what is bought is an offer of one of its variants.

    ``price_amount`` is the lowest price of its offers (null: nobody offers it), and the ratings are those of its reviews: services
    keep them, so that lists sort and filter without joins.
    """

    name = models.CharField(_("name"), max_length=200, validators=[validate_name])
    slug = models.SlugField(_("slug"), max_length=220, allow_unicode=True, validators=[validate_slug_is_free])
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
    deleted_by = models.ForeignKey(
        Seller,
        verbose_name=_("deleted by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("The seller who may restore it; none: the staff."),
    )
    tax_class = models.CharField(_("tax class"), max_length=40, blank=True)
    is_featured = models.BooleanField(_("featured"), default=False)
    price_amount = models.BigIntegerField(_("lowest price"), null=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3, default=shop_currency, editable=False)

    price = MoneyAttribute("price_amount")
    begins_rest = False
    """Whether it is the first in a list that no longer answers the reader's search."""
    is_of_one_store = False
    """Whether it is shown as one store offers it."""

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
    def attributes(self) -> "Sequence[AttributeValue]":
        """What it has of its category's attributes, in their order, as `ProductQuerySet.for_documents` fetched them."""
        path = self.category.path
        return [each for each in self.attribute_values.all() if path.startswith(each.attribute.category.path)]

    @property
    def best_offer(self) -> "Offer | None":
        return self.offers[0] if self.offers else None

    def show_as_in(self, store: UUID) -> None:
        """Leave the offers of one store only, and its price: for pages on which nothing else is for sale."""
        if offers := [offer for offer in self.offers if offer.store.public_id == store]:
            self.offers = offers
            self.price = min((offer.price for offer in offers), key=lambda price: price.minor)
            self.is_of_one_store = True

    @property
    def option_names(self) -> list[str]:
        """What its variants, as `ProductQuerySet.for_cards` fetched them, are told apart by; nothing where they differ in that."""
        named = {frozenset(map(fold, each.options)): list(each.options) for each in self.variants.all()}
        return next(iter(named.values())) if len(named) == 1 else []

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

    @property
    def full_label(self) -> str:
        """The same, where its siblings have other options: with the names of these."""
        return self.name or " / ".join(f"{name}: {value}" for name, value in self.options.items())

    @property
    def make(self) -> frozenset[tuple[str, str]] | str:
        """What no sibling may have too: its options; without any its name, and without that its SKU."""
        options = frozenset((fold(name), fold(value)) for name, value in self.options.items())
        return options or fold(self.name) or fold(self.sku)
