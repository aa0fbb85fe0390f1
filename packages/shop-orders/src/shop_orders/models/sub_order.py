"""What an order holds of one seller, and what each seller is owed for it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute

from ..exceptions import AppendOnlyError
from .order import Order
from .state import OrderState


class SubOrderQuerySet(models.QuerySet["SubOrder"]):
    """Parts of orders in the words of the shop."""

    def of_sellers(self, seller_refs: Collection[str]) -> Self:
        return self.filter(seller_ref__in=seller_refs)

    def live(self) -> Self:
        """Leave out those whose order was deleted."""
        return self.filter(order__deleted_at=None)


class SubOrder(models.Model):
    """The lines of one seller in a paid order: how far they have come, what they are worth, and what the shop keeps of it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sub_orders", verbose_name=_("order"))
    seller_ref = models.CharField(_("seller reference"), max_length=64)
    seller_name = models.CharField(_("seller"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OrderState)
    total_amount = models.BigIntegerField(_("total"))
    taken_back_amount = models.BigIntegerField(_("worth of cancelled and returned units"), default=0)
    commission_rate = models.DecimalField(_("commission rate"), max_digits=5, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    created_at = models.DateTimeField(_("sold"), auto_now_add=True)

    objects: ClassVar = SubOrderQuerySet.as_manager()

    total = MoneyAttribute("total_amount")
    taken_back = MoneyAttribute("taken_back_amount")

    class Meta:
        verbose_name = _("part of a seller")
        verbose_name_plural = _("parts of sellers")
        constraints = [
            models.UniqueConstraint(fields=["order", "seller_ref"], name="shop_orders_one_part_per_seller"),
            models.CheckConstraint(
                condition=Q(taken_back_amount__gte=0, total_amount__gte=F("taken_back_amount")),
                name="shop_orders_part_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(commission_rate__gte=0, commission_rate__lte=1), name="shop_orders_commission_is_a_share"
            ),
        ]
        indexes = [models.Index(fields=["seller_ref", "-created_at"], name="shop_orders_of_seller")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.seller_name or self.seller_ref}"

    @property
    def sold_amount(self) -> int:
        """What is sold and was not taken back, in minor units."""
        return self.total_amount - self.taken_back_amount

    @property
    def commission_amount(self) -> int:
        """What the shop keeps of it, in minor units, rounded half up."""
        share = Decimal(self.sold_amount) * self.commission_rate
        return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    @property
    def commission(self) -> Money:
        return Money(self.commission_amount, self.currency)

    @property
    def payout(self) -> Money:
        """What the seller gets for it."""
        return Money(self.sold_amount - self.commission_amount, self.currency)


class SellerEntryKind(models.TextChoices):
    SALE = "sale", _("sale")
    COMMISSION = "commission", _("commission")
    REFUND = "refund", _("cancelled or returned")
    ADJUSTMENT = "adjustment", _("adjustment")


class SellerEntryQuerySet(models.QuerySet["SellerEntry"]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def of_sellers(self, seller_refs: Collection[str]) -> Self:
        return self.filter(seller_ref__in=seller_refs)

    def balances(self) -> list[dict[str, Any]]:
        """Return what is owed: ``seller_ref``, ``currency`` and ``balance``, a `Money`, of each."""
        sums = self.values("seller_ref", "currency").annotate(amount=Sum("moved_amount"))
        rows = sums.order_by("seller_ref", "currency")
        return [
            {
                "seller_ref": row["seller_ref"],
                "currency": row["currency"],
                "balance": Money(row["amount"], row["currency"]),
            }
            for row in rows
        ]


class SellerEntry(models.Model):
    """What a seller's balance changed by, for ever: the sum of the entries is what the seller is owed."""

    seller_ref = models.CharField(_("seller reference"), max_length=64)
    sub_order = models.ForeignKey(
        SubOrder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("part of a seller"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SellerEntryKind)
    moved_amount = models.BigIntegerField(
        _("amount"), help_text=_("In minor units; negative: the seller is owed less, such as what was paid out.")
    )
    currency = models.CharField(_("currency"), max_length=3)
    reference = models.CharField(_("reference"), max_length=64)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects: ClassVar = SellerEntryQuerySet.as_manager()

    amount = MoneyAttribute("moved_amount")

    class Meta:
        verbose_name = _("entry of a seller")
        verbose_name_plural = _("entries of sellers")
        constraints = [
            models.UniqueConstraint(
                fields=["seller_ref", "kind", "reference"], name="shop_orders_one_entry_per_reference"
            ),
            models.CheckConstraint(condition=~Q(moved_amount=0), name="shop_orders_entry_moves"),
        ]
        indexes = [models.Index(fields=["seller_ref", "-id"], name="shop_orders_entries")]

    def __str__(self) -> str:
        return f"{self.seller_ref} {self.kind} {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
