"""What can be bought: a store sells a variant at a price, with stock."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute, shop_currency
from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from ..conf import conf
from .attributes import Attribute, AttributeValue
from .locking import LockingQuerySet
from .products import Variant
from .stock import StockReservation
from .stores import Seller, Store


class OfferQuerySet(LockingQuerySet):
    """Reads of offers in the shop's words."""

    def on_sale(self) -> Self:
        """Return what can be bought now, in stock or not."""
        return self.filter(
            Q(store__seller=None) | Q(store__seller__is_approved=True, store__seller__deleted_at=None),
            is_active=True,
            deleted_at=None,
            store__is_open=True,
            store__deleted_at=None,
            variant__deleted_at=None,
            variant__product__deleted_at=None,
        )

    def run_by(self, user: AbstractBaseUser) -> Self:
        """Return what this person offers as a seller, off sale too."""
        return self.filter(
            store__seller__user=user.pk,
            store__seller__deleted_at=None,
            store__deleted_at=None,
            variant__deleted_at=None,
            variant__product__deleted_at=None,
        )

    def deleted_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Return the deleted ones that this person deleted as a seller, out of a store that is theirs."""
        if not isinstance(user, AbstractBaseUser):
            return self.none()
        mine = Q(deleted_by__user=user.pk, deleted_by__deleted_at=None, store__seller__user=user.pk)
        return self.deleted().filter(mine)

    def low(self) -> Self:
        """Return those with fewer units on hand than their threshold."""
        own = Q(on_hand__lt=F("low_stock_threshold"))
        return self.filter(own | Q(low_stock_threshold=None, on_hand__lt=conf.options.LOW_STOCK_THRESHOLD))

    def scarce(self) -> Self:
        """Return those that are low, and not sold out."""
        return self.low().filter(on_hand__gt=F("reserved"))

    def sold_out(self) -> Self:
        return self.filter(on_hand__lte=F("reserved"))

    def named(self, words: str) -> Self:
        """Return those with all these words in the name or the SKU, for lists in which one looks for one's own."""
        for word in words.split()[:10]:
            name = Q(variant__product__name__icontains=word) | Q(variant__name__icontains=word)
            self = self.filter(name | Q(variant__sku__icontains=word))
        return self

    def with_available(self, at: Any = None) -> Self:
        """Count the units left, as ``available``; holds that have run out count as free, tidied up or not.

        :param at: the moment that counts; now, where it is left out.
        """
        lapsed = (
            StockReservation.objects.lapsed(at)
            .filter(offer=OuterRef("pk"))
            .order_by()
            .values("offer")
            .annotate(units=Sum("quantity"))
        )
        return self.annotate(available=F("on_hand") - F("reserved") + Coalesce(Subquery(lapsed.values("units")), 0))

    def for_export(self) -> Self:
        """Return what is not deleted, product by product, with all that a file has of it."""
        values = AttributeValue.objects.filter(attribute__deleted_at=None)
        values = values.select_related("attribute__category", "choice")
        return (
            self.filter(
                deleted_at=None,
                store__deleted_at=None,
                variant__deleted_at=None,
                variant__product__deleted_at=None,
            )
            .select_related("store", "variant__product__category")
            .prefetch_related(Prefetch("variant__product__attribute_values", values))
            .order_by("variant__product", "variant__position", "variant", "pk")
        )

    def attribute_codes(self) -> list[str]:
        """Return the codes of the attributes that the products of these offers have."""
        held = Attribute.objects.filter(values__product__variants__offers__in=self.order_by().values("pk"))
        return list(held.order_by("code").values_list("code", flat=True).distinct())

    def by_ref(self, refs: Collection[str]) -> Self:
        """Return the offers of these references; a malformed one is nobody's."""
        return self.filter(public_id__in=[public_id for ref in refs if (public_id := parse_ref(ref))])


def parse_ref(ref: str) -> uuid.UUID | None:
    """Return the public id that a product reference spells, None where it is not spelt as we do."""
    try:
        public_id = uuid.UUID(ref)
    except ValueError:
        return None
    return public_id if str(public_id) == ref else None


class Offer(SoftDeleteModel):
    """A variant in a store. Prices change by `services.offers`, stock by `services.stock` only."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    store = models.ForeignKey(Store, verbose_name=_("store"), on_delete=models.PROTECT, related_name="offers")
    variant = models.ForeignKey(Variant, verbose_name=_("variant"), on_delete=models.PROTECT, related_name="offers")
    price_amount = models.BigIntegerField(_("price"), help_text=_("In minor units, such as cents."))
    currency = models.CharField(_("currency"), max_length=3, default=shop_currency)
    is_active = models.BooleanField(_("active"), default=True)
    on_hand = models.PositiveIntegerField(_("on hand"), default=0, editable=False)
    reserved = models.PositiveIntegerField(_("reserved"), default=0, editable=False)
    low_stock_threshold = models.PositiveIntegerField(
        _("low stock threshold"), null=True, blank=True, help_text=_("Empty: the shop's.")
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

    price = MoneyAttribute("price_amount")

    objects: ClassVar[Any] = LiveManager.from_queryset(OfferQuerySet)()
    all_objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["store", "variant"], condition=LIVE, name="shop_catalog_offer_once"),
            models.CheckConstraint(condition=Q(price_amount__gte=0), name="shop_catalog_offer_price"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")), name="shop_catalog_offer_stock"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} · {self.store}"

    def get_absolute_url(self) -> str:
        return f"{self.variant.product.get_absolute_url()}?offer={self.ref}"

    @property
    def ref(self) -> str:
        """What other apps call this offer: the ``product_ref``."""
        return str(self.public_id)

    @property
    def belongs_to_deleted(self) -> bool:
        """Tell whether its store, its variant or its product is deleted: then it changes no more."""
        return self.store.is_deleted or self.variant.is_deleted or self.variant.product.is_deleted

    def rank(self) -> tuple[bool, int, int]:
        """Return what puts the best offer first: in stock before sold out, then by price."""
        return not self.is_in_stock, self.price_amount, self.pk

    @property
    def is_in_stock(self) -> bool:
        return self.units_left > 0

    @property
    def is_scarce(self) -> bool:
        """Tell whether so few are left that buyers should know."""
        return 0 < self.units_left < self.threshold

    @property
    def threshold(self) -> int:
        """Fewer units than this are a low stock."""
        return conf.options.LOW_STOCK_THRESHOLD if self.low_stock_threshold is None else self.low_stock_threshold

    @property
    def units_left(self) -> int:
        """The units left, as `OfferQuerySet.with_available` counted them, else by the counters alone."""
        return int(getattr(self, "available", self.on_hand - self.reserved))
